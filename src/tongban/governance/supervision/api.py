"""The front door of supervision.

    for line in board(by=leader, at=at, since=first, until=last): line.decided, line.share, line.found
    page = findings(by=leader, at=at, filters=Filters(kind="overdue")); one = finding(id=…, by=leader, at=at)
    explain(finding=one.id, text="…", by=unit_leader, at=at)
    judge(finding=one.id, upheld=True, text="…", by=other, at=at)
    public_board(today=today)

Findings come by themselves, from what cases and clocks tell; `sweep` looks at old cases again, `tick` is called by the
node's clock. Refusals: SupervisionError (with `field`), Denied, LookupError.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tongban.governance.supervision import escalating, patterns
from tongban.governance.supervision.board import Group, Line, board, total
from tongban.governance.supervision.cases import CaseRow, CaseRows, cases
from tongban.governance.supervision.errors import SupervisionError
from tongban.governance.supervision.judging import explain, judge
from tongban.governance.supervision.kinds import KINDS, Kind
from tongban.governance.supervision.listing import Filters, Findings, FindingView, Word, finding, findings
from tongban.governance.supervision.looking import look, sweep
from tongban.governance.supervision.models import STATES as _STATES
from tongban.governance.supervision.public import PublicBoard, PublicLine, concealed, public_board
from tongban.governance.supervision.rights import EXPLAIN, JUDGE, READ

__all__ = [
    "EXPLAIN", "JUDGE", "KINDS", "READ", "STATES", "CaseRow", "CaseRows", "Filters", "FindingView", "Findings",
    "Group", "Kind", "Line", "PublicBoard", "PublicLine", "SupervisionError", "Word", "board", "cases", "concealed",
    "explain", "finding", "findings", "judge", "look", "public_board", "sweep", "tick", "total", "watch",
]  # fmt: skip

STATES = tuple(state for state, _ in _STATES)
watch = patterns.watch


def tick(*, at: dt.datetime) -> int:
    """What time does by itself: unexplained findings go up. Each once, also after a crash or a long stop."""
    return escalating.escalate(at=at, today=timezone.localdate(at))
