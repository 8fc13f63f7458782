"""A declared thing as the TOML that `parse` reads: what was read and written again is the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tongban.kernel.declarations.text import Text

PLAIN = re.compile(r"[A-Za-z0-9_-]+")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
WIDE = 2  # a list of so many tables stands on lines of its own


def said(thing: Any) -> Iterator[tuple[str, Any]]:
    """The keys of a declared thing that differ from what is understood without them."""
    for one in dataclasses.fields(thing):
        value = getattr(thing, one.name)
        otherwise = one.default_factory() if callable(one.default_factory) else one.default
        if one.init and (value != otherwise or isinstance(value, bool) is not isinstance(otherwise, bool)):
            yield one.metadata.get("key", one.name), value


def line(name: str, value: Any) -> str:
    """A key with its value, on a line of its own."""
    return f"{_key(name)} = {literal(value)}\n"


def literal(value: Any) -> str:
    """A value as TOML. Raises TypeError for what TOML cannot say."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int | float | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, tuple | list):
        items = [literal(one) for one in value]
        wide = len(items) >= WIDE and items[0].startswith("{")
        return "[\n" + "".join(f"  {one},\n" for one in items) + "]" if wide else f"[{', '.join(items)}]"
    return "{ " + ", ".join(f"{_key(name)} = {literal(one)}" for name, one in _members(value)) + " }"


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Text):
        yield "zh", value.zh
        if value.en:
            yield "en", value.en
    elif isinstance(value, dict):
        yield from value.items()
    elif dataclasses.is_dataclass(value):
        yield from said(value)
    else:
        raise TypeError(f"TOML has no {type(value).__name__}")


def _key(name: str) -> str:
    return name if PLAIN.fullmatch(name) else text(name)


def text(value: str) -> str:
    """A text in quotes: single ones where that saves escapes."""
    if '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return '"' + "".join(ESCAPES.get(sign) or (sign if sign.isprintable() else _escaped(sign)) for sign in value) + '"'


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}"  # noqa: PLR2004 (the basic plane)
