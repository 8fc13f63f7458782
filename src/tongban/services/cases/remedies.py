"""How a decision can be contested (救济途径): where, until which day, by which article; limits are dated parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.codes import api as codes
from tongban.kernel.declarations.api import Text
from tongban.services.cases import clocks
from tongban.trust.authority.api import Unit

GOVERNMENT = "government"
KEYS: tuple[Literal["review", "suit"], ...] = ("review", "suit")
UNITS = ("calendar_days", "working_days", "months")


@dataclass(frozen=True)
class Remedy:
    """One way to contest a decision. `kind`: review (行政复议, by the government `where`) or suit (行政诉讼, before a
    court, `where` is empty). `until` is the last day, which rolls to the next working day; `verified`: somebody read
    the law.
    """

    kind: Literal["review", "suit"]
    where: Text
    amount: int
    unit: str
    until: dt.date
    provisional: bool
    article: str
    verified: bool
    open: bool


def of(unit: str, decided_at: dt.datetime, *, units: dict[str, Unit], at: dt.datetime) -> tuple[Remedy, ...]:
    """The ways to contest a decision of a unit, told on the day on which it was made; none where the node has no
    parameters for them. The government above a department reviews its acts; nobody reviews the topmost here.
    """
    found = [_remedy(kind, unit, decided_at, units, at) for kind in KEYS]
    return tuple(one for one in found if one is not None)


def _remedy(
    kind: Literal["review", "suit"], unit: str, decided_at: dt.datetime, units: dict[str, Unit], at: dt.datetime
) -> Remedy | None:
    day = clocks.day_of(decided_at)
    try:
        value = codes.parameter(f"remedies.{kind}", on=day)
    except codes.UnknownKey:
        return None
    where = _above(unit, units) if kind == "review" else Text("")
    if where is None or not isinstance(value.value, Decimal) or value.unit not in UNITS:
        return None
    limit = deadlines.Limit(int(value.value), cast("deadlines.Unit", value.unit))
    due = deadlines.compute(start=day, limit=limit, calendar=clocks.calendar(), roll="next_working_day")
    until = due.due
    if until is None:
        return None
    until = until.date() if isinstance(until, dt.datetime) else until
    return Remedy(
        kind, where, int(value.value), value.unit, until, due.provisional, value.article, value.verified,
        clocks.day_of(at) <= until,
    )  # fmt: skip


def _above(unit: str, units: dict[str, Unit]) -> Text | None:
    """The government that is above a unit, nearest first."""
    here = units.get(unit)
    while here is not None and here.parent:
        here = units.get(here.parent)
        if here is not None and here.kind == GOVERNMENT:
            return here.name
    return None
