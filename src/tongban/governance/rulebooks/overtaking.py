"""A draft that was overtaken by another version takes that version in, keeping its own changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import Clash, DraftError, DraftView, Made
from tongban.governance.rulebooks import rows
from tongban.governance.rulebooks.checking import KIND, review
from tongban.governance.rulebooks.merging import Merge, merge
from tongban.governance.rulebooks.sheets import sheets
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Overtaken:
    """What comes out when the version in force is brought into a draft; `version` is that version."""

    version: str
    merge: Merge


def overtaken(*, draft: DraftView, choices: Mapping[str, str]) -> Overtaken | None:
    """The draft and the version in force brought together; None when its base is in force still."""
    if not draft.base:  # a wholly new rule
        return None
    item = declarations.current(KIND, draft.key)
    if item.version == draft.base:
        return None
    return Overtaken(item.version, _merged(draft.key, draft.base, draft.text, item, choices))


def _merged(rule: str, base: str, text: str, item: Item, choices: Mapping[str, str]) -> Merge:
    return merge(declarations.pinned(KIND, rule, base).text, text, item.text, choices)


def take_over(
    *, rule: str, revision: int, version: str, choices: Mapping[str, str], by: Subject, at: dt.datetime
) -> DraftView:
    """Brings the version in force into the draft, which goes on from it. `revision` and `version` are what the editor
    saw. It can be undone like any change. Raises Clash when either moved on, DraftError (its field names a conflict
    without a choice), RowRefused as `set_line` does, Denied.
    """

    def work(found: DraftView) -> Made:
        if not found.base:
            raise Clash(_("Something was changed in the meantime. Look again at what comes together."))
        item = declarations.current(KIND, rule)
        if (found.revision, item.version) != (revision, version):
            raise Clash(_("Something was changed in the meantime. Look again at what comes together."))
        if item.version == found.base:
            raise DraftError(_("The draft stands on the version in force already."))
        after = _resolved(_merged(rule, found.base, found.text, item, choices), choices)
        _check(rule, item.text, after)
        return Made(after, base=item.version)

    return drafts.change(kind=KIND, key=rule, how="merge", work=work, by=by, at=at)


def _resolved(found: Merge, choices: Mapping[str, str]) -> str:
    if found.apart:
        words = _("The columns or formulas differ, not only rows: put the draft's spreadsheet into a new draft.")
        raise DraftError(words)
    if found.text is None:
        waits = next(one.key for one in found.conflicts if choices.get(one.key) not in ("mine", "theirs"))
        raise DraftError(_("Choose one of the two."), field=waits)
    return found.text


def _check(rule: str, theirs: str, after: str) -> None:
    """Raises RowRefused for a row that differs from the version in force and could not be kept if it were typed."""
    found, known = review(after, rule), {sheet.id: sheet for sheet in sheets(theirs)}
    for sheet in sheets(after):
        there = known.get(sheet.id)
        for line in sheet.lines:
            same = there.line(line.id) if there else None
            if same is None or same.cells != line.cells:
                rows.refuse(rows.errors_of(found, sheet, line))
