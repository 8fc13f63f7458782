"""Points and spans of time beyond Python's own: years outside 1 to 9999, fractions finer than a microsecond.

A value that Python's type holds exactly is always Python's (`date`, `time`, `datetime`, `timedelta`); the types here
hold the rest. Arithmetic goes through whole numbers (ordinals of days, nanoseconds, seconds of offset) and is exact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

MAX_YEAR = 999_999_999
CYCLE_YEARS, CYCLE_DAYS = 400, 146_097  # after which the calendar repeats
NANO = 1_000_000_000
HOURS, SIXTY = 24, 60
DAY_SECONDS = 86_400
DAY = DAY_SECONDS * NANO
MAX_SPAN = 10**12 * DAY
_LAST = dt.date.max.toordinal()
_SPAN = dt.timedelta.max // dt.timedelta(microseconds=1) * 1000


@dataclass(frozen=True, slots=True)
class FarDate:
    """A day outside the years 1 to 9999; year 0 is the one before year 1."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FineTime:
    """A time of day with nanoseconds."""

    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: dt.tzinfo | None = None


@dataclass(frozen=True, slots=True)
class FarMoment:
    """A date and time of which the day is far or the time fine."""

    on: AnyDate
    clock: AnyTime


@dataclass(frozen=True, slots=True)
class LongSpan:
    """A days and time duration beyond what a timedelta holds, or finer."""

    nanoseconds: int


AnyDate = dt.date | FarDate
AnyTime = dt.time | FineTime
AnyMoment = dt.datetime | FarMoment
AnySpan = dt.timedelta | LongSpan


def day_number(day: AnyDate) -> int:
    """The day as a number: 1 for 0001-01-01, as Python's ordinals."""
    if isinstance(day, dt.date):
        return day.toordinal()
    cycles, year = divmod(day.year - 1, CYCLE_YEARS)
    return dt.date(year + 1, day.month, day.day).toordinal() + cycles * CYCLE_DAYS


def day_at(number: int) -> AnyDate | None:
    """The day of a number; None beyond the years that FEEL has."""
    if 1 <= number <= _LAST:
        return dt.date.fromordinal(number)
    cycles, rest = divmod(number - 1, CYCLE_DAYS)
    near = dt.date.fromordinal(rest + 1)
    year = near.year + cycles * CYCLE_YEARS
    return FarDate(year, near.month, near.day) if abs(year) <= MAX_YEAR else None


def make_day(year: int, month: int, day: int) -> AnyDate | None:
    """The day; None when there is none."""
    try:
        if dt.MINYEAR <= year <= dt.MAXYEAR:
            return dt.date(year, month, day)
        dt.date((year - 1) % CYCLE_YEARS + 1, month, day)
    except (ValueError, OverflowError):
        return None
    return FarDate(year, month, day) if abs(year) <= MAX_YEAR else None


def last_day(year: int, month: int) -> int:
    """How many days a month has."""
    first = (year - 1) % CYCLE_YEARS + 1
    following = dt.date(first + month // 12, month % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).day


def clock_number(clock: AnyTime) -> int:
    """Nanoseconds since midnight."""
    fine = clock.nanosecond if isinstance(clock, FineTime) else clock.microsecond * 1000
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) * NANO + fine


def clock_at(number: int, zone: dt.tzinfo | None) -> AnyTime:
    """The time of day so many nanoseconds after midnight."""
    seconds, fine = divmod(number, NANO)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    if fine % 1000:
        return FineTime(hour, minute, second, fine, zone)
    return dt.time(hour, minute, second, fine // 1000, zone)


def join(day: AnyDate, clock: AnyTime) -> AnyMoment:
    """A date and time of its two parts."""
    if isinstance(day, dt.date) and isinstance(clock, dt.time):
        return dt.datetime.combine(day, clock)
    return FarMoment(day, clock)


def day_of(value: AnyDate | AnyMoment) -> AnyDate:
    """The day of a date or date and time."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value.on if isinstance(value, FarMoment) else value


def clock_of(value: AnyMoment) -> AnyTime:
    """The time of day of a date and time, with its zone."""
    return value.timetz() if isinstance(value, dt.datetime) else value.clock


def zone_of(value: AnyTime | AnyMoment) -> dt.tzinfo | None:
    """The zone or offset; None for local time."""
    return value.clock.tzinfo if isinstance(value, FarMoment) else value.tzinfo


def offset_of(value: AnyTime | AnyMoment) -> int | None:
    """Seconds east of UTC; None for local time. A named zone of a time alone counts as on 1 January 1970; far years
    take the rules of the nearest year of the same calendar.
    """
    zone = zone_of(value)
    if zone is None:
        return None
    found = zone.utcoffset(_near(value))
    return None if found is None else found.days * DAY_SECONDS + found.seconds


def _near(value: AnyTime | AnyMoment) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    day, clock = (value.on, value.clock) if isinstance(value, FarMoment) else (dt.date(1970, 1, 1), value)
    year = day.year
    if not isinstance(day, dt.date):
        first = 1 if year < 1 else dt.MAXYEAR - CYCLE_YEARS + 1
        year = first + (year - first) % CYCLE_YEARS
    return dt.datetime(year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=clock.tzinfo)


def local_number(value: AnyMoment) -> int:
    """Nanoseconds since day 0 on the clock of the place."""
    return day_number(day_of(value)) * DAY + clock_number(clock_of(value))


def instant(value: AnyTime | AnyMoment) -> int:
    """Nanoseconds on the clock of UTC, or of the place for local time."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return (value.toordinal() * DAY_SECONDS + value.hour * 3600 + value.minute * 60 + value.second) * NANO + (
            value.microsecond * 1000
        )
    local = clock_number(value) if isinstance(value, dt.time | FineTime) else local_number(value)
    return local - (offset_of(value) or 0) * NANO


def moment_at(number: int, zone: dt.tzinfo | None) -> AnyMoment | None:
    """The date and time of nanoseconds on the clock of the place; None beyond the calendar."""
    days, rest = divmod(number, DAY)
    day = day_at(days)
    return None if day is None else join(day, clock_at(rest, zone))


def moment_of_instant(number: int, zone: dt.tzinfo) -> AnyMoment | None:
    """The date and time in a zone of nanoseconds on the clock of UTC; None beyond the calendar."""
    there = moment_at(number, dt.UTC)
    if there is None:
        return None
    if isinstance(there, dt.datetime) and dt.MINYEAR < there.year < dt.MAXYEAR:
        return there.astimezone(zone)
    guess = moment_at(number + _shift(there, zone), zone)
    return None if guess is None else moment_at(number + (offset_of(guess) or 0) * NANO, zone)


def _shift(there: AnyMoment, zone: dt.tzinfo) -> int:
    found = zone.utcoffset(_near(there).replace(tzinfo=zone))
    return int((found or dt.timedelta()).total_seconds()) * NANO


def span_number(span: AnySpan) -> int:
    """A duration in nanoseconds."""
    if isinstance(span, LongSpan):
        return span.nanoseconds
    return (span.days * DAY_SECONDS + span.seconds) * NANO + span.microseconds * 1000


def span_at(number: int) -> AnySpan | None:
    """The duration of so many nanoseconds; None beyond a million million days."""
    if abs(number) > MAX_SPAN:
        return None
    if number % 1000 or abs(number) > _SPAN:
        return LongSpan(number)
    return dt.timedelta(microseconds=number // 1000)


def seconds_of(span: AnySpan) -> Decimal:
    """The length of a duration in seconds, exactly."""
    return Decimal(span_number(span)).scaleb(-9)
