"""Built-ins that take the extreme, the sum or the product of many values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.moments import LongSpan
from tongban.engines.rules.operators import calculate
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import YearsMonths, less


def some(items: list[Any]) -> list[Any]:
    if not items:
        raise Undefined(say("list-is-empty"))
    return items


def _extreme(items: list[Any], better: Callable[[Any, Any], bool | None]) -> Any:
    best = some(items)[0]
    for item in items:
        one = better(item, best)
        if one is None:
            raise Undefined(say("items-cannot-be-ordered"))
        best = item if one else best
    return best


@builtin("min(list: any...)")
def _min(_: Run, items: list[Any]) -> Any:
    return _extreme(items, less)


@builtin("max(list: any...)")
def _max(_: Run, items: list[Any]) -> Any:
    return _extreme(items, lambda item, best: less(best, item))


ADDED = (Decimal, dt.timedelta, LongSpan, YearsMonths)


def added(sign: str, items: list[Any]) -> Any:
    allowed = ADDED if sign == "+" else (Decimal,)
    if any(type(item) not in allowed for item in items):
        raise Undefined(say("list-not-only-numbers"))
    total = items[0]
    for item in items[1:]:
        total = calculate(sign, total, item)
        if total is None:
            raise Undefined(say("items-cannot-be-combined-or-result"))
    return total


@builtin("sum(list: any...)")
def _sum(_: Run, items: list[Any]) -> Any:
    return added("+", some(items))


@builtin("product(list: any...)")
def _product(_: Run, items: list[Any]) -> Any:
    return added("*", some(items))
