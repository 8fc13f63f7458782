"""Limits in hours: the same rules as for days, on instants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tongban.engines.deadlines.calendars import Calendar
from tongban.engines.deadlines.periods import Extension, Limit

HOUR = 3_600_000_000  # microseconds


class Stretch(NamedTuple):
    """Time in which the clock stands: `first` included, `after` excluded."""

    first: dt.datetime
    after: dt.datetime
    cause: str = ""
    policy: str = "continue"


class HourPiece(NamedTuple):
    """Counting of one limit or extension between two instants; number 0 is the limit itself."""

    begin: dt.datetime
    end: dt.datetime
    number: int


def instant(value: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """A date or local or aware date-time as UTC without offset, or as local time where the calendar has no zone."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time.min)
    if value.tzinfo is None:
        if zone is None:
            return value
        value = value.replace(tzinfo=zone)
    return value.astimezone(dt.UTC).replace(tzinfo=None) if zone is not None else value.replace(tzinfo=None)


def local(value: dt.datetime, start: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """An instant as a local date-time, with an offset if the start had one."""
    own = start.tzinfo if isinstance(start, dt.datetime) else None
    if zone is None:
        return value.replace(tzinfo=own)
    shown = value.replace(tzinfo=dt.UTC).astimezone(zone)
    return shown if own is not None else shown.replace(tzinfo=None)


def merge(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The same time in stretches that neither touch nor overlap, in order."""
    merged: list[Stretch] = []
    for stretch in sorted(s for s in stretches if s.first < s.after):
        if merged and stretch.first <= merged[-1].after:
            merged[-1] = merged[-1]._replace(after=max(merged[-1].after, stretch.after))
        else:
            merged.append(stretch)
    return merged


def count_on(begin: dt.datetime, length: dt.timedelta, pauses: Sequence[Stretch]) -> dt.datetime:
    """When the clock has run for `length`."""
    for stretch in pauses:
        if stretch.after <= begin:
            continue
        free = max(dt.timedelta(), stretch.first - begin)
        if free >= length:
            break
        length -= free
        begin = stretch.after
    return begin + length


def running(now: dt.datetime, end: dt.datetime, pauses: Sequence[Stretch]) -> dt.timedelta:
    """How long the clock runs from now to the end; what has passed since the end, negative, when that is over."""
    if end <= now:
        return end - now
    stands = [max(dt.timedelta(), min(end, one.after) - max(now, one.first)) for one in merge(pauses)]
    return end - now - sum(stands, dt.timedelta())


def duration(amount: int | Decimal) -> dt.timedelta:
    return dt.timedelta(microseconds=int(amount * HOUR))


def settle(
    start: dt.datetime,
    limit: Limit,
    extensions: Sequence[Extension],
    pauses: Sequence[Stretch],
) -> tuple[dt.datetime, list[HourPiece]]:
    """The start that holds in the end and the pieces counted from it; restarts as for days."""
    stretches = merge(pauses)
    restarts = sorted(one for one in pauses if one.policy == "restart")
    lengths = [duration(limit.amount * limit.factor), *(duration(one.amount) for one in extensions)]
    while True:
        end, pieces = start, []
        for index, length in enumerate(lengths):
            begin, end = end, count_on(end, length, stretches)
            pieces.append(HourPiece(begin, end, index))
        again = next((s for s in restarts if s.after > start and s.first < end), None)
        if again is None:
            return start, pieces
        start = again.after


def roll_on(end: dt.datetime, roll: str, calendar: Calendar) -> dt.datetime:
    """A local end moved to a working day by rule, at the same time of day."""
    day = end.toordinal()
    if roll == "none" or calendar.works(day):
        return end
    to = calendar.on_or_after(day) if roll == "next_working_day" else calendar.on_or_before(day)
    return end + dt.timedelta(days=to - day)
