"""Answers as FEEL would see them, by which a condition shows its type before anybody answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.kinds.parts import Parts
from tongban.engines.forms.kinds.rows import Rows

BY_TYPE: dict[str, tuple[Any, ...]] = {
    "number": (Decimal(1), Decimal(1000), Decimal(0)),
    "boolean": (True, False),
    "date": (dt.date(2026, 1, 1), dt.date(2099, 12, 31)),
    "time": (dt.time(8), dt.time(20)),
    "date and time": (dt.datetime(2026, 1, 1, 8), dt.datetime(2099, 12, 31, 20)),  # noqa: DTZ001 (local, as kept)
    "string": ("a", "b"),
    "list of string": (["a"], ["a", "b"]),
}
BY_SHAPE = {"": "number", "number": "number", "money": "number", "date": "date", "yesno": "boolean", "text": "string"}


def specimens(field: Field) -> tuple[Any, ...]:
    """A few answers of the right type, never null."""
    kind = field.of
    if isinstance(kind, Parts):
        parts = {one.name: specimens(one) for one in kind.parts(field)}
        return tuple({name: many[turn % len(many)] for name, many in parts.items()} for turn in (0, 1))
    if isinstance(kind, Rows):
        row = {one.name: specimens(one)[0] for one in field.columns}
        return ([row], [row, row])
    if field.kind == "computed":
        return BY_TYPE[BY_SHAPE[field.shape]]
    values = [option.value for option in field.options]
    own: dict[str, tuple[Any, ...]] = {
        "string": tuple(values), "list of string": (values[:1], values) if values else (),
        "context": ({"type": "Point", "coordinates": [Decimal(111), Decimal(29)]},),
    }  # fmt: skip
    return own.get(kind.feel) or BY_TYPE[kind.feel]
