"""Built-ins that make one value of many: extremes, sums, averages, spread."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins.numbers import finite
from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.moments import LongSpan
from tongban.engines.rules.operators import calculate
from tongban.engines.rules.run import Run
from tongban.engines.rules.values import NUMBERS, YearsMonths, less


def _some(items: list[Any]) -> list[Any]:
    if not items:
        raise Undefined("the list is empty")
    return items


def _extreme(items: list[Any], better: Callable[[Any, Any], bool | None]) -> Any:
    best = _some(items)[0]
    for item in items:
        one = better(item, best)
        if one is None:
            raise Undefined("the items cannot be ordered")
        best = item if one else best
    return best


@builtin("min(list: any...)")
def _min(_: Run, items: list[Any]) -> Any:
    return _extreme(items, less)


@builtin("max(list: any...)")
def _max(_: Run, items: list[Any]) -> Any:
    return _extreme(items, lambda item, best: less(best, item))


ADDED = (Decimal, dt.timedelta, LongSpan, YearsMonths)


def _added(sign: str, items: list[Any]) -> Any:
    allowed = ADDED if sign == "+" else (Decimal,)
    if any(type(item) not in allowed for item in items):
        raise Undefined("the list does not hold only numbers")
    total = items[0]
    for item in items[1:]:
        total = calculate(sign, total, item)
        if total is None:
            raise Undefined("the items cannot be combined, or the result is too large")
    return total


@builtin("sum(list: any...)")
def _sum(_: Run, items: list[Any]) -> Any:
    return _added("+", _some(items))


@builtin("product(list: any...)")
def _product(_: Run, items: list[Any]) -> Any:
    return _added("*", _some(items))


@builtin("mean(list: any...)")
def _mean(_: Run, items: list[Any]) -> Any:
    return calculate("/", _added("+", _some(items)), Decimal(len(items)))


def _numbers(items: list[Any]) -> list[Decimal]:
    if any(type(item) is not Decimal for item in items):
        raise Undefined("the list does not hold only numbers")
    return items


@builtin("median(list: any...)")
def _median(_: Run, items: list[Any]) -> Any:
    ordered = sorted(_numbers(_some(items)))
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else NUMBERS.divide(NUMBERS.add(ordered[half - 1], ordered[half]), Decimal(2))


@builtin("stddev(list: any...)")
def _stddev(_: Run, items: list[Any]) -> Decimal:
    """The standard deviation of a sample."""
    if len(items) <= 1:
        raise Undefined("a standard deviation needs two numbers at least")
    size = Decimal(len(items))
    mean = NUMBERS.divide(_added("+", _numbers(items)), size)
    squares = [NUMBERS.power(NUMBERS.subtract(item, mean), Decimal(2)) for item in items]
    return finite(NUMBERS.sqrt(NUMBERS.divide(_added("+", squares), size - 1)))


@builtin("mode(list: any...)")
def _mode(_: Run, items: list[Any]) -> list[Decimal]:
    """The most frequent numbers, in order."""
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)
