"""How a decision can be contested (救济途径): where, until which day, by which article; limits are dated parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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


class Remedies:
    """The ways to contest the decisions of a case: the calendar and each parameter of a day are read once."""

    def __init__(self, units: Mapping[str, Unit], days: deadlines.Calendar) -> None:
        self.units, self.days = units, days
        self._known: dict[tuple[str, dt.date], codes.Value | None] = {}

    def of(self, unit: str, decided_at: dt.datetime, *, at: dt.datetime, reviewed: bool = False) -> tuple[Remedy, ...]:
        """The ways to contest a decision of a unit, told on the day on which it was made; none where the node has no
        parameters for them. The government above a department reviews its acts; nobody reviews the topmost here. A
        decision on reconsideration (`reviewed`) is contested before a court alone, within a time of its own.
        """
        kinds: dict[Literal["review", "suit"], str] = (
            {"suit": "suit_after_review"} if reviewed else {kind: kind for kind in KEYS}
        )
        found = [self._remedy(kind, key, unit, clocks.day_of(decided_at), at) for kind, key in kinds.items()]
        return tuple(one for one in found if one is not None)

    def _parameter(self, kind: str, day: dt.date) -> codes.Value | None:
        if (kind, day) not in self._known:
            try:
                self._known[kind, day] = codes.parameter(f"remedies.{kind}", on=day)
            except codes.UnknownKey:
                self._known[kind, day] = None
        return self._known[kind, day]

    def _remedy(
        self, kind: Literal["review", "suit"], key: str, unit: str, day: dt.date, at: dt.datetime
    ) -> Remedy | None:
        value = self._parameter(key, day)
        where = _above(unit, self.units) if kind == "review" else Text("")
        if value is None or where is None or not isinstance(value.value, Decimal) or value.unit not in UNITS:
            return None
        limit = deadlines.Limit(int(value.value), cast("deadlines.Unit", value.unit))
        due = deadlines.compute(start=day, limit=limit, calendar=self.days, roll="next_working_day")
        if due.due is None:
            return None
        until = due.due.date() if isinstance(due.due, dt.datetime) else due.due
        return Remedy(
            kind, where, int(value.value), value.unit, until, due.provisional, value.article, value.verified,
            clocks.day_of(at) <= until,
        )  # fmt: skip


def _above(unit: str, units: Mapping[str, Unit]) -> Text | None:
    """The government that is above a unit, nearest first."""
    here = units.get(unit)
    while here is not None and here.parent:
        here = units.get(here.parent)
        if here is not None and here.kind == GOVERNMENT:
            return here.name
    return None
