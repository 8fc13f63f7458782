"""The algebra of table columns: the values that a column speaks of cut its domain into atoms; a cell is a set of them.

With constants c1 < c2 the atoms are: null, below c1, c1 itself, between c1 and c2, c2 itself, above c2. A cell is an
integer with a bit for each atom that it takes, so overlaps, gaps and masked rows are exact and cheap. A cell that holds
more than constants takes nothing for sure, and perhaps everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, cmp_to_key
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.compiler import INPUT
from tongban.engines.rules.constants import UNKNOWN, constant
from tongban.engines.rules.expressions import Cell
from tongban.engines.rules.saying import say
from tongban.engines.rules.shown import shown
from tongban.engines.rules.tree import Node
from tongban.engines.rules.values import equal, kind_of, less

NULL = 1
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class Incomputable(Exception):  # noqa: N818 (no error: such a cell takes nothing for sure and perhaps everything)
    """A cell holds more than constants."""


@dataclass(frozen=True)
class Column:
    """The atoms of a column: constants in order; bit 0 is null, bit 2i+1 the gap before constant i, bit 2i+2 itself."""

    values: tuple[Any, ...]
    domain: int

    @property
    def full(self) -> int:
        return (1 << (2 * len(self.values) + 2)) - 1

    def point(self, value: Any) -> int:
        if value is None:
            return NULL
        return 1 << (2 * self._place(value) + 2)

    @cached_property
    def _places(self) -> dict[Any, int]:
        return {value: place for place, value in enumerate(self.values)}

    def _place(self, value: Any) -> int:
        return self._places[value]

    def interval(self, low: Any, high: Any, *, closed: tuple[bool, bool]) -> int:
        """The atoms from low to high; None is no limit to that side."""
        start = 1 if low is None else 2 * self._place(low) + (2 if closed[0] else 3)
        end = 2 * len(self.values) + 1 if high is None else 2 * self._place(high) + (2 if closed[1] else 1)
        return ((1 << (end + 1)) - (1 << start)) if end >= start else 0

    def compared(self, sign: str, value: Any) -> int:
        if sign in ("=", "!="):
            return self.point(value) if sign == "=" else self.full & ~self.point(value) & ~NULL
        closed = sign in ("<=", ">=")
        if sign[0] == "<":
            return self.interval(None, value, closed=(False, closed))
        return self.interval(value, None, closed=(closed, False))

    def cell(self, cell: Cell) -> tuple[int, int]:
        """The atoms that a cell takes for sure, and those that it may take."""
        if cell.any:
            return self.full, self.full
        found = 0
        try:
            for node in cell.node.tests:
                found |= self._node(node)
        except (Incomputable, KeyError):  # more than constants, or constants of another type than the column's
            return 0, self.full
        found = self.full & ~found if cell.node.negated else found
        return found, found

    def _node(self, node: Node) -> int:
        if isinstance(node, tree.Bound):
            return self.compared(node.operator, _known(node.limit))
        if isinstance(node, tree.RangeNode):
            return self.interval(_known(node.low), _known(node.high), closed=(node.low_closed, node.high_closed))
        if isinstance(node, tree.Compare):
            sign, limit = _about_input(node)
            return self.compared(sign, _known(limit))
        if isinstance(node, tree.ListNode):
            return self._union(node.items)
        return self.point(_known(node))

    def _union(self, nodes: Iterable[Node]) -> int:
        found = 0
        for node in nodes:
            found |= self._node(node)
        return found

    def described(self, atom: int) -> str:
        """An atom in words."""
        place, itself = divmod(atom - 1, 2)
        if itself:
            return f"= {_text(self.values[place])}"
        if not self.values:
            return say("any-value")
        if kind_of(self.values[0]) == "string":
            return say("another-text")
        if place == 0:
            return f"< {_text(self.values[0])}"
        if place == len(self.values):
            return f"> {_text(self.values[-1])}"
        return f"in ({_text(self.values[place - 1])}..{_text(self.values[place])})"


def _text(value: Any) -> str:
    return f'"{value}"' if type(value) is str else shown(value)


def _known(node: Node) -> Any:
    value = constant(node)
    if value is UNKNOWN or type(value) in (list, dict):
        raise Incomputable
    return value


def _about_input(node: tree.Compare) -> tuple[str, Node]:
    if isinstance(node.left, tree.Name) and node.left.name == INPUT:
        return node.operator, node.right
    if isinstance(node.right, tree.Name) and node.right.name == INPUT:
        return TURNED[node.operator], node.left
    raise Incomputable


def _constants(node: Node) -> Iterator[Any]:
    if isinstance(node, tree.Bound):
        yield _known(node.limit)
    elif isinstance(node, tree.RangeNode):
        yield from (_known(node.low), _known(node.high))
    elif isinstance(node, tree.Compare):
        yield _known(_about_input(node)[1])
    elif isinstance(node, tree.ListNode):
        for item in node.items:
            yield from _constants(item)
    else:
        yield _known(node)


def column(cells: Iterable[Cell], allowed: Cell | None, kind: str) -> Column:
    """The column of these cells. One that compares values of several types knows no constants."""
    found: list[Any] = [False, True] if kind == "boolean" else []
    for cell in cells:
        found += _known_in(cell)
    bounds = _known_in(allowed) if allowed else []
    if len({kind_of(value) for value in [*found, *bounds]}) > 1:
        bounds = []
    try:
        values = tuple(_ordered([*found, *bounds]))
    except Incomputable:
        return Column((), Column((), 0).full & ~NULL)
    plain = Column(values, 0)
    domain = plain.cell(allowed)[1] if allowed and bounds else plain.full
    return Column(values, domain & ~NULL & ~_empty(values))


def _known_in(cell: Cell) -> list[Any]:
    """The constants of a cell; none when it holds more than constants."""
    try:
        return [value for node in cell.node.tests for value in _constants(node) if value is not None]
    except Incomputable:
        return []


def _ordered(values: list[Any]) -> list[Any]:
    if len({kind_of(value) for value in values}) > 1:
        raise Incomputable
    if values and type(values[0]) is bool:
        return sorted(set(values))
    if any(less(values[0], value) is None for value in values):
        raise Incomputable
    ordered = sorted(values, key=cmp_to_key(lambda a, b: -1 if less(a, b) else (1 if less(b, a) else 0)))
    return [value for place, value in enumerate(ordered) if place == 0 or not equal(value, ordered[place - 1])]


def _empty(values: tuple[Any, ...]) -> int:
    """The gaps between constants in which nothing lies: between two consecutive days, and around true and false."""
    if values and type(values[0]) is bool:
        return sum(1 << (2 * place + 1) for place in range(len(values) + 1))
    day = dt.timedelta(days=1)
    return sum(
        1 << (2 * place + 1)
        for place in range(1, len(values))
        if type(values[place]) is dt.date and values[place] - values[place - 1] == day
    )
