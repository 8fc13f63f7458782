"""The leader's board: what was opened, decided and found in a period, unit by unit or service by service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from django.db.models import Avg, Count, Q, QuerySet

from tongban.governance.supervision import rights
from tongban.governance.supervision.listing import start_of
from tongban.governance.supervision.models import Finding, Measured
from tongban.kernel.declarations.api import Text
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

Group = Literal["unit", "offer"]


@dataclass(frozen=True)
class Line:
    """One row of a board. `timed` are the decided cases that had a clock, of which `in_time` kept it; `days` is the
    mean from application to decision in calendar days; `found` counts findings, `upheld` those judged to be so.
    """

    key: str
    name: Text
    opened: int = 0
    decided: int = 0
    timed: int = 0
    in_time: int = 0
    days: float | None = None
    found: int = 0
    waiting: int = 0
    upheld: int = 0

    @property
    def late(self) -> int:
        return self.timed - self.in_time

    @property
    def share(self) -> int | None:
        """Percent in time, rounded down so that 100 means all; none without a case that had a clock."""
        return 100 * self.in_time // self.timed if self.timed else None


def board(
    *, by: Subject, at: dt.datetime, since: dt.date, until: dt.date, group: Group = "unit", unit: str = ""
) -> tuple[Line, ...]:  # fmt: skip
    """The cases and findings in somebody's reach from `since` and before `until`, of one unit if named; the most
    decided first. Four queries beside the grants, whatever the number of cases.
    """
    rows, seen = rights.measured(by, at=at), rights.findings(by, at=at)
    if unit:
        rows, seen = rows.filter(unit=unit), seen.filter(unit=unit)
    return counted(rows, seen, since, until, group)


def counted(
    rows: QuerySet[Measured], seen: QuerySet[Finding], since: dt.date, until: dt.date, group: Group
) -> tuple[Line, ...]:  # fmt: skip
    """Lines over these rows."""
    opened = rows.filter(opened_on__gte=since, opened_on__lt=until)
    decided = rows.filter(decided_on__gte=since, decided_on__lt=until)
    noted = seen.filter(occurred_at__gte=start_of(since), occurred_at__lt=start_of(until))
    found: dict[str, dict[str, Any]] = {}
    for counts in (
        opened.order_by().values(group).annotate(opened=Count("id")),
        decided.order_by().values(group).annotate(
            decided=Count("id"), timed=Count("in_time"), kept=Count("id", filter=Q(in_time=True)), mean=Avg("days")
        ),
        noted.order_by().values(group).annotate(
            found=Count("id"), upheld=Count("id", filter=Q(state="upheld")),
            waiting=Count("id", filter=Q(state__in=("open", "explained"))),
        ),
    ):  # fmt: skip
        _gather(found, counts, group)
    names = _names(group)
    lines = (_line(key, names.get(key, Text(key, key)), facts) for key, facts in found.items())
    return tuple(sorted(lines, key=lambda line: (-line.decided, -line.opened, line.key)))


def _gather(found: dict[str, dict[str, Any]], counts: Iterable[dict[str, Any]], group: Group) -> None:
    for row in counts:
        found.setdefault(row[group], {}).update(row)


def _line(key: str, name: Text, facts: dict[str, Any]) -> Line:
    numbers = {"opened", "decided", "timed", "found", "waiting", "upheld"}
    days = round(facts["mean"], 1) if facts.get("mean") is not None else None
    return Line(key, name, in_time=facts.get("kept", 0), days=days, **{n: facts.get(n, 0) for n in numbers})


def _names(group: Group) -> dict[str, Text]:
    if group == "unit":
        return {unit.code: unit.name for unit in authority.units()}
    return {offer.key: offer.title for offer in offers.offers()}


def total(lines: Iterable[Line]) -> Line:
    """The sum of the lines; the mean of days is weighed by what was decided."""
    lines = tuple(lines)
    sums = {
        one.name: sum(getattr(line, one.name) for line in lines)
        for one in fields(Line)
        if one.name not in ("key", "name", "days")
    }
    weighed = sum((line.days or 0) * line.decided for line in lines)
    days = round(weighed / sums["decided"], 1) if sums["decided"] else None
    return Line("", Text("合计", "Total"), days=days, **sums)
