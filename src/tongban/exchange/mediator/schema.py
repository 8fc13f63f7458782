"""Whether an answer is what the catalogue promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from tongban.exchange.catalogue.api import Resource


def _date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _number(value: object) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


TYPES: dict[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "date": _date,
    "number": _number,
    "boolean": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
}


def faults(resource: Resource, fields: tuple[str, ...], values: Mapping[str, Any]) -> list[str]:
    """The fields that were not asked for, are missing, or are not of the type that the catalogue names.

    None is a value: the register does not know.
    """
    wrong = sorted(set(fields) ^ set(values))
    for name in fields:
        item = resource.item(name)
        value = values.get(name)
        if item is None or (value is not None and not TYPES[item.type](value)):
            wrong.append(name)
    return wrong
