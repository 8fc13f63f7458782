"""Built-ins over dates, times and durations. `now` and `today` are the moment that the caller gave to the run."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tongban.engines.rules import temporal
from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.run import Run
from tongban.engines.rules.values import YearsMonths, equal, kind_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _known(value: Any, what: str, text: str) -> Any:
    if value is None:
        raise Undefined(f"{text[:40]!r} is no {what}")
    return value


@builtin("date(from: string)")
def _date_text(_: Run, text: str) -> dt.date:
    found: dt.date = _known(temporal.read_date(text), "date", text)
    return found


@builtin("date(from: date|date and time)")
def _date_from(_: Run, value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _whole(number: Decimal, what: str) -> int:
    if number != number.to_integral_value() or abs(number) > temporal.FAR:
        raise Undefined(f"the {what} must be a whole number")
    return int(number)


@builtin("date(year: number, month: number, day: number)")
def _date_parts(_: Run, year: Decimal, month: Decimal, day: Decimal) -> dt.date:
    try:
        return dt.date(_whole(year, "year"), _whole(month, "month"), _whole(day, "day"))
    except (ValueError, OverflowError):
        raise Undefined(f"there is no day {year}-{month}-{day}") from None


@builtin("date and time(from: string)")
def _moment_text(_: Run, text: str) -> dt.datetime:
    found: dt.datetime = _known(temporal.read_date_time(text), "date and time", text)
    return found


@builtin("date and time(from: date|date and time)")
def _moment_from(_: Run, value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


@builtin("date and time(date: date|date and time, time: time)")
def _moment_parts(_: Run, date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time)


@builtin("time(from: string)")
def _time_text(_: Run, text: str) -> dt.time:
    found: dt.time = _known(temporal.read_time(text), "time", text)
    return found


@builtin("time(from: time|date and time|date)")
def _time_from(_: Run, value: Any) -> dt.time:
    if isinstance(value, dt.time):
        return value
    return value.timetz() if isinstance(value, dt.datetime) else dt.time(tzinfo=dt.UTC)


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration)")
def _time_parts(_: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None) -> dt.time:
    try:
        zone = None if offset is None else dt.timezone(offset)
        micro = int((second % 1) * 1_000_000)
        return dt.time(_whole(hour, "hour"), _whole(minute, "minute"), int(second), micro, zone)
    except (ValueError, OverflowError):
        raise Undefined(f"there is no time {hour}:{minute}:{second}") from None


@builtin("duration(from: string)")
def _duration(_: Run, text: str) -> Any:
    return _known(temporal.read_duration(text), "duration", text)


@builtin("duration(from: days and time duration|years and months duration)")
def _duration_same(_: Run, value: Any) -> Any:
    return value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def _months(_: Run, start: dt.date, end: dt.date) -> YearsMonths:
    return temporal.months_between(start, end)


@builtin("abs(n: number|days and time duration|years and months duration)")
def _abs(_: Run, value: Any) -> Any:
    return YearsMonths(abs(value.months)) if type(value) is YearsMonths else abs(value)


@builtin("day of week(date: date|date and time)")
def _day_of_week(_: Run, date: dt.date) -> str:
    return DAYS[date.weekday()]


@builtin("month of year(date: date|date and time)")
def _month_of_year(_: Run, date: dt.date) -> str:
    return MONTHS[date.month - 1]


@builtin("day of year(date: date|date and time)")
def _day_of_year(_: Run, date: dt.date) -> Decimal:
    return Decimal(date.timetuple().tm_yday)


@builtin("week of year(date: date|date and time)")
def _week_of_year(_: Run, date: dt.date) -> Decimal:
    return Decimal(date.isocalendar().week)


@builtin("last day of month(date: date|date and time)")
def _last_day(_: Run, date: dt.date) -> Decimal:
    following = temporal.add_months(date.replace(day=1), 1)
    return Decimal((following - dt.timedelta(days=1)).day) if following else Decimal(31)


@builtin("is(value1: any, value2: any)")
def _is(_: Run, left: Any, right: Any) -> bool:
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, dt.time | dt.datetime):
        return temporal.write(left) == temporal.write(right)
    return equal(left, right) is True


@builtin("now()")
def _now(run: Run) -> dt.datetime:
    if run.at is None:
        raise Undefined("the caller gave no moment")
    return run.at


@builtin("today()")
def _today(run: Run) -> dt.date:
    return _now(run).date()
