"""Canonical JSON: the subset of RFC 8785 without fractions, so that the same record gives the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

GREATEST = 2**53 - 1


class CanonicalError(ValueError):
    """A value has no canonical form; the message names its place and what to pass instead."""


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of text, whole numbers up to 2^53-1, true, false, null, lists and tables with text keys.

    Raises CanonicalError for anything else: fractions, dates and decimals are passed as text.
    """
    ordered = _ordered(value, "$")
    try:
        return orjson.dumps(ordered)
    except orjson.JSONEncodeError:
        raise CanonicalError("a text holds half a character (a lone surrogate), or it is nested too deeply") from None


def _ordered(value: Any, place: str) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > GREATEST:
            raise CanonicalError(f"{place}: {value} is beyond 2^53-1: pass it as text")
        return value
    if isinstance(value, Mapping):
        return _table(value, place)
    if isinstance(value, list | tuple):
        return [_ordered(item, f"{place}[{number}]") for number, item in enumerate(value)]
    raise CanonicalError(f"{place}: {type(value).__name__} has no canonical form: pass it as text")


def _table(value: Mapping[Any, Any], place: str) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalError(f"{place}: key {key!r} is not text")
    # RFC 8785, 3.2.3: names are ordered by their UTF-16 code units, which is the order of ASCII
    if all(map(str.isascii, value)):
        keys = sorted(value)
    else:
        keys = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    ordered = {}
    for key in keys:
        item = value[key]
        ordered[str.__str__(key)] = item if type(item) is str else _ordered(item, f"{place}.{key}")
    return ordered
