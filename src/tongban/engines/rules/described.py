"""What a cell of a decision table asks, as data: for whoever says it in words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.expressions import cell, expression, unusual

OPERATORS = frozenset(("=", "!=", "<", "<=", ">", ">="))


@dataclass(frozen=True)
class Asked:
    """One test: `sign` is =, !=, <, <=, >, >= with `low`, `range` with both ends, or `feel` for anything else, whose
    text is in `low`. `closed` says whether each end of a range is included.
    """

    sign: str
    low: Any
    high: Any = None
    closed: tuple[bool, bool] = (True, True)


@dataclass(frozen=True)
class Described:
    """A cell: any of the tests, or none of them if `negated`; without tests anything passes."""

    tests: tuple[Asked, ...]
    negated: bool = False


def described(text: str) -> Described:
    """What a cell asks. A cell that is no plain list of values, limits and ranges is one test of sign `feel`."""
    try:
        node = cell(text).node
    except FeelError:
        return Described((Asked("feel", text),))
    found = [one for test in node.tests for one in _asked(test)]
    if any(one is None for one in found):
        return Described((Asked("feel", text),))
    return Described(tuple(one for one in found if one is not None), node.negated)


def _asked(node: tree.Node) -> Iterator[Asked | None]:
    if isinstance(node, tree.ListNode):
        for item in node.items:
            yield from _asked(item)
    elif isinstance(node, tree.Bound) and node.operator in OPERATORS:
        yield _with(node.operator, node.limit)
    elif isinstance(node, tree.RangeNode):
        low, high = constant_of(node.low), constant_of(node.high)
        closed = (node.low_closed, node.high_closed)
        yield Asked("range", low[0], high[0], closed) if low and high else None
    else:
        yield _with("=", node)


def _with(sign: str, node: tree.Node) -> Asked | None:
    value = constant_of(node)
    return Asked(sign, value[0]) if value else None


def constant_of(node: tree.Node) -> tuple[Any] | None:
    """The value of a literal, a negative number or a dated one such as `date("2026-01-31")`, in a tuple of one."""
    if isinstance(node, tree.Literal):
        return (node.value,)
    if isinstance(node, tree.Negate):
        inner = constant_of(node.operand)
        return (-inner[0],) if inner and not isinstance(inner[0], str | bool | None) else None
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and not node.named:
        parts = [one.value for one in node.arguments if isinstance(one, tree.Literal) and isinstance(one.value, str)]
        if node.function.name in ("date", "time", "date and time", "duration") and len(parts) == 1:
            value = expression(f'{node.function.name}("{parts[0]}")', unusual(())).evaluate({}).value
            return (value,) if value is not None else None
    return None
