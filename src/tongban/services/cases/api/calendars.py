"""Published calendars: which due days they move, before and after; exactly those are computed anew, and listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from tongban.engines.deadlines import api as deadlines
from tongban.services.cases import clocks, history, holding, wholes
from tongban.services.cases.models import Clock, DueMove
from tongban.services.cases.moves import moved
from tongban.trust.authority.api import SYSTEM

CHUNK = 500


@dataclass(frozen=True)
class Move:
    """A due day of a case, as it was and as it is or would be. `part`: the offer of a matter, empty for the whole case.
    `before` and `after` are None while the clock stands still. `id` and `at` only for what has happened.
    """

    number: str
    kind: str
    part: str
    before: dt.date | None
    after: dt.date | None
    was_provisional: bool
    provisional: bool
    years: str = ""
    at: dt.datetime | None = None
    id: int = 0


def touched(years: Sequence[int] | None) -> QuerySet[Clock]:
    """Running clocks whose due day may depend on these years: provisional ones, and those that run into them."""
    running = Clock.objects.filter(stopped_at=None).exclude(unit="hours")
    inside = Q(provisional=True)
    for year in years or ():
        ended = clocks.start_of(dt.date(year + 1, 1, 1))
        inside |= Q(started_at__lt=ended, due_at__gte=clocks.start_of(dt.date(year, 1, 1)))
    return running.filter(inside)


def recompute(*, at: dt.datetime, years: Sequence[int] | None = None) -> tuple[str, ...]:
    """After years of the calendar were published or corrected: computes what depends on them anew, case by case, and
    returns the numbers of the cases whose due day moved or became firm; each is kept on the list of moves. Done again,
    after a crash, it goes on with those that are left.
    """
    numbers = sorted(set(touched(years).values_list("case__number", flat=True)))
    return tuple(number for number in numbers if _settled(number, years, at=at))


def _settled(number: str, years: Sequence[int] | None, *, at: dt.datetime) -> bool:
    with holding.locked(number, at=at) as case:
        running = list(Clock.objects.filter(case=case, stopped_at=None))
        before = {clock.pk: (clock.due_on, clock.provisional) for clock in running}
        if not moved(case, running, "calendar", at=at):
            return False
        DueMove.objects.bulk_create(
            DueMove(
                clock=clock, at=at, region=settings.CONFIG.calendar, years=", ".join(map(str, years or ()))[:100],
                before=before[clock.pk][0], after=clock.due_on, was_provisional=before[clock.pk][1],
                provisional=clock.provisional,
            )
            for clock in running
            if before[clock.pk] != (clock.due_on, clock.provisional)
        )  # fmt: skip
        history.write(case, "due-changed", by=SYSTEM, at=at)
        return True


def preview_calendar(draft: deadlines.Draft, *, at: dt.datetime) -> Iterator[Move]:
    """What publishing a year would move, without moving it; two queries for each 500 clocks, and some for each life
    event with a plan.
    """
    rows = touched([draft.year.year]).select_related("case", "matter").prefetch_related("pauses", "extensions")
    for clock in rows.order_by("case__number", "id").iterator(chunk_size=CHUNK):
        due, provisional = _foreseen(clock, draft.calendar, at)
        if (due, provisional) != (clock.due_on, clock.provisional):
            part = clock.matter.offer if clock.matter else ""
            yield Move(clock.case.number, clock.kind, part, clock.due_on, due, clock.provisional, provisional)


def _foreseen(clock: Clock, days: deadlines.Calendar, at: dt.datetime) -> tuple[dt.date | None, bool]:
    if clock.kind == clocks.WHOLE:
        planned = wholes.plan(clock.case, clock, wholes.matters_of(clock.case), at=at, days=days)
        return (None if planned.open else planned.due), planned.provisional
    stops = list(clock.pauses.all())
    found = clocks.compute(clock, at=at, pauses=stops, extensions=list(clock.extensions.all()), days=days)
    return clocks.due_day(found, stops), found.provisional


def due_moves(*, after: int = 0, limit: int = 100) -> tuple[Move, ...]:
    """Due days that published calendars moved, the latest first; `after` is the id of the last one seen. One query."""
    rows = DueMove.objects.select_related("clock__case", "clock__matter").order_by("-id")
    rows = rows.filter(id__lt=after) if after else rows
    return tuple(
        Move(
            row.clock.case.number, row.clock.kind, row.clock.matter.offer if row.clock.matter else "", row.before,
            row.after, row.was_provisional, row.provisional, row.years, row.at, row.pk,
        )
        for row in rows[:limit]
    )  # fmt: skip
