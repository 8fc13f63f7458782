"""Built-ins over dates, times and durations. `now` and `today` are the moment that the caller gave to the run."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tongban.engines.rules import durations, temporal
from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.moments import (
    CYCLE_YEARS,
    AnyDate,
    AnyMoment,
    AnySpan,
    AnyTime,
    FarMoment,
    FineTime,
    clock_of,
    day_of,
    join,
    last_day,
    make_day,
    span_at,
    span_number,
)
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import FAR, NUMBERS, YearsMonths, equal, kind_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _known(value: Any, what: str, text: str) -> Any:
    if value is None:
        raise Undefined(say("no-such-value", text=text[:40], what=what))
    return value


@builtin("date(from: string)")
def _date_text(_: Run, text: str) -> AnyDate:
    found: AnyDate = _known(temporal.read_date(text), "date", text)
    return found


@builtin("date(from: date|date and time)")
def _date_from(_: Run, value: AnyDate | AnyMoment) -> AnyDate:
    return day_of(value)


def _whole(number: Decimal, what: str) -> int:
    if number != number.to_integral_value() or abs(number) > FAR:
        raise Undefined(say("must-be-whole-number", what=what))
    return int(number)


@builtin("date(year: number, month: number, day: number)")
def _date_parts(_: Run, year: Decimal, month: Decimal, day: Decimal) -> AnyDate:
    found = make_day(_whole(year, "year"), _whole(month, "month"), _whole(day, "day"))
    if found is None:
        raise Undefined(say("there-is-no-day", year=year, month=month, day=day))
    return found


@builtin("date and time(from: string)")
def _moment_text(_: Run, text: str) -> AnyMoment:
    found: AnyMoment = _known(temporal.read_date_time(text), "date and time", text)
    return found


@builtin("date and time(from: date|date and time)")
def _moment_from(_: Run, value: AnyDate | AnyMoment) -> AnyMoment:
    return value if isinstance(value, dt.datetime | FarMoment) else join(value, dt.time())


@builtin("date and time(date: date|date and time, time: time)")
def _moment_parts(_: Run, date: AnyDate | AnyMoment, time: AnyTime) -> AnyMoment:
    return join(day_of(date), time)


@builtin("time(from: string)")
def _time_text(_: Run, text: str) -> AnyTime:
    found: AnyTime = _known(temporal.read_time(text), "time", text)
    return found


@builtin("time(from: time|date and time|date)")
def _time_from(_: Run, value: AnyTime | AnyDate | AnyMoment) -> AnyTime:
    if isinstance(value, dt.time | FineTime):
        return value
    return clock_of(value) if isinstance(value, dt.datetime | FarMoment) else dt.time(tzinfo=dt.UTC)


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def _time_parts(_: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: AnySpan | None = None) -> AnyTime:
    found = durations.make_clock(_whole(hour, "hour"), _whole(minute, "minute"), second, offset)
    if found is None:
        raise Undefined(say("there-is-no-time-with-such", hour=hour, minute=minute, second=second))
    return found


@builtin("duration(from: string)")
def _duration(_: Run, text: str) -> Any:
    return _known(temporal.read_duration(text), "duration", text)


@builtin("duration(from: days and time duration|years and months duration)")
def _duration_same(_: Run, value: Any) -> Any:
    return value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def _months(_: Run, start: AnyDate | AnyMoment, end: AnyDate | AnyMoment) -> YearsMonths:
    return durations.months_between(start, end)


@builtin("abs(n: number|days and time duration|years and months duration)")
def _abs(_: Run, value: Any) -> Any:
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    return span_at(abs(span_number(value)))


def _like(day: AnyDate | AnyMoment) -> dt.date:
    """A day of Python's years with the same calendar: the years repeat after four hundred."""
    found = day_of(day)
    year = (found.year - 1) % CYCLE_YEARS + 1 + CYCLE_YEARS
    return dt.date(year, found.month, found.day)


@builtin("day of week(date: date|date and time)")
def _day_of_week(_: Run, date: AnyDate | AnyMoment) -> str:
    return DAYS[_like(date).weekday()]


@builtin("month of year(date: date|date and time)")
def _month_of_year(_: Run, date: AnyDate | AnyMoment) -> str:
    return MONTHS[day_of(date).month - 1]


@builtin("day of year(date: date|date and time)")
def _day_of_year(_: Run, date: AnyDate | AnyMoment) -> Decimal:
    return Decimal(_like(date).timetuple().tm_yday)


@builtin("week of year(date: date|date and time)")
def _week_of_year(_: Run, date: AnyDate | AnyMoment) -> Decimal:
    return Decimal(_like(date).isocalendar().week)


@builtin("last day of month(date: date|date and time)")
def _last_day(_: Run, date: AnyDate | AnyMoment) -> Decimal:
    found = day_of(date)
    return Decimal(last_day(found.year, found.month))


@builtin("is(value1?: any, value2?: any)")
def _is(run: Run, left: Any = None, right: Any = None) -> bool:
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, dt.time | dt.datetime | FineTime | FarMoment):
        return temporal.write(left) == temporal.write(right)
    return equal(left, right, run.charge) is True


@builtin("now()")
def _now(run: Run) -> dt.datetime:
    if run.at is None:
        raise Undefined(say("caller-gave-no-moment"))
    return run.at


@builtin("today()")
def _today(run: Run) -> dt.date:
    return _now(run).date()
