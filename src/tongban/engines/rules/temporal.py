"""The texts of dates, times and durations (ISO 8601 as FEEL has it): reading and writing them."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from functools import lru_cache
from typing import Any

from tongban.engines.rules.moments import (
    DAY_SECONDS,
    HOURS,
    NANO,
    SIXTY,
    AnyDate,
    AnyMoment,
    AnySpan,
    AnyTime,
    FarDate,
    FarMoment,
    FineTime,
    LongSpan,
    clock_at,
    clock_number,
    clock_of,
    day_at,
    day_number,
    day_of,
    join,
    make_day,
    span_at,
    span_number,
)
from tongban.engines.rules.values import FAR, YearsMonths

_DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:(Z)|([+-][0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+/-]{1,60}))?"
)
_DAYS = re.compile(
    r"(-)?P(?=.)(?:([0-9]{1,12})D)?(?:T(?=.)(?:([0-9]{1,14})H)?(?:([0-9]{1,16})M)?"
    r"(?:([0-9]{1,18})(?:\.([0-9]{0,9}))?S)?)?"
)
_MONTHS = re.compile(r"(-)?P(?=.)(?:([0-9]{1,12})Y)?(?:([0-9]{1,13})M)?")
MAX_OFFSET = 14 * 3600


def read_date(text: str) -> AnyDate | None:
    """`2026-01-31`, `-0044-03-15`, `12026-01-31`; None when there is no such day."""
    match = _DATE.fullmatch(text)
    return make_day(int(match[1]), int(match[2]), int(match[3])) if match else None


@lru_cache(maxsize=200)
def zone(name: str) -> dt.tzinfo | None:
    """A time zone by its IANA name; None when there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_time(text: str) -> AnyTime | None:
    """`08:30:00`, with up to nine places after the second, `Z`, an offset or `@Zone`."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour >= HOURS or minute >= SIXTY or second >= SIXTY:
        return None
    tz: dt.tzinfo | None = None
    if match[9]:
        tz = zone(match[9])
    elif match[5]:
        tz = dt.UTC
    elif match[6]:
        tz = _offset(match[6], match[7], match[8] or "0")
    if tz is None and (match[9] or match[6]):
        return None
    return clock_at((hour * 3600 + minute * 60 + second) * NANO + int((match[4] or "0").ljust(9, "0")), tz)


def _offset(hours: str, minutes: str, seconds: str) -> dt.tzinfo | None:
    size = abs(int(hours)) * 3600 + int(minutes) * 60 + int(seconds)
    if size > MAX_OFFSET or int(minutes) >= SIXTY or int(seconds) >= SIXTY:
        return None
    return dt.timezone(dt.timedelta(seconds=-size if hours[0] == "-" else size))


def read_date_time(text: str) -> AnyMoment | None:
    """`2026-01-31T08:30:00`, or a date alone for its midnight; `24:00:00` is midnight of the next day."""
    head, sign, tail = text.partition("T")
    late = tail.startswith("24:00:00")
    day = read_date(head)
    clock = read_time(f"00{tail[2:]}" if late else tail) if sign else dt.time()
    if day is not None and late:
        day = day_at(day_number(day) + 1)
    if day is None or clock is None or (late and clock_number(clock)):
        return None
    return join(day, clock)


def read_duration(text: str) -> AnySpan | YearsMonths | None:
    """`P30D`, `PT8H`, `-P1DT2H`, or `P1Y6M`; None when it is neither."""
    months = _MONTHS.fullmatch(text)
    if months:
        size = 12 * int(months[2] or 0) + int(months[3] or 0)
        return YearsMonths(-size if months[1] else size) if size < FAR else None
    days = _DAYS.fullmatch(text)
    if not days:
        return None
    number, hours, minutes, seconds = (int(part or 0) for part in days.groups()[1:5])
    whole = ((number * 24 + hours) * 60 + minutes) * 60 + seconds
    size = whole * NANO + int((days[6] or "0").ljust(9, "0"))
    return span_at(-size if days[1] else size)


def write(value: Any) -> str:
    """The text of a date, time, date and time, or duration, as `date(…)`, `duration(…)` read it."""
    if isinstance(value, dt.datetime | FarMoment):
        return f"{_day(day_of(value))}T{_clock(clock_of(value), value)}"
    if isinstance(value, dt.date | FarDate):
        return _day(value)
    if isinstance(value, dt.time | FineTime):
        return _clock(value, value)
    if isinstance(value, dt.timedelta | LongSpan):
        return _span(value)
    months: YearsMonths = value
    years, rest = divmod(abs(months.months), 12)
    body = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return f"{'-' if months.months < 0 else ''}P{body}"


def _day(day: AnyDate) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def _clock(clock: AnyTime, whole: AnyTime | AnyMoment) -> str:
    text = f"{clock.hour:02}:{clock.minute:02}:{clock.second:02}"
    fine = clock.nanosecond if isinstance(clock, FineTime) else clock.microsecond * 1000
    if fine:
        text += f".{fine:09}".rstrip("0")
    tz = clock.tzinfo
    if tz is None:
        return text
    key = getattr(tz, "key", None)
    if key:
        return f"{text}@{key}"
    offset = (tz.utcoffset(None) or dt.timedelta()) if not isinstance(whole, dt.datetime) else whole.utcoffset()
    seconds = int((offset or dt.timedelta()).total_seconds())
    if not seconds:
        return f"{text}Z"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{text}{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


def _span(span: AnySpan) -> str:
    number = span_number(span)
    whole, fine = divmod(abs(number), NANO)
    days, rest = divmod(whole, DAY_SECONDS)
    hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
    tail = f"{seconds}.{fine:09}".rstrip("0") if fine else str(seconds)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{tail}S" if seconds or fine else ""
    body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if number < 0 else ''}P{body or 'T0S'}"
