"""Built-ins that turn texts into values and values into texts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.literals import number_of
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.shown import shown

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,5})?")
GROUPING = (None, " ", ",", ".")
POINT = (None, ",", ".")


@builtin("string(from: any)")
def _string(_: Run, value: Any) -> str | None:
    return None if value is None else shown(value)


@builtin("number(from: string)")
def _number_plain(_: Run, text: str) -> Decimal:
    return _number(text, None, None)


@builtin("number(from: string, grouping separator?: string|null, decimal separator?: string|null)")
def _number_grouped(_: Run, text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    return _number(text, grouping, point)


@builtin("number(from: number)")
def _number_same(_: Run, number: Decimal) -> Decimal:
    return number


def _number(text: str, grouping: str | None, point: str | None) -> Decimal:
    if grouping not in GROUPING or point not in POINT or (grouping and grouping == point):
        raise Undefined(say("separators-are-blank-comma-or-point"))
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    found = number_of(plain) if _NUMBER.fullmatch(plain) else None
    if found is None:
        raise Undefined(say("no-number", text=text[:40]))
    return found
