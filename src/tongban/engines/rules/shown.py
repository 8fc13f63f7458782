"""FEEL values as text, as `string(…)` gives them and as a trace shows them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from tongban.engines.rules import temporal
from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import NUMBERS, Function, Range

MAX_SHOWN = 1_000_000


def shown(value: Any) -> str:
    """The text of a value; texts inside lists and contexts stand in quotes. Raises LimitError beyond MAX_SHOWN."""
    if type(value) is str:
        return value
    parts: list[str] = []
    _write(value, parts, [MAX_SHOWN])
    return "".join(parts)


def _write(value: Any, parts: list[str], left: list[int]) -> None:
    if type(value) is list:
        _many("[", "]", [("", item) for item in value], parts, left)
    elif type(value) is dict:
        _many("{", "}", [(f"{_key(key)}: ", item) for key, item in value.items()], parts, left)
    elif type(value) is Range and value.sign:
        closed = value.low_closed or value.high_closed
        sign = value.sign if value.sign in ("=", "!=") else value.sign + ("=" if closed else "")
        _put(f"({sign} ", parts, left)
        _write(value.high if value.low is None else value.low, parts, left)
        _put(")", parts, left)
    elif type(value) is Range:
        _put("[" if value.low_closed else "(", parts, left)
        _write(value.low, parts, left)
        _put("..", parts, left)
        _write(value.high, parts, left)
        _put("]" if value.high_closed else ")", parts, left)
    else:
        _put(_scalar(value), parts, left)


def _many(start: str, end: str, items: list[tuple[str, Any]], parts: list[str], left: list[int]) -> None:
    _put(start, parts, left)
    for place, (label, item) in enumerate(items):
        _put((", " if place else "") + label, parts, left)
        _write(item, parts, left)
    _put(end, parts, left)


def _put(text: str, parts: list[str], left: list[int]) -> None:
    left[0] -= len(text)
    if left[0] < 0:
        raise LimitError(say("text-of-value-is-longer-than", max_shown=MAX_SHOWN))
    parts.append(text)


def _key(key: str) -> str:
    return key if key.replace(" ", "_").isidentifier() else json.dumps(key, ensure_ascii=False)


def _scalar(value: Any) -> str:
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is str:
        return json.dumps(value, ensure_ascii=False)
    if type(value) is Decimal:
        return f"{value:f}" if value or value.adjusted() > -NUMBERS.prec else "0"
    return f"function {value.name}" if type(value) is Function else temporal.write(value)
