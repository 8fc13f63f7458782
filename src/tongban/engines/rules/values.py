"""The value model of FEEL in Python: which Python value stands for what, equality, order, membership.

number: Decimal (34 digits) · string: str · boolean: bool · null: None · date: date, FarDate · time: time, FineTime ·
date and time: datetime, FarMoment · days and time duration: timedelta, LongSpan · years and months duration:
YearsMonths · list: list · context: dict · range: Range · function: Function. The second temporal types (`moments`)
hold only what Python's cannot.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import NoneType
from typing import Any

from tongban.engines.rules.errors import FeelError, LimitError
from tongban.engines.rules.moments import (
    NANO,
    FarDate,
    FarMoment,
    FineTime,
    LongSpan,
    day_number,
    instant,
    span_number,
    zone_of,
)
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type

NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
EXACT = 10**34
MAX_INPUT_DEPTH = 60
MAX_PARTS = 100_000
FAR = 10**13  # months, or days, beyond which a duration is nonsense


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A duration of whole months, negative ones too."""

    months: int


@dataclass(frozen=True)
class Range:
    """An interval. Written as a comparison (`sign`: `(< 5)`, `(= 5)`, `(!= 5)`), an end of None is open to that side;
    without a sign an end of None is unknown, and so is what such a range includes.
    """

    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True
    sign: str = ""


@dataclass(frozen=True)
class Function:
    """A function as a value; `call` takes the arguments in the order of the parameters. `types` are those of the
    parameters and then of the result, as far as they were declared.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[[list[Any]], Any]
    types: tuple[Type, ...] = ()


KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    NoneType: "null",
    dt.date: "date",
    FarDate: "date",
    dt.time: "time",
    FineTime: "time",
    dt.datetime: "date and time",
    FarMoment: "date and time",
    dt.timedelta: "days and time duration",
    LongSpan: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
ORDERED = frozenset(
    ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
)


def kind_of(value: Any) -> str:
    """The FEEL type of a value, in words."""
    return KINDS.get(type(value), "function")


def to_feel(value: Any, depth: int = 0) -> Any:
    """A Python value from outside as a FEEL value: whole numbers and floats become decimals, tuples lists, mappings
    contexts. Raises FeelError for what FEEL has no value for.
    """
    if type(value) in KINDS and type(value) not in (list, dict):
        return value if type(value) is not Decimal else _finite(value)
    if type(value) is int:
        return Decimal(value) if -EXACT < value < EXACT else _finite(Decimal(value))
    if depth > MAX_INPUT_DEPTH:
        raise LimitError(say("input-is-nested-deeper-than-levels", max_input_depth=MAX_INPUT_DEPTH))
    if isinstance(value, Mapping):
        return {str(key): to_feel(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_feel(item, depth + 1) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return _finite(Decimal(value))
    if isinstance(value, float):
        return _finite(Decimal(repr(value)))
    raise FeelError(
        say("feel-has-no-value-for", name=type(value).__name__), suggestion=say("give-number-text-date-list-or")
    )


def _finite(value: Decimal) -> Decimal | None:
    rounded = NUMBERS.plus(value)
    return rounded if rounded.is_finite() else None


PLAIN = frozenset((Decimal, str, dt.date, dt.timedelta))
ZONED = ("time", "date and time")
_KEYS: dict[str, Callable[[Any], int]] = {
    "date": day_number,
    "time": lambda value: instant(value) // NANO,
    "date and time": lambda value: instant(value) // NANO,
    "days and time duration": span_number,
}


def _comparable(left: Any, right: Any) -> tuple[Any, Any] | None:
    """The two in a form that Python orders; None when they have no order. Times count whole seconds, as FEEL has it."""
    if type(left) is type(right) and type(left) in PLAIN:
        return left, right
    kind = KINDS.get(type(left), "")
    if kind != KINDS.get(type(right)) or kind not in ORDERED:
        return None
    if kind in ZONED and (zone_of(left) is None) != (zone_of(right) is None):
        return None
    key = _KEYS.get(kind)
    return (left, right) if key is None else (key(left), key(right))


def less(left: Any, right: Any) -> bool | None:
    """Whether left comes before right; None when the two cannot be ordered."""
    pair = _comparable(left, right)
    return None if pair is None else bool(pair[0] < pair[1])


Spend = Callable[[int], None]


def _budget() -> Spend:
    left = [MAX_PARTS]

    def spend(parts: int) -> None:
        left[0] -= parts
        if left[0] < 0:
            raise LimitError(say("comparison-of-more-than-parts", max_parts=MAX_PARTS))

    return spend


def equal(left: Any, right: Any, spend: Spend | None = None) -> bool | None:
    """Equality of three values: null equals null only; values of different types are neither equal nor unequal.
    Parts of lists and contexts are counted by `spend`; without it more than MAX_PARTS raise LimitError.
    """
    if left is None or right is None:
        return left is right
    pair = _comparable(left, right)
    if pair is not None:
        return bool(pair[0] == pair[1])
    kind = KINDS.get(type(left))
    if kind != KINDS.get(type(right)) or kind in ZONED:
        return None
    same = _PARTED.get(type(left))
    return bool(left == right) if same is None else same(left, right, spend or _budget())


def _same_list(left: list[Any], right: list[Any], spend: Spend) -> bool | None:
    spend(1 + (len(left) >> 3))
    return len(left) == len(right) and _all_equal(zip(left, right, strict=True), spend)


def _same_context(left: dict[str, Any], right: dict[str, Any], spend: Spend) -> bool | None:
    spend(1 + (len(left) >> 3))
    return left.keys() == right.keys() and _all_equal([(left[key], right[key]) for key in left], spend)


def _same_range(left: Range, right: Range, spend: Spend) -> bool | None:
    shapes = [(one.sign, one.low_closed, one.high_closed) for one in (left, right)]
    return shapes[0] == shapes[1] and _all_equal([(left.low, right.low), (left.high, right.high)], spend)


_PARTED: dict[type, Callable[[Any, Any, Spend], bool | None]] = {
    list: _same_list,
    dict: _same_context,
    Range: _same_range,
}


def _all_equal(pairs: Iterable[tuple[Any, Any]], spend: Spend) -> bool | None:
    found: bool | None = True
    for left, right in pairs:
        one = equal(left, right, spend)
        if one is False:
            return False
        found = None if one is None else found
    return found


def includes(interval: Range, value: Any) -> bool | None:
    """Whether a range includes a value; None when the two cannot be compared, or an end is unknown."""
    if interval.sign == "!=":
        same = equal(value, interval.low)
        return None if same is None else not same
    found = True
    for end, closed, before in (
        (interval.low, interval.low_closed, True),
        (interval.high, interval.high_closed, False),
    ):
        if end is None:
            if interval.sign:
                continue
            return None
        beyond = less(value, end) if before else less(end, value)
        if beyond is None:
            return None
        if beyond or (not closed and equal(value, end)):
            found = False
    return found


def member(value: Any, test: Any, spend: Spend | None = None) -> bool | None:
    """`value in test`: a range includes it, a list holds it or a range with it, or the two are equal."""
    if type(test) is Range:
        return equal(value, test, spend) if type(value) is Range else includes(test, value)
    if type(test) is list:
        spend = spend or _budget()
        if type(value) is list and equal(value, test, spend):
            return True
        spend(len(test) >> 3)
        return any(includes(one, value) if type(one) is Range else equal(value, one, spend) for one in test)
    return equal(value, test, spend)
