"""The arithmetic of periods on day ordinals: limits, pauses, restarts, extensions, rolling. No clock, no database."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.periods import Extension, Limit


class Span(NamedTuple):
    """Paused days: `first` included, `after` excluded."""

    first: int
    after: int
    cause: str = ""
    policy: str = "continue"


class Piece(NamedTuple):
    """Counting of one limit or extension: the days after `cursor` up to `end`; number 0 is the limit itself."""

    cursor: int
    end: int
    unit: str
    number: int


class Run(NamedTuple):
    """A whole count: from which start, its pieces, the end before rolling."""

    start: int
    pieces: tuple[Piece, ...]
    end: int


def merge(spans: Sequence[Span]) -> list[Span]:
    """The same days in spans that neither touch nor overlap, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.after <= span.first:
            continue
        if merged and span.first <= merged[-1].after:
            if span.after > merged[-1].after:
                merged[-1] = Span(merged[-1].first, span.after)
        else:
            merged.append(span)
    return merged


def shift(day: dt.date, count: int, month_end: str) -> tuple[dt.date, bool]:
    """The same day number `count` months later, and whether it was missing there."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > dt.MAXYEAR:
        raise DeadlineError("limit.amount", "the period ends after the year 9999")
    last = months.monthrange(year, month + 1)[1]
    if day.day <= last:
        return dt.date(year, month + 1, day.day), False
    end = dt.date(year, month + 1, last)
    return (end + dt.timedelta(1) if month_end == "overflow" else end), month_end != "overflow"


def length(cursor: int, amount: int, unit: str, *, same_day: bool, month_end: str = "clip") -> int:
    """How many calendar days a limit in calendar days, weeks, months or years has, were it never paused."""
    if unit == "calendar_days":
        return amount
    if unit == "weeks":
        return 7 * amount
    start = dt.date.fromordinal(cursor + 1 if same_day else cursor)
    end, missing = shift(start, amount * (12 if unit == "years" else 1), month_end)
    return end.toordinal() - start.toordinal() + (1 if same_day and missing else 0)


def count_on(cursor: int, amount: int, *, working: bool, calendar: Calendar, pauses: Sequence[Span]) -> int:
    """The `amount`-th day after `cursor` that counts: not paused and, if `working`, a working day."""
    for span in pauses:
        first, after = span[0], span[1]
        if after <= cursor + 1:
            continue
        free = first - cursor - 1
        if free > 0:
            running = calendar.between(cursor + 1, first - 1) if working else free
            if running >= amount:
                break
            amount -= running
        cursor = after - 1
    end = calendar.nth(cursor, amount) if working else cursor + amount
    if end > dt.date.max.toordinal():
        raise DeadlineError("limit.amount", "the period ends after the year 9999")
    return end


def not_paused(day: int, pauses: Sequence[Span]) -> int:
    """The day itself, or the first on which the clock runs again."""
    for span in pauses:
        if span.first <= day < span.after:
            return span.after
    return day


def run(
    start: int,
    limit: Limit,
    extensions: Sequence[Extension],
    *,
    same_day: bool,
    calendar: Calendar,
    pauses: Sequence[Span],
) -> Run:
    """Counts a limit and its extensions from one start, without looking at restarts."""
    amount, cursor = limit.whole, start - 1 if same_day else start
    if amount:
        working = limit.unit == "working_days"
        days = amount if working else length(cursor, amount, limit.unit, same_day=same_day, month_end=limit.month_end)
        end = count_on(cursor, days, working=working, calendar=calendar, pauses=pauses)
    else:
        cursor, end = start, not_paused(start, pauses)
    pieces = [Piece(cursor, end, limit.unit if amount else "", 0)]
    for index, extension in enumerate(extensions, 1):
        if not extension.whole:
            continue
        cursor, working = end, extension.unit == "working_days"
        days = (
            extension.whole
            if working
            else length(cursor, extension.whole, extension.unit, same_day=False, month_end=limit.month_end)
        )
        end = count_on(cursor, days, working=working, calendar=calendar, pauses=pauses)
        pieces.append(Piece(cursor, end, extension.unit, index))
    return Run(start, tuple(pieces), end)


def settle(
    start: int,
    limit: Limit,
    extensions: Sequence[Extension],
    *,
    same_day: bool,
    calendar: Calendar,
    pauses: Sequence[Span],
    merged: Sequence[Span],
) -> Run:
    """The count that holds in the end: a restart that begins before the count is over makes its end the new start.
    `merged` are the same pauses as `merge` has them.
    """
    waiting = sorted([span for span in pauses if span.policy == "restart"]) if pauses else ()
    while True:
        found = run(start, limit, extensions, same_day=same_day, calendar=calendar, pauses=merged)
        for span in waiting:
            if span.after > start and span.first <= found.end:
                start = span.after
                break
        else:
            return found


def roll_on(end: int, roll: str, calendar: Calendar) -> int:
    """The end moved to a working day by rule."""
    if roll == "none" or calendar.works(end):
        return end
    return calendar.on_or_after(end) if roll == "next_working_day" else calendar.on_or_before(end)
