"""Arithmetic of time: moving points by durations, differences of points, months between days, parts of durations.

Every function yields None where the result lies beyond the calendar, or where the two values do not go together.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tongban.engines.rules.moments import (
    DAY,
    HOURS,
    MAX_SPAN,
    NANO,
    SIXTY,
    AnyDate,
    AnyMoment,
    AnySpan,
    AnyTime,
    FarDate,
    FarMoment,
    FineTime,
    clock_at,
    clock_number,
    clock_of,
    day_at,
    day_number,
    day_of,
    instant,
    join,
    last_day,
    local_number,
    make_day,
    moment_at,
    moment_of_instant,
    seconds_of,
    span_at,
    span_number,
    zone_of,
)
from tongban.engines.rules.temporal import MAX_OFFSET
from tongban.engines.rules.values import FAR, NUMBERS, YearsMonths

Point = AnyDate | AnyTime | AnyMoment


def add(value: Point, span: AnySpan | YearsMonths) -> Point | None:
    """A date, time or date and time moved by a duration. A date counts as its midnight and stays a date; a day that
    a month lacks becomes its last; hours pass as they do in the zone.
    """
    if isinstance(span, YearsMonths):
        return None if isinstance(value, dt.time | FineTime) else add_months(value, span.months)
    size = span_number(span)
    if isinstance(value, dt.time | FineTime):
        return clock_at((clock_number(value) + size) % DAY, value.tzinfo)
    if not isinstance(value, dt.datetime | FarMoment):
        return day_at(day_number(value) + size // DAY)
    zone = zone_of(value)
    if zone is None or isinstance(zone, dt.timezone):
        return moment_at(local_number(value) + size, zone)
    return moment_of_instant(instant(value) + size, zone)


def subtract(value: Point, span: AnySpan | YearsMonths) -> Point | None:
    """A date, time or date and time moved back by a duration."""
    turned = negative(span)
    return None if turned is None else add(value, turned)


def add_months(value: AnyDate | AnyMoment, months: int) -> AnyDate | AnyMoment | None:
    """The day so many months on; the last day of a shorter month."""
    old = day_of(value)
    year, month = divmod(old.year * 12 + old.month - 1 + months, 12)
    new = make_day(year, month + 1, min(old.day, last_day(year, month + 1)))
    if new is None or not isinstance(value, dt.datetime | FarMoment):
        return new
    return join(new, clock_of(value))


def difference(left: Point, right: Point) -> AnySpan | None:
    """Left less right; beside a date and time, a date counts as its midnight in UTC. None when only one has a zone."""
    if type(left) is type(right) is dt.datetime and left.tzinfo is right.tzinfo is None:
        return left - right
    days = [isinstance(one, dt.date | FarDate) and not isinstance(one, dt.datetime) for one in (left, right)]
    if all(days):
        return span_at((day_number(_day(left)) - day_number(_day(right))) * DAY)
    first, second = (_point(one) for one in (left, right))
    if (zone_of(first) is None) != (zone_of(second) is None):
        return None
    return span_at(instant(first) - instant(second))


def _day(value: Point) -> AnyDate:
    assert isinstance(value, dt.date | FarDate)  # noqa: S101 (asked by the caller)
    return value


def _point(value: Point) -> AnyTime | AnyMoment:
    if isinstance(value, dt.datetime | FarMoment | dt.time | FineTime):
        return value
    return join(value, dt.time(tzinfo=dt.UTC))


def months_between(start: AnyDate | AnyMoment, end: AnyDate | AnyMoment) -> YearsMonths:
    """Whole months from day to day, towards zero; the time of day does not count."""
    first, last = day_of(start), day_of(end)
    total = (last.year - first.year) * 12 + last.month - first.month
    if total > 0 and last.day < first.day:
        total -= 1
    elif total < 0 and last.day > first.day:
        total += 1
    return YearsMonths(total)


def negative(span: AnySpan | YearsMonths) -> AnySpan | YearsMonths | None:
    """A duration with its sign turned."""
    return YearsMonths(-span.months) if isinstance(span, YearsMonths) else span_at(-span_number(span))


def added(left: AnySpan, right: AnySpan) -> AnySpan | None:
    """The sum of two days and time durations."""
    return span_at(span_number(left) + span_number(right))


def reduced(left: AnySpan, right: AnySpan) -> AnySpan | None:
    """The difference of two days and time durations."""
    return span_at(span_number(left) - span_number(right))


def months_of(number: Decimal) -> YearsMonths | None:
    """A duration of so many months, its fraction cut."""
    return YearsMonths(int(number)) if number.is_finite() and abs(number) < FAR else None


def scaled(span: AnySpan | YearsMonths, factor: Decimal) -> AnySpan | YearsMonths | None:
    """A duration times a number."""
    if isinstance(span, YearsMonths):
        return months_of(NUMBERS.multiply(factor, Decimal(span.months)))
    return _span(NUMBERS.multiply(Decimal(span_number(span)), factor))


def part(span: AnySpan | YearsMonths, divisor: Decimal) -> AnySpan | YearsMonths | None:
    """A duration divided by a number."""
    if not divisor:
        return None
    if isinstance(span, YearsMonths):
        return months_of(NUMBERS.divide(Decimal(span.months), divisor))
    return _span(NUMBERS.divide(Decimal(span_number(span)), divisor))


def _span(number: Decimal) -> AnySpan | None:
    return span_at(int(number)) if number.is_finite() and abs(number) <= MAX_SPAN else None


def ratio(left: AnySpan, right: AnySpan) -> Decimal | None:
    """How often one duration goes into another."""
    divisor = seconds_of(right)
    return NUMBERS.divide(seconds_of(left), divisor) if divisor else None


def make_clock(hour: int, minute: int, second: Decimal, offset: AnySpan | None) -> AnyTime | None:
    """The time of day of its parts, the second with its fraction; None when there is none."""
    if not (0 <= hour < HOURS and 0 <= minute < SIXTY and 0 <= second < SIXTY):
        return None
    number = (hour * 3600 + minute * 60) * NANO + int(second.scaleb(9))
    if offset is None:
        return clock_at(number, None)
    if (
        not isinstance(offset, dt.timedelta)
        or offset % dt.timedelta(seconds=1)
        or abs(offset.total_seconds()) > MAX_OFFSET
    ):
        return None
    return clock_at(number, dt.timezone(offset))
