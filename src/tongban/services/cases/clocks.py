"""Legal time of a case, on top of `engines/deadlines`: clocks start, stand still, go on, are prolonged, stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases.choices import kept
from tongban.services.cases.models import Case, Clock, Extension, Matter, Pause
from tongban.services.cases.models.case import FAR
from tongban.services.offers.api import Limit

LICENSING = Text("中华人民共和国行政许可法", "Administrative Licensing Law of the People's Republic of China")
ARTICLE_32 = LegalBasis(LICENSING, "第三十二条", "https://github.com/LawRefBook/Laws")
ACCEPTANCE = Limit(5, "working_days", ARTICLE_32)
WHOLE = "whole"  # a clock whose day is planned over the parts of a life event
DUTY = "duty"  # clocks of what the applicant owes are called duty-1, duty-2 …; no act on the case moves them


@lru_cache(maxsize=8)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(at: dt.datetime) -> dt.datetime:
    """The time on the node's clock."""
    return at.astimezone(zone(settings.CONFIG.time_zone))


def day_of(at: dt.datetime) -> dt.date:
    """The day in the node's zone."""
    return local(at).date()


def start_of(day: dt.date) -> dt.datetime:
    """The first instant of a day of the node, in UTC."""
    return dt.datetime.combine(day, dt.time(), zone(settings.CONFIG.time_zone)).astimezone(dt.UTC)


def last_day(over: dt.datetime) -> dt.date | None:
    """The last day in time of a limit that is over at this instant; none when no clock runs."""
    return None if over == FAR else day_of(over - dt.timedelta(microseconds=1))


def calendar() -> deadlines.Calendar:
    return deadlines.calendar(settings.CONFIG.calendar)


def due_of(limit: Limit, at: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """The last day in time of a simple limit from `at`, and the instant at which it is over."""
    found = deadlines.compute(start=local(at), limit=deadlines.Limit(limit.amount, limit.unit), calendar=calendar())
    return _end(found.due)


def _end(due: dt.date | dt.datetime | None) -> tuple[dt.date, dt.datetime]:
    if isinstance(due, dt.datetime):
        aware = due if due.tzinfo else due.replace(tzinfo=zone(settings.CONFIG.time_zone))
        return aware.date(), aware.astimezone(dt.UTC)
    if due is None:
        raise ValueError("a limit without a pause has a due day")
    return due, start_of(due + dt.timedelta(days=1))


def start(
    *,
    case: Case,
    kind: str,
    limit: Limit,
    at: dt.datetime,
    yellow: int,
    matter: Matter | None = None,
    silence: str = "",
) -> Clock:
    """Starts a clock; it runs from the day after `at`, as the law counts."""
    basis = limit.legal_basis
    clock = Clock(
        case=case,
        matter=matter,
        kind=kind,
        amount=limit.amount,
        unit=limit.unit,
        basis=basis_of(basis) if basis else None,
        choice=kept(limit.choice),
        started_at=at,
        silence=silence,
        yellow_days=min(yellow, limit.amount // 3) if limit.unit.endswith("days") else yellow,
    )
    settle(clock, at=at, pauses=[], extensions=[])
    clock.save()
    return clock


def basis_of(basis: LegalBasis) -> dict[str, object]:
    """An article as it is stored."""
    return {"law": {"zh": basis.law.zh, "en": basis.law.en}, "article": basis.article, "source": basis.source}


def basis_from(stored: dict[str, object]) -> LegalBasis:
    law = stored["law"]
    assert isinstance(law, dict)  # noqa: S101 (what basis_of wrote)
    return LegalBasis(Text(**law), str(stored["article"]), str(stored["source"]))


def limit_of(clock: Clock) -> deadlines.Limit:
    return deadlines.Limit(clock.amount, cast("deadlines.Unit", clock.unit))


def compute(
    clock: Clock,
    *,
    at: dt.datetime,
    pauses: list[Pause],
    extensions: list[Extension],
    days: deadlines.Calendar | None = None,
) -> deadlines.Deadline:
    """The due day of a clock as it stands at `at`, with the ledger that explains it; `days`: by another calendar."""
    return deadlines.compute(
        start=local(clock.started_at),
        limit=limit_of(clock),
        calendar=days or calendar(),
        pauses=stops(pauses),
        extensions=longer(extensions),
        as_of=day_of(at),
    )


def stops(pauses: Iterable[Pause]) -> tuple[deadlines.Pause, ...]:
    """Pauses as the engine takes them."""
    return tuple(
        deadlines.Pause(one.start, one.over, one.cause, cast("deadlines.Policy", one.policy)) for one in pauses
    )


def longer(extensions: Iterable[Extension]) -> tuple[deadlines.Extension, ...]:
    """Extensions as the engine takes them."""
    return tuple(deadlines.Extension(one.amount, cast("deadlines.Unit", one.unit)) for one in extensions)


def settle(clock: Clock, *, at: dt.datetime, pauses: list[Pause], extensions: list[Extension]) -> None:
    """Writes the due day, the light's thresholds and whether they are provisional into the clock; does not save."""
    found = compute(clock, at=at, pauses=pauses, extensions=extensions)
    clock.provisional = found.provisional
    clock.due_on = due_day(found, pauses)
    if clock.due_on is None:
        clock.due_at, clock.yellow_at = FAR, FAR
        return
    clock.due_at = _end(found.due)[1]
    clock.yellow_at = _yellow(clock)


def due_day(found: deadlines.Deadline, pauses: list[Pause]) -> dt.date | None:
    """The last day in time; nobody knows it while a pause without an end, begun on that day or before, lasts."""
    due = _end(found.due)[0]
    return None if any(one.over is None and one.start <= due for one in pauses) else due


def _yellow(clock: Clock) -> dt.datetime:
    if clock.unit == "hours":
        return clock.due_at - (clock.due_at - clock.started_at) / 3
    assert clock.due_on is not None  # noqa: S101 (settle has just set it)
    return yellow_of(clock.due_on, clock.yellow_days, since=clock.started_at, until=clock.due_at)


def yellow_of(due_on: dt.date, before: int, *, since: dt.datetime, until: dt.datetime) -> dt.datetime:
    """From when a light is yellow: `before` working days ahead of the due day, within the clock's own time."""
    due = due_on.toordinal()
    day, days = due, calendar()
    while days.between(day + 1, due) < before:
        day -= 1
    return min(max(start_of(dt.date.fromordinal(day)), since), until)


def resettle(clock: Clock, *, at: dt.datetime) -> bool:
    """Computes a running clock anew from its pauses and extensions; says whether its due day moved. That of a whole
    is set by the plan of its parts alone.
    """
    if clock.kind == WHOLE:
        return False
    before = (clock.due_on, clock.provisional)
    settle(
        clock,
        at=at,
        pauses=list(clock.pauses.order_by("start", "id")),
        extensions=list(clock.extensions.order_by("id")),
    )
    again(clock, at=at)
    clock.save(update_fields=["due_on", "due_at", "yellow_at", "provisional", "yellow_told"])
    return before != (clock.due_on, clock.provisional)


def again(clock: Clock, *, at: dt.datetime) -> None:
    """A yellow light that was told for an earlier day is told again for the new one; does not save."""
    if clock.yellow_told is not None and clock.yellow_at > at:
        clock.yellow_told = None


def running(case: Case, kind: str, matter: Matter | None = None) -> Clock | None:
    return Clock.objects.filter(case=case, kind=kind, matter=matter, stopped_at=None).first()


def of_case(rows: QuerySet[Clock]) -> QuerySet[Clock]:
    """The clocks of the authority, without those of what the applicant owes."""
    return rows.exclude(kind__startswith=DUTY)


def stop(
    case: Case, *, at: dt.datetime, kinds: tuple[str, ...] = (), result: str = "", matter: Matter | None = None
) -> bool:
    """Stops running clocks of a case, of all kinds unless some are named; says whether all were in time."""
    rows = Clock.objects.filter(case=case, stopped_at=None)
    rows = rows.filter(kind__in=kinds) if kinds else of_case(rows)
    rows = rows.filter(matter=matter) if matter or kinds else rows
    in_time = True
    for clock in rows:
        met = at < clock.due_at
        in_time = in_time and met
        clock.stopped_at, clock.result = at, result or ("met" if met else "missed")
        clock.save(update_fields=["stopped_at", "result"])
    return in_time
