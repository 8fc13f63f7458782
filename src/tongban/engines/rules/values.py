"""The value model of FEEL in Python: which Python value stands for what, equality, order, membership.

number: Decimal (34 digits) · string: str · boolean: bool · null: None · date: date · time: time ·
date and time: datetime · days and time duration: timedelta · years and months duration: YearsMonths ·
list: list · context: dict · range: Range · function: Function.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import NoneType
from typing import Any

from tongban.engines.rules.errors import FeelError, LimitError

NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
MAX_INPUT_DEPTH = 60
MAX_PARTS = 100_000


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A duration of whole months, negative ones too."""

    months: int


@dataclass(frozen=True)
class Range:
    """An interval. An end of None is open to that side, and then not closed."""

    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True)
class Function:
    """A function as a value; `call` takes the arguments in the order of the parameters."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[[list[Any]], Any]


KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    NoneType: "null",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time",
    dt.timedelta: "days and time duration",
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
    if depth > MAX_INPUT_DEPTH:
        raise LimitError(f"an input is nested deeper than {MAX_INPUT_DEPTH} levels")
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
        f"FEEL has no value for a {type(value).__name__}", suggestion="give a number, text, date, list or context"
    )


def _finite(value: Decimal) -> Decimal | None:
    rounded = NUMBERS.plus(value)
    return rounded if rounded.is_finite() else None


def _moment(value: Any) -> Any:
    """A form of a time or date and time that Python orders across zones."""
    return dt.datetime.combine(dt.date(1970, 1, 1), value) if type(value) is dt.time else value


def _comparable(left: Any, right: Any) -> tuple[Any, Any] | None:
    kind = KINDS.get(type(left), "")
    if kind != KINDS.get(type(right)) or kind not in ORDERED:
        return None
    if kind in ("time", "date and time"):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return None
        return _moment(left), _moment(right)
    return left, right


def less(left: Any, right: Any) -> bool | None:
    """Whether left comes before right; None when the two cannot be ordered."""
    pair = _comparable(left, right)
    return None if pair is None else bool(pair[0] < pair[1])


def equal(left: Any, right: Any) -> bool | None:
    """Equality of three values: null equals null only; values of different types are neither equal nor unequal.
    Raises LimitError for nested values with more than MAX_PARTS parts.
    """
    return _equal(left, right, [MAX_PARTS])


def _equal(left: Any, right: Any, budget: list[int]) -> bool | None:
    if left is None or right is None:
        return left is right
    kind = KINDS.get(type(left))
    if kind != KINDS.get(type(right)):
        return None
    if kind == "list":
        return len(left) == len(right) and _all_equal(zip(left, right, strict=True), budget)
    if kind == "context":
        return left.keys() == right.keys() and _all_equal([(left[key], right[key]) for key in left], budget)
    pair = _comparable(left, right)
    if pair is None:
        return None if kind in ("time", "date and time") else bool(left == right)
    return bool(pair[0] == pair[1])


def _all_equal(pairs: Iterable[tuple[Any, Any]], budget: list[int]) -> bool | None:
    found: bool | None = True
    for left, right in pairs:
        budget[0] -= 1
        if budget[0] < 0:
            raise LimitError(f"a comparison of more than {MAX_PARTS} parts")
        one = _equal(left, right, budget)
        if one is False:
            return False
        found = None if one is None else found
    return found


def includes(interval: Range, value: Any) -> bool | None:
    """Whether a range includes a value; None when the two cannot be compared."""
    for end, closed, before in (
        (interval.low, interval.low_closed, True),
        (interval.high, interval.high_closed, False),
    ):
        if end is None:
            continue
        beyond = less(value, end) if before else less(end, value)
        if beyond is None:
            return None
        if beyond or (not closed and equal(value, end)):
            return False
    return True


def member(value: Any, test: Any) -> bool | None:
    """`value in test`: a range includes it, a list holds it or a range with it, or the two are equal."""
    if type(test) is Range:
        return includes(test, value)
    if type(test) is list:
        if equal(value, test):
            return True
        return any(includes(one, value) if type(one) is Range else equal(value, one) for one in test)
    return equal(value, test)
