"""Dates, times and durations: reading and writing their texts (ISO 8601 as FEEL has it), and their arithmetic."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import zoneinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongban.engines.rules.values import NUMBERS, YearsMonths

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:(Z)|([+-][0-9]{2}):([0-9]{2})|@([A-Za-z0-9_+/-]{1,60}))?"
)
_DAYS = re.compile(
    r"(-)?P(?=.)(?:([0-9]{1,9})D)?(?:T(?=.)(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,15})(?:\.([0-9]{1,9}))?S)?)?"
)
_MONTHS = re.compile(r"(-)?P(?=.)(?:([0-9]{1,9})Y)?(?:([0-9]{1,10})M)?")
DAY = 86_400
FAR = 10**12  # months or days beyond which a duration is nonsense


def read_date(text: str) -> dt.date | None:
    """`2026-01-31`; None when there is no such day."""
    match = _DATE.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


@lru_cache(maxsize=200)
def zone(name: str) -> dt.tzinfo | None:
    """A time zone by its IANA name; None when there is none."""
    try:
        return dt.UTC if name in ("Z", "Etc/UTC", "UTC") else zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_time(text: str) -> dt.time | None:
    """`08:30:00`, with fraction, `Z`, an offset or `@Zone`; finer than microseconds is cut."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second, fraction, utc, offset, minutes, name = match.groups()
    tz: dt.tzinfo | None = dt.UTC if utc else None
    try:
        if name:
            tz = zone(name)
            if tz is None:
                return None
        elif offset:
            size = dt.timedelta(hours=abs(int(offset)), minutes=int(minutes))
            if size > dt.timedelta(hours=14):
                return None
            tz = dt.timezone(-size if offset[0] == "-" else size)
        return dt.time(int(hour), int(minute), int(second), int((fraction or "0").ljust(9, "0")[:6]), tz)
    except ValueError:
        return None


def read_date_time(text: str) -> dt.datetime | None:
    """`2026-01-31T08:30:00`, or a date alone for its midnight."""
    day, sign, clock = text.partition("T")
    date, time = read_date(day), read_time(clock) if sign else dt.time()
    return dt.datetime.combine(date, time) if date is not None and time is not None else None


def read_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """`P30D`, `PT8H`, `-P1DT2H`, or `P1Y6M`; None when it is neither."""
    months = _MONTHS.fullmatch(text)
    if months:
        size = 12 * int(months[2] or 0) + int(months[3] or 0)
        return YearsMonths(-size if months[1] else size)
    days = _DAYS.fullmatch(text)
    if not days:
        return None
    numbers = [int(part or 0) for part in days.groups()[1:5]]
    micro = int((days[6] or "0").ljust(9, "0")[:6])
    try:
        span = dt.timedelta(
            days=numbers[0], hours=numbers[1], minutes=numbers[2], seconds=numbers[3], microseconds=micro
        )
    except OverflowError:
        return None
    return -span if days[1] else span


def _clock(value: dt.time | dt.datetime) -> str:
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    if value.tzinfo is None:
        return text
    key = getattr(value.tzinfo, "key", None)
    if key:
        return f"{text}@{key}"
    offset = int((value.utcoffset() or dt.timedelta()).total_seconds()) // 60
    return (
        f"{text}Z" if offset == 0 else f"{text}{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    )


def write(value: Any) -> str:
    """The text of a date, time, date and time, or duration, as `date(…)`, `duration(…)` read it."""
    if type(value) is dt.datetime:
        return f"{value.year:04}-{value.month:02}-{value.day:02}T{_clock(value)}"
    if type(value) is dt.time:
        return _clock(value)
    if type(value) is YearsMonths:
        years, months = divmod(abs(value.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if value.months < 0 else ''}P{body}"
    if type(value) is dt.timedelta:
        return _days(value)
    return str(value.isoformat())


def _days(span: dt.timedelta) -> str:
    sign, span = ("-", -span) if span < dt.timedelta() else ("", span)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    tail = f"{seconds}.{span.microseconds:06}".rstrip("0") if span.microseconds else str(seconds)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{tail}S" if seconds or span.microseconds else ""
    days = f"{span.days}D" if span.days else ""
    return f"{sign}P{days}" + (f"T{clock}" if clock else "") if days or clock else "PT0S"


def add_months(value: dt.date, months: int) -> Any:
    """The day so many months on; the last day of a shorter month. None beyond the calendar."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def add(value: Any, span: dt.timedelta | YearsMonths) -> Any:
    """A date, time or date and time moved by a duration; None beyond the calendar."""
    try:
        if isinstance(span, YearsMonths):
            return add_months(value, span.months) if type(value) is not dt.time else None
        if type(value) is dt.time:
            return (
                (dt.datetime.combine(dt.date(2000, 1, 1), value.replace(tzinfo=None)) + span)
                .time()
                .replace(tzinfo=value.tzinfo)
            )
        if type(value) is dt.date:
            return (dt.datetime.combine(value, dt.time()) + span).date()
        return value + span
    except OverflowError:
        return None


def difference(left: Any, right: Any) -> dt.timedelta | None:
    """Left less right; a date counts as its midnight. None when only one of the two has a zone."""
    first, second = _instant(left), _instant(right)
    if (first.tzinfo is None) != (second.tzinfo is None):
        return None
    try:
        if first.tzinfo is not None:
            first, second = first.astimezone(dt.UTC), second.astimezone(dt.UTC)
    except OverflowError:
        return None
    return first - second


def _instant(value: Any) -> dt.datetime:
    if type(value) is dt.time:
        return dt.datetime.combine(dt.date(1970, 1, 1), value)
    if type(value) is dt.date:
        return dt.datetime.combine(value, dt.time())
    found: dt.datetime = value
    return found


def months_between(start: dt.date, end: dt.date) -> YearsMonths:
    """Whole months from start to end, towards zero."""
    total = (end.year - start.year) * 12 + end.month - start.month
    if total > 0 and (end.day, _time(end)) < (start.day, _time(start)):
        total -= 1
    elif total < 0 and (end.day, _time(end)) > (start.day, _time(start)):
        total += 1
    return YearsMonths(total)


def _time(value: dt.date) -> dt.time:
    return value.time() if isinstance(value, dt.datetime) else dt.time()


def seconds_of(span: dt.timedelta) -> Decimal:
    """The length of a duration in seconds, exactly."""
    return Decimal(span.days * DAY + span.seconds) + Decimal(span.microseconds).scaleb(-6)


def span_of(seconds: Decimal) -> dt.timedelta | None:
    """The duration of so many seconds; None beyond what a duration holds."""
    try:
        whole = int(seconds)
        return dt.timedelta(seconds=whole, microseconds=int((seconds - whole) * 1_000_000))
    except (OverflowError, ValueError):
        return None


def scaled(span: dt.timedelta | YearsMonths, factor: Decimal) -> Any:
    """A duration times a number; None beyond what a duration holds."""
    if isinstance(span, YearsMonths):
        months = NUMBERS.multiply(factor, span.months)
        return YearsMonths(int(months)) if abs(months) < FAR else None
    seconds = NUMBERS.multiply(seconds_of(span), factor)
    return span_of(seconds) if abs(seconds) < FAR * DAY else None
