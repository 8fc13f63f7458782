"""Which rules of a table match, looked up over the constants of its columns instead of asked rule by rule.

A column of texts, numbers or truth values that holds constants only is cut into atoms (see `regions`); each atom knows
its rules as the bits of one integer. Deciding is then a search in a sorted list for each column, and an `and`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from tongban.engines.rules.expressions import Cell
from tongban.engines.rules.regions import Column, column
from tongban.engines.rules.run import Frame
from tongban.engines.rules.unary import Test

FEWEST = 6
MOST = 1_000
KINDS: tuple[type, ...] = (str, Decimal, bool)
Lookup = Callable[[Any], int]


@dataclass(frozen=True)
class Index:
    """`lookups` are the columns that are looked up: place, type of value, rules that take a value. `tests` are by rule
    the cells of the other columns.
    """

    lookups: tuple[tuple[int, type, Lookup], ...]
    tests: tuple[tuple[tuple[int, Test], ...], ...]
    _decoded: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def matching(self, values: Sequence[Any], frame: Frame) -> list[int] | None:
        """The places of the rules that match, in order; None when a value is of another type than its column."""
        found = -1
        for place, kind, lookup in self.lookups:
            value = values[place]
            if type(value) is not kind:
                return None
            found &= lookup(value)
        places = self._decoded.get(found)
        if places is None:
            places = self._places(found)
        if not self._asks:
            return places
        return [rule for rule in places if all(test(values[place], frame) for place, test in self.tests[rule])]

    @cached_property
    def _asks(self) -> bool:
        return any(self.tests)

    def _places(self, found: int) -> list[int]:
        if len(self._decoded) >= MOST:
            self._decoded.clear()
        places = self._decoded[found] = [rule for rule in range(found.bit_length()) if found >> rule & 1]
        return places


def indexed(rows: Sequence[Sequence[Cell]]) -> Index | None:
    """The index over the input cells of a table; None when there is nothing to win."""
    if not FEWEST <= len(rows) <= MOST:
        return None
    lookups = []
    others = []
    for place in range(len(rows[0])):
        cells = [row[place] for row in rows]
        lookup = None if all(cell.any for cell in cells) else _lookup(cells)
        if lookup is not None:
            lookups.append((place, *lookup))
        else:
            others.append(place)
    tests = tuple(tuple((place, row[place].test) for place in others if not row[place].any) for row in rows)
    return Index(tuple(lookups), tests) if lookups else None


def _lookup(cells: Sequence[Cell]) -> tuple[type, Lookup] | None:
    """Type and search of a column; None when a cell holds more than constants of one type."""
    one = column(cells, None, "")
    kind = type(one.values[0]) if one.values else None
    if kind not in KINDS or kind is None:
        return None
    takers = [0] * one.full.bit_length()
    free = 0
    for rule, cell in enumerate(cells):
        sure, maybe = one.cell(cell)
        if sure != maybe:
            return None
        if cell.any:
            free |= 1 << rule
            continue
        while sure:
            low = sure & -sure
            sure ^= low
            takers[low.bit_length() - 1] |= 1 << rule
    return kind, _search(one, [rules | free for rules in takers])


def _search(one: Column, takers: list[int]) -> Lookup:
    values, gaps = one.values, takers[1::2]
    exact = {value: takers[2 * place + 2] for place, value in enumerate(values)}
    if type(values[0]) is not Decimal and len(set(gaps)) == 1:
        other = gaps[0]
        return lambda value: exact.get(value, other)
    points = takers[2::2]

    def search(value: Any) -> int:
        place = bisect_left(values, value)
        if place < len(values) and values[place] == value:
            return points[place]
        return gaps[place]

    return search
