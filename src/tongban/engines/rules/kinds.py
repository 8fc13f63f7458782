"""Types: whether a value is of a type, and how a value is made to fit the declared type of an input or result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.engines.rules.tree import Type
from tongban.engines.rules.values import kind_of

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


def conforms(value: Any, kind: Type, types: Types) -> bool | None:
    """Whether a value is of a type. Null is of type Null only; None when the type is unknown."""
    target = resolve(kind, types)
    if target is None:
        return None
    if target.name == "Any" or value is None:
        return value is not None or target.name == "Null"
    if kind_of(value) != target.name:
        return False
    if target.name == "list" and target.arguments:
        return all(one is None or conforms(one, target.arguments[0], types) is not False for one in value)
    return all(
        name in value and (value[name] is None or conforms(value[name], member, types) is not False)
        for name, member in target.members
    )


def fit(value: Any, kind: Type, types: Types) -> tuple[Any, bool]:
    """The value as a declared type takes it (a list of one for its item, an item for a list), and whether it fits."""
    if value is None or conforms(value, kind, types) is not False:
        return value, True
    if type(value) is list and len(value) == 1 and conforms(value[0], kind, types):
        return value[0], True
    if conforms([value], kind, types):
        return [value], True
    return None, False
