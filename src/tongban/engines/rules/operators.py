"""The operators of FEEL over values: arithmetic by the types of both sides, comparison, three-valued logic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tongban.engines.rules import durations
from tongban.engines.rules.moments import LongSpan
from tongban.engines.rules.values import NUMBERS, YearsMonths, equal, kind_of, less

Operation = Callable[[Any, Any], Any]
NUMBER, TEXT, DATE, TIME, MOMENT, SPAN, MONTHS = (
    "number", "string", "date", "time", "date and time", "days and time duration", "years and months duration",
)  # fmt: skip


def _number(operation: Callable[[Decimal, Decimal], Decimal]) -> Operation:
    def calculated(left: Decimal, right: Decimal) -> Decimal | None:
        found = operation(left, right)
        return found if found.is_finite() else None

    return calculated


divide = _number(NUMBERS.divide)
ADD: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): _number(NUMBERS.add),
    (TEXT, TEXT): lambda left, right: left + right,
    (SPAN, SPAN): durations.added,
    (MONTHS, MONTHS): lambda left, right: durations.months_of(Decimal(left.months + right.months)),
}
SUBTRACT: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): _number(NUMBERS.subtract),
    (SPAN, SPAN): durations.reduced,
    (MONTHS, MONTHS): lambda left, right: durations.months_of(Decimal(left.months - right.months)),
    (TIME, TIME): durations.difference,
}
MULTIPLY: dict[tuple[str, str], Operation] = {(NUMBER, NUMBER): _number(NUMBERS.multiply)}
DIVIDE: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): divide,
    (SPAN, SPAN): durations.ratio,
    (MONTHS, MONTHS): lambda left, right: divide(Decimal(left.months), Decimal(right.months)),
}
POWER: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): _number(lambda base, exponent: NUMBERS.power(base, exponent) if exponent else Decimal(1))
}
for _span in (SPAN, MONTHS):
    MULTIPLY[_span, NUMBER] = durations.scaled
    MULTIPLY[NUMBER, _span] = lambda left, right: durations.scaled(right, left)
    DIVIDE[_span, NUMBER] = durations.part
    for _point in (DATE, TIME, MOMENT):
        ADD[_point, _span] = durations.add
        ADD[_span, _point] = lambda left, right: durations.add(right, left)
        SUBTRACT[_point, _span] = durations.subtract
for _left in (DATE, MOMENT):
    for _right in (DATE, MOMENT):
        SUBTRACT[_left, _right] = durations.difference
ARITHMETIC = {"+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE, "**": POWER}


def calculate(sign: str, left: Any, right: Any) -> Any:
    """`left sign right`; None when the types do not go together, or the result is beyond what the type holds."""
    operation = ARITHMETIC[sign].get((kind_of(left), kind_of(right)))
    return None if operation is None else operation(left, right)


def negative(value: Any) -> Any:
    """A number or duration with its sign turned; None for other values."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    return durations.negative(value) if isinstance(value, dt.timedelta | LongSpan | YearsMonths) else None


def _turned(value: bool | None) -> bool | None:  # noqa: FBT001 (a truth value is the operand)
    return None if value is None else not value


COMPARISON: dict[str, Callable[[Any, Any], bool | None]] = {
    "=": equal,
    "!=": lambda left, right: _turned(equal(left, right)),
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: _turned(less(right, left)),
    ">=": lambda left, right: _turned(less(left, right)),
}


def conjunction(values: Iterable[Any]) -> bool | None:
    """`and` in three values: false wins over null; what is no truth value counts as null."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is not True
    return None if unknown else True


def disjunction(values: Iterable[Any]) -> bool | None:
    """`or` in three values: true wins over null; what is no truth value counts as null."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is not False
    return None if unknown else False
