"""The same rules told day by day, written apart from the engine: slow, plain, with no shared code."""

# ruff: noqa: PLR0917 (a plain walk takes what it walks over)
from __future__ import annotations

import datetime as dt
from itertools import chain

ONE = dt.timedelta(days=1)


def working(day, calendar):
    if day in calendar["working"]:
        return True
    return day not in calendar["holidays"] and day.isoweekday() not in calendar["weekend"]


def same_number(day, months, years):
    """(date, True) when the day number exists there, (last day, False) otherwise."""
    month = day.month + months + 12 * years
    year = day.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    try:
        return dt.date(year, month, day.day), True
    except ValueError:
        return dt.date(year + month // 12, month % 12 + 1, 1) - ONE, False


def nominal_days(start, amount, unit, same_day):
    """How many days a limit in calendar units would take if nothing stopped it."""
    if unit == "calendar_days":
        return amount
    if unit == "weeks":
        end, exists = start + 7 * amount * ONE, True
    else:
        end, exists = same_number(start, amount if unit == "months" else 0, amount if unit == "years" else 0)
    if same_day:
        last = end - ONE if exists else end
        return (last - start).days + 1
    return (end - start).days


def stopped(day, pauses):
    return any(p["from"] <= day and (p["to"] is None or day < p["to"]) for p in pauses)


def one_stage(first_day, base, amount, unit, same_day, calendar, pauses):
    """Walks from `first_day`; yields each day and, on the last, True. Never ends while an open pause holds it."""
    todo = amount if unit == "working_days" else nominal_days(base, amount, unit, same_day)
    day = first_day
    while todo:
        if not stopped(day, pauses) and (unit != "working_days" or working(day, calendar)):
            todo -= 1
        yield day
        day += ONE


def count(start, limit, extensions, same_day, calendar, pauses):
    """Yields every day up to the end of limit and extensions."""
    last = start
    for number, (amount, unit) in enumerate([limit, *extensions]):
        first = start if number == 0 and same_day else last + ONE
        for day in one_stage(
            first, start if number == 0 else last, amount, unit, number == 0 and same_day, calendar, pauses
        ):
            yield day
            last = day


def due(start, limit, extensions, same_day, roll, calendar, pauses, as_of):
    pauses = [dict(p, to=as_of + ONE if p["to"] is None and as_of else p["to"]) for p in pauses]
    end = None
    while end is None:
        for day in chain([start], count(start, limit, extensions, same_day, calendar, pauses)):
            again = [
                p
                for p in pauses
                if p["policy"] == "restart"
                and p["from"] <= day
                and (p["to"] is None or (day < p["to"] and p["to"] > start))
            ]
            if any(p["to"] is None for p in pauses if p["from"] <= day):
                return None
            if again:
                start = again[0]["to"]
                break
            last = day
        else:
            end = last
    step = {"none": 0, "next_working_day": 1, "previous_working_day": -1}[roll]
    while step and not working(end, calendar):
        end += step * ONE
    return end
