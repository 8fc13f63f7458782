"""Types: whether a value is of a type, and how a value is made to fit the declared type of an input or result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tongban.engines.rules.moments import join
from tongban.engines.rules.tree import Type
from tongban.engines.rules.values import Function, Range, Spend, kind_of

ANY = Type("Any")
SAME = {
    "dateTime": "date and time", "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration", "days and time duration": "days and time duration",
    "integer": "number", "long": "number", "double": "number", "decimal": "number",
}  # fmt: skip
PLAIN = frozenset(
    ("number", "string", "boolean", "date", "time", "date and time", "days and time duration",
     "years and months duration", "list", "context", "range", "function")
)  # fmt: skip
Types = Mapping[str, Type]
MAX_ALIASES = 30


def resolve(kind: Type, types: Types) -> Type | None:
    """A type with its alias followed to a FEEL type; None when nobody declared it."""
    for _ in range(MAX_ALIASES):
        name = SAME.get(kind.name, kind.name)
        if name in PLAIN or name in ("Any", "Null"):
            return Type(name, kind.arguments, kind.members)
        if kind.name not in types:
            return None
        kind = types[kind.name]
    return None


def _free(_: int) -> None:
    return


def conforms(value: Any, kind: Type, types: Types, spend: Spend = _free) -> bool | None:
    """Whether a value is of a type. Null is of type Null only; None when the type is unknown. `spend` is charged for
    the parts that are looked at.
    """
    target = resolve(kind, types)
    if target is None:
        return None
    if target.name == "Any" or value is None:
        return value is not None or target.name == "Null"
    if kind_of(value) != target.name:
        return False
    inside = _INSIDE.get(target.name)
    return True if inside is None else inside(value, target, types, spend)


def _part(value: Any, kind: Type, types: Types, spend: Spend) -> bool:
    """Null, and a type that nobody declared, break no type around them."""
    return value is None or conforms(value, kind, types, spend) is not False


def _list(value: list[Any], target: Type, types: Types, spend: Spend) -> bool:
    if not target.arguments or target.arguments[0] == ANY:
        return True
    spend(1 + (len(value) >> 3))
    return all(_part(one, target.arguments[0], types, spend) for one in value)


def _context(value: dict[str, Any], target: Type, types: Types, spend: Spend) -> bool:
    spend(1)
    return all(name in value and _part(value[name], member, types, spend) for name, member in target.members)


def _range(value: Range, target: Type, types: Types, spend: Spend) -> bool:
    return all(_part(end, one, types, spend) for one in target.arguments for end in (value.low, value.high))


def _function(value: Function, target: Type, types: Types, _: Spend) -> bool:
    """As many parameters, of types not narrower; what was not declared is taken to fit."""
    if not target.arguments:
        return True
    wanted = target.arguments[:-1]
    own = value.types[: len(value.parameters)]
    return len(wanted) == len(value.parameters) and all(
        _wider(mine, theirs, types) for mine, theirs in zip(own, wanted, strict=False)
    )


def _wider(kind: Type, other: Type, types: Types) -> bool:
    """Whether a type takes every value of the other, as far as both are declared."""
    one, two = resolve(kind, types), resolve(other, types)
    if one is None or two is None or one.name == "Any":
        return True
    same = one.name == two.name and len(one.arguments) <= len(two.arguments)
    members = dict(two.members)
    return (
        same
        and all(_wider(mine, theirs, types) for mine, theirs in zip(one.arguments, two.arguments, strict=False))
        and all(name in members and _wider(member, members[name], types) for name, member in one.members)
    )


_INSIDE: dict[str, Callable[[Any, Type, Types, Spend], bool]] = {
    "list": _list, "context": _context, "range": _range, "function": _function,
}  # fmt: skip


def fit(value: Any, kind: Type, types: Types, spend: Spend = _free) -> tuple[Any, bool]:
    """The value as a declared type takes it (a list of one for its item, an item for a list, a date for its midnight
    in UTC), and whether it fits.
    """
    if value is None or kind == ANY or conforms(value, kind, types, spend) is not False:
        return value, True
    if type(value) is list and len(value) == 1 and conforms(value[0], kind, types, spend):
        return value[0], True
    if conforms([value], kind, types, spend):
        return [value], True
    if kind_of(value) == "date" and conforms(moment := join(value, dt.time(tzinfo=dt.UTC)), kind, types):
        return moment, True
    return None, False
