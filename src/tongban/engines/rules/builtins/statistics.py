"""Built-ins that say of many numbers where they lie and how far they spread."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins.numbers import finite
from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.builtins.totals import added, some
from tongban.engines.rules.operators import calculate
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import NUMBERS


@builtin("mean(list: any...)")
def _mean(_: Run, items: list[Any]) -> Any:
    return calculate("/", added("+", some(items)), Decimal(len(items)))


def _numbers(items: list[Any]) -> list[Decimal]:
    if any(type(item) is not Decimal for item in items):
        raise Undefined(say("list-not-only-numbers"))
    return items


@builtin("median(list: any...)")
def _median(_: Run, items: list[Any]) -> Any:
    ordered = sorted(_numbers(some(items)))
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else NUMBERS.divide(NUMBERS.add(ordered[half - 1], ordered[half]), Decimal(2))


@builtin("stddev(list: any...)")
def _stddev(_: Run, items: list[Any]) -> Decimal:
    """The standard deviation of a sample."""
    if len(items) <= 1:
        raise Undefined(say("standard-deviation-needs-two-numbers-at"))
    size = Decimal(len(items))
    mean = NUMBERS.divide(added("+", _numbers(items)), size)
    squares = [NUMBERS.power(NUMBERS.subtract(item, mean), Decimal(2)) for item in items]
    return finite(NUMBERS.sqrt(NUMBERS.divide(added("+", squares), size - 1)))


@builtin("mode(list: any...)")
def _mode(_: Run, items: list[Any]) -> list[Decimal]:
    """The most frequent numbers, in order."""
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)
