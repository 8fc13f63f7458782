"""From a start, a limit, pauses and extensions to a deadline that can explain itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tongban.engines.deadlines import arithmetic as days
from tongban.engines.deadlines import ledger
from tongban.engines.deadlines.arithmetic import Run, Span
from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.deadline import Deadline, Status
from tongban.engines.deadlines.given import check, day_of, ordered, spans
from tongban.engines.deadlines.hourly import compute_hours
from tongban.engines.deadlines.periods import CountFrom, Extension, Limit, Pause, Roll


def compute(
    *,
    start: dt.date,
    limit: Limit,
    calendar: Calendar,
    count_from: CountFrom = "next_day",
    roll: Roll = "none",
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    as_of: dt.date | None = None,
) -> Deadline:
    """The deadline of a period; pure. Dates may be date-times: aware ones are read in the calendar's zone, and the time
    of day matters only for limits in hours. Raises DeadlineError naming the key of what cannot be used.

    `next_day`: the day after `start` is day 1; weeks end on the same weekday, months and years on the same day number,
    clipped to the month's last day. `same_day`: `start` is day 1 if it counts; weeks, months and years end the day
    before that day. A paused day never counts and moves the end; a pause with policy `restart` that begins before the
    period is over makes its end the new start. Extensions count on from the unrolled end; `roll` is applied once, last.
    Hours run from the moment of `start`, whatever `count_from` says. A pause without end is taken to end the day after
    `as_of`; without `as_of` there is no due day.
    """
    check(limit, pauses, extensions, count_from, roll)
    zone = calendar.zone or (start.tzinfo if isinstance(start, dt.datetime) else None)
    if pauses:
        ordered(pauses, zone)
        if as_of is None and any(pause.end is None for pause in pauses):
            return Deadline(None, provisional=False, status="paused", remaining=None, _explain=tuple)
    try:
        if limit.unit == "hours":
            return compute_hours(
                start, zone, limit=limit, calendar=calendar, roll=roll, pauses=pauses, extensions=extensions,
                as_of=as_of,
            )  # fmt: skip
        stops = spans(pauses, as_of, zone) if pauses else []
        first = day_of(start, zone)
        today = None if as_of is None else day_of(as_of, zone)
    except OverflowError:
        raise DeadlineError("start", "the period leaves the years 1 to 9999") from None
    merged = days.merge(stops) if stops else stops
    found = days.settle(
        first, limit, extensions, same_day=count_from == "same_day", calendar=calendar, pauses=stops, merged=merged
    )
    due = days.roll_on(found.end, roll, calendar)
    return Deadline(
        dt.date.fromordinal(due),
        provisional=_provisional(found, due, roll, calendar),
        status=_status(stops, today, due),
        remaining=None if today is None else _remaining(today, due, limit.unit, calendar, merged),
        _explain=lambda: ledger.of_days(first, found, due, calendar, stops),
    )


def _provisional(found: Run, due: int, roll: str, calendar: Calendar) -> bool:
    for piece in found.pieces:
        if piece.unit == "working_days" and not calendar.published(piece.cursor + 1, piece.end):
            return True
    return roll != "none" and not calendar.published(*((due, found.end) if due < found.end else (found.end, due)))


def _status(stops: Sequence[Span], today: int | None, due: int) -> Status:
    if today is None:
        return "running"
    if today > due:
        return "overdue"
    return "paused" if any(stop.first <= today < stop.after for stop in stops) else "running"


def _remaining(today: int, due: int, unit: str, calendar: Calendar, merged: Sequence[Span]) -> int:
    first, last, sign = (today + 1, due, 1) if today <= due else (due + 1, today, -1)
    working = unit == "working_days"

    def count(first: int, last: int) -> int:
        return calendar.between(first, last) if working else max(0, last - first + 1)

    inside = [span for span in merged if span.first <= last and span.after > first]
    paused = sum([count(max(first, span.first), min(last, span.after - 1)) for span in inside])
    return sign * (count(first, last) - paused)
