"""Reaching into values: members of contexts, parts of dates and durations, filters and positions of lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tongban.engines.rules.moments import (
    NANO,
    AnySpan,
    FarDate,
    FarMoment,
    FineTime,
    LongSpan,
    clock_of,
    day_number,
    day_of,
    offset_of,
    span_number,
    zone_of,
)
from tongban.engines.rules.run import Code, Frame, Run, Spot
from tongban.engines.rules.values import Range, YearsMonths, kind_of

Part = Callable[[Any], Any]
_DATE: dict[str, Part] = {
    "year": lambda value: Decimal(day_of(value).year),
    "month": lambda value: Decimal(day_of(value).month),
    "day": lambda value: Decimal(day_of(value).day),
    "weekday": lambda value: Decimal((day_number(day_of(value)) - 1) % 7 + 1),
}
_CLOCK: dict[str, Part] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "timezone": lambda value: getattr(value.tzinfo, "key", None),
}


def _offset(value: Any) -> dt.timedelta | None:
    """The offset of a zone; a time alone in a named zone has none, for it depends on the day."""
    zone = zone_of(value)
    if zone is None or (isinstance(value, dt.time | FineTime) and hasattr(zone, "key")):
        return None
    return dt.timedelta(seconds=offset_of(value) or 0)


def _of_clock(part: Part) -> Part:
    return lambda value: part(clock_of(value))


_TIME = _CLOCK | {"time offset": _offset}
_MOMENT = _DATE | {name: _of_clock(part) for name, part in _CLOCK.items()} | {"time offset": _offset}


def _whole(unit: int, turn: int) -> Part:
    def part(span: AnySpan) -> Decimal:
        number = span_number(span)
        seconds = abs(number) // NANO
        size = seconds // unit % turn if turn else seconds // unit
        return Decimal(-size if number < 0 else size)

    return part


def _months(value: YearsMonths) -> Decimal:
    size = abs(value.months) % 12
    return Decimal(-size if value.months < 0 else size)


def _years(value: YearsMonths) -> Decimal:
    size = abs(value.months) // 12
    return Decimal(-size if value.months < 0 else size)


_SPAN = {"days": _whole(86_400, 0), "hours": _whole(3600, 24), "minutes": _whole(60, 60), "seconds": _whole(1, 60)}
PARTS: dict[type, dict[str, Part]] = {
    dt.date: _DATE, FarDate: _DATE, dt.time: _TIME, FineTime: _TIME, dt.datetime: _MOMENT, FarMoment: _MOMENT,
    dt.timedelta: _SPAN, LongSpan: _SPAN,
    YearsMonths: {"years": _years, "months": _months},
    Range: {
        "start": lambda value: None if value.sign == "!=" else value.low,
        "end": lambda value: None if value.sign == "!=" else value.high,
        "start included": lambda value: value.low_closed,
        "end included": lambda value: value.high_closed,
    },
}  # fmt: skip


def member_of(value: Any, name: str, run: Run, spot: Spot) -> Any:
    """`value.name`; of a list, the member of each item."""
    if type(value) is dict:
        if name in value:
            return value[name]
        return run.warn(spot, "context-has-no-entry", name=name)
    if type(value) is list:
        run.charge(1 + (len(value) >> 2))
        return [member_of(item, name, run, spot) for item in value]
    part = PARTS.get(type(value), {}).get(name)
    return run.warn(spot, "has-no-member", kind=kind_of(value), name=name) if part is None else part(value)


def indexed(value: Any, place: Decimal, run: Run, spot: Spot) -> Any:
    """`list[2]`, `list[-1]`: null with a warning when there is no such place."""
    items = value if type(value) is list else ([] if value is None else [value])
    if place != place.to_integral_value() or not 1 <= abs(place) <= len(items):
        return run.warn(spot, "no-position-in-list", place=place, count=len(items))
    return items[int(place) - 1 if place > 0 else int(place)]


def filtered(value: Any, condition: tuple[Code, int], frame: Frame, spot: Spot, *, truth: bool) -> Any:
    """`list[condition]`: the items that pass, or the item at the position that the condition yields. The condition
    comes with what each item costs.
    """
    judge, cost = condition
    if value is None:
        return None
    items = value if type(value) is list else [value]
    if not truth and (not items or type(items[0]) is not dict):
        frame.run.charge(1 + cost)
        place = judge(frame.inner({"item": items[0]} if items else {}))
        if type(place) is Decimal:
            return indexed(items, place, frame.run, spot)
    found = []
    for item in items:
        frame.run.charge(1 + cost)
        one = judge(item_frame(item, frame))
        if type(one) is Decimal:
            return indexed(items, one, frame.run, spot)
        if one is True:
            found.append(item)
        elif one is not False and one is not None:
            frame.run.warn(spot, "condition-of-filter-is-no-truth", kind=kind_of(one))
    return found


def item_frame(item: Any, frame: Frame) -> Frame:
    """What the condition of a filter sees of an item: `item`, and its members by name."""
    inner = frame.inner({"item": item})
    return inner.inner(item) if type(item) is dict else inner
