"""The public board: what each department decided and in how much time; small cells are hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.governance.supervision.board import Line, counted, total
from tongban.governance.supervision.models import Finding, Measured
from tongban.kernel.declarations.api import Text

SMALL = 10  # departments that decided fewer cases are not shown one by one
FEW = 5  # fewer late cases than this, but some, are said to be few


@dataclass(frozen=True)
class PublicLine:
    """One department, or the total. None: too few to be told. `few_late`: some were late, but fewer than FEW."""

    name: Text
    decided: int | None
    share: int | None
    late: int | None
    few_late: bool
    days: float | None


@dataclass(frozen=True)
class PublicBoard:
    """The departments that can be shown, the most decided first, and how many are not; `total` counts all, and is none
    where it would tell what a hidden one has.
    """

    since: dt.date
    until: dt.date
    lines: tuple[PublicLine, ...]
    hidden: int
    total: PublicLine | None


def public_board(*, today: dt.date) -> PublicBoard:
    """The twelve whole months before today's. Six queries at most, whatever the number of cases."""
    until = today.replace(day=1)
    since = until.replace(year=until.year - 1)
    return concealed(counted(Measured.objects.all(), Finding.objects.none(), since, until, "unit"), since, until)


def concealed(lines: Sequence[Line], since: dt.date, until: dt.date) -> PublicBoard:
    """What may be told. One hidden department beside a total would be told by subtraction: then the smallest of those
    shown is hidden too, and without another there is no total.
    """
    some = sorted((line for line in lines if line.decided), key=lambda line: (-line.decided, line.key))
    shown = [line for line in some if line.decided >= SMALL]
    if len(some) - len(shown) == 1 and shown:
        shown.pop()
    hidden = some[len(shown) :]
    telling = len(hidden) != 1 and (not hidden or sum(line.decided for line in hidden) >= SMALL)
    whole = _line(total(some)) if some and telling else None
    return PublicBoard(since, until, tuple(_line(line) for line in shown), len(hidden), whole)


def _line(line: Line) -> PublicLine:
    few = 0 < line.late < FEW
    return PublicLine(
        line.name, line.decided, None if few else line.share, None if few else line.late, few, line.days
    )  # fmt: skip
