"""Unary tests to closures of value and frame; those over constants, which are most, need no frame at all."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.compiler import INPUT, Compiler
from tongban.engines.rules.constants import UNKNOWN, constant
from tongban.engines.rules.free import names_in
from tongban.engines.rules.run import Frame
from tongban.engines.rules.tree import Node
from tongban.engines.rules.values import Range, Spend, member

Test = Callable[[Any, Frame], bool]
_NUMERIC: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def any_of(tests: list[Test], *, negated: bool) -> Test:
    """A cell: passes when one of its tests does, or none of them when it is negated; without tests always."""
    if not tests:
        return lambda _value, _frame: True
    if len(tests) == 1 and not negated:
        return tests[0]
    return lambda value, frame: any(test(value, frame) for test in tests) is not negated


def compiled_test(compiler: Compiler, node: Node) -> Test:
    """A test of the input: a comparison, a judgement about `?`, or a value, list or range that it must be or be in."""
    if isinstance(node, tree.Bound):
        return _compared(compiler, node)
    value = constant(node)
    if value is not UNKNOWN:
        return _constant(value)
    code = compiler.whole(node)
    if any(name.name == INPUT for name, _ in names_in(node)):
        return lambda value, frame: code(frame.inner({INPUT: value})) is True
    return lambda value, frame: _matches(value, code(frame), frame.run.charge)


def _matches(value: Any, found: Any, spend: Spend) -> bool:
    return member(value, found, spend) is True or (found is True and type(value) is not bool)


def _constant(constant: Any) -> Test:
    if type(constant) is str:
        return lambda value, _: type(value) is str and value == constant
    if type(constant) is Range and type(constant.low) is type(constant.high) is Decimal:
        return _within(constant)
    return lambda value, _: member(value, constant) is True


def _within(interval: Range) -> Test:
    low, high = interval.low, interval.high
    above = operator.le if interval.low_closed else operator.lt
    below = operator.le if interval.high_closed else operator.lt
    return lambda value, _: type(value) is Decimal and above(low, value) and below(value, high)


def _compared(compiler: Compiler, node: tree.Bound) -> Test:
    limit = constant(node.limit)
    compare = _NUMERIC.get(node.operator)
    if type(limit) is Decimal and compare is not None:
        return lambda value, _: type(value) is Decimal and compare(value, limit)
    test = compiler.test(node)
    return lambda value, frame: test(value, frame) is True
