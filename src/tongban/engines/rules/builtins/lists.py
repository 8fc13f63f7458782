"""Built-ins over lists. Positions count from 1, or from -1 at the end."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.operators import conjunction, disjunction
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import Function, equal, less


def _same(run: Run, left: Any, right: Any) -> bool:
    return equal(left, right, run.charge) is True


@builtin("list contains(list: list, element: any)")
def _list_contains(run: Run, items: list[Any], element: Any) -> bool:
    return any(_same(run, item, element) for item in items)


@builtin("count(list: any...)")
def _count(_: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))


def _truths(items: list[Any]) -> list[Any]:
    if any(item is not None and type(item) is not bool for item in items):
        raise Undefined(say("list-not-only-truth-values"))
    return items


@builtin("all(list: any...)")
def _all(_: Run, items: list[Any]) -> bool | None:
    return conjunction(_truths(items))


@builtin("any(list: any...)")
def _any(_: Run, items: list[Any]) -> bool | None:
    return disjunction(_truths(items))


def index_of(items: list[Any], position: Decimal) -> int:
    """A position, its fraction cut, as an offset. Raises Undefined when the list has no such place."""
    place = int(position) if abs(position) <= len(items) + 1 else 0
    if not 1 <= abs(place) <= len(items):
        raise Undefined(say("no-position-in-list", place=position, count=len(items)))
    return place - 1 if place > 0 else len(items) + place


@builtin("sublist(list: list, start position: number, length?: number)")
def _sublist(_: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    begin = index_of(items, start)
    if length is None:
        return items[begin:]
    if length < 1 or begin + length > len(items):
        raise Undefined(say("there-are-no-items-from-position", length=length, start=start, count=len(items)))
    return items[begin : begin + int(length)]


@builtin("append(list: list, item: any*)")
def _append(_: Run, items: list[Any], *more: Any) -> list[Any]:
    return [*items, *more[0]]


@builtin("concatenate(list: any*)")
def _concatenate(_: Run, lists: list[Any]) -> list[Any]:
    return [item for one in lists for item in (one if type(one) is list else [one])]


@builtin("insert before(list: list, position: number, newItem: any)")
def _insert(_: Run, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    place = index_of(items, position)
    return [*items[:place], item, *items[place:]]


@builtin("remove(list: list, position: number)")
def _remove(_: Run, items: list[Any], position: Decimal) -> list[Any]:
    place = index_of(items, position)
    return [*items[:place], *items[place + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)")
def _list_replace(_: Run, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    place = index_of(items, position)
    return [*items[:place], item, *items[place + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def _list_replace_where(run: Run, items: list[Any], match: Function, item: Any) -> list[Any]:
    if len(match.parameters) != 2:  # noqa: PLR2004 (the item and what may take its place)
        raise Undefined(say("match-must-be-function-of-item"))
    found = []
    for old in items:
        run.charge()
        one = match.call([old, item])
        if type(one) is not bool:
            raise Undefined(say("match-yields-neither-true-nor-false"))
        found.append(item if one else old)
    return found


@builtin("reverse(list: list)")
def _reverse(_: Run, items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of(list: list, match: any)")
def _index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    return [Decimal(place) for place, item in enumerate(items, 1) if _same(run, item, match)]


def _distinct(run: Run, items: list[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        run.charge(1 + (len(found) >> 3))
        if not any(_same(run, item, known) for known in found):
            found.append(item)
    return found


@builtin("distinct values(list: list)")
def _distinct_values(run: Run, items: list[Any]) -> list[Any]:
    return _distinct(run, items)


@builtin("union(list: any*)")
def _union(run: Run, lists: list[Any]) -> list[Any]:
    return _distinct(run, _concatenate(run, lists))


@builtin("flatten(list: list)")
def _flatten(run: Run, items: list[Any]) -> list[Any]:
    found: list[Any] = []
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        if type(item) is list:
            run.charge(1 + (len(item) >> 3))
            waiting.extend(item[::-1])
        else:
            found.append(item)
    return found


@builtin("sort(list: list)")
def _sort_plain(run: Run, items: list[Any]) -> list[Any]:
    return _sorted(run, items, less)


@builtin("sort(list: list, precedes: function)")
def _sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    if len(precedes.parameters) != 2:  # noqa: PLR2004 (it orders two items)
        raise Undefined(say("precedes-must-be-function-of-two"))
    return _sorted(run, items, lambda left, right: precedes.call([left, right]))


def _sorted(run: Run, items: list[Any], precedes: Callable[[Any, Any], Any]) -> list[Any]:
    def order(left: Any, right: Any) -> int:
        run.charge()
        one = precedes(left, right)
        if type(one) is not bool:
            raise Undefined(say("order-of-two-items-is-neither"))
        return -1 if one else (1 if precedes(right, left) else 0)

    return sorted(items, key=cmp_to_key(order))
