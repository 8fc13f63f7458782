"""The front door of the archive.

    made = archives.make(by=records_officer, at=at)                  # the closed cases whose time is over
    archives.judge(list=made, item=one.id, verdict="keep", reason="…", by=records_officer, at=at)
    archives.sign(id=made, by=archivist, at=at)                      # a second person; then tick() carries it out
    archives.set_hold(case=number, reason="…", by=official, at=at)   # a case is kept

Refusals: ArchiveError (with `field`), authority.Denied, LookupError, cases.NotFound.
"""

from tongban.services.archives.carrying import tick
from tongban.services.archives.due import Due, due
from tongban.services.archives.errors import ArchiveError
from tongban.services.archives.holding import HoldView, holds, lift_hold, set_hold
from tongban.services.archives.listing import drop, judge, make, sign
from tongban.services.archives.reading import VERDICTS, ItemView, ListView, file, items, lists, one
from tongban.services.archives.registry import declare_forgetter, declare_keeper, words
from tongban.services.archives.rights import HOLD, REVIEW, SIGN, may

__all__ = [
    "HOLD", "REVIEW", "SIGN", "VERDICTS", "ArchiveError", "Due", "HoldView", "ItemView", "ListView",
    "declare_forgetter", "declare_keeper", "drop", "due", "file", "holds", "items", "judge", "lift_hold", "lists",
    "make", "may", "one", "set_hold", "sign", "tick", "words",
]  # fmt: skip
