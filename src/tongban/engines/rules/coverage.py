"""Overlaps, gaps and rows that can never match, over the atoms of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.engines.rules.errors import Finding
from tongban.engines.rules.regions import NULL, Column, Incomputable, column
from tongban.engines.rules.table import Rule, Table

Severity = Literal["error", "warning"]
MOST = 20
MOST_GAPS = 3
BUDGET = 20_000
MAX_ROWS = 1_500


@dataclass(frozen=True)
class Grid:
    """A table whose every cell is computable: a mask for each rule and column."""

    columns: tuple[Column, ...]
    masks: tuple[tuple[int, ...], ...]

    def overlap(self, one: int, other: int) -> bool:
        return all(
            a & b & (c.domain | NULL) for a, b, c in zip(self.masks[one], self.masks[other], self.columns, strict=True)
        )

    def covers(self, one: int, other: int) -> bool:
        """Whether every case of `other` is a case of `one`."""
        return all(
            not b & (c.domain | NULL) & ~a
            for a, b, c in zip(self.masks[one], self.masks[other], self.columns, strict=True)
        )

    def empty(self, one: int) -> bool:
        return any(not mask & (c.domain | NULL) for mask, c in zip(self.masks[one], self.columns, strict=True))


def grid(table: Table) -> Grid | None:
    """The grid of a table; None when a cell holds more than constants."""
    try:
        columns = tuple(
            column([rule.cells[place] for rule in table.rules], clause.allowed, clause.type.name)
            for place, clause in enumerate(table.inputs)
        )
        masks = tuple(tuple(c.cell(cell) for c, cell in zip(columns, rule.cells, strict=True)) for rule in table.rules)
    except Incomputable:
        return None
    return Grid(columns, masks)


def coverage(table: Table) -> Iterator[Finding]:
    """What the rules of a table leave open or decide twice."""
    if len(table.rules) > MAX_ROWS:
        yield _finding(table, None, "warning", f"more than {MAX_ROWS} rules: overlaps and gaps are not looked for")
        return
    found = grid(table)
    if found is None or not table.inputs:
        return
    yield from _impossible(table, found)
    if table.policy in ("U", "A"):
        yield from _overlaps(table, found)
    if table.policy == "F":
        yield from _masked(table, found)
    single = table.policy in ("U", "A", "F", "P")
    if single and not any(clause.default for clause in table.outputs):
        yield from _gaps(table, found)


def _finding(table: Table, rule: Rule | None, severity: Severity, message: str, suggestion: str = "") -> Finding:
    index, element, line = (rule.index, rule.id, rule.line) if rule else (0, table.id, table.line)
    return Finding(severity, table.name, index, 0, element, line, message, suggestion)


def _impossible(table: Table, found: Grid) -> Iterator[Finding]:
    for place, rule in enumerate(table.rules):
        if found.empty(place):
            yield _finding(table, rule, "warning", "this rule can never match")


def _overlaps(table: Table, found: Grid) -> Iterator[Finding]:
    count = 0
    for later, rule in enumerate(table.rules):
        for earlier in range(later):
            if not found.overlap(earlier, later) or (table.policy == "A" and _same_outputs(table, earlier, later)):
                continue
            count += 1
            if count > MOST:
                return
            policy = "the table is unique" if table.policy == "U" else "their outputs differ"
            message = f"rules {earlier + 1} and {later + 1} can both match, but {policy}"
            yield _finding(table, rule, "error", message, "narrow one of them or choose another hit policy")


def _same_outputs(table: Table, one: int, other: int) -> bool:
    left, right = table.rules[one].outputs, table.rules[other].outputs
    return all(a.text == b.text for a, b in zip(left, right, strict=True))


def _masked(table: Table, found: Grid) -> Iterator[Finding]:
    for later, rule in enumerate(table.rules):
        cover = next((one for one in range(later) if found.covers(one, later)), None)
        if cover is not None and not found.empty(later):
            yield _finding(table, rule, "warning", f"rule {cover + 1} comes first and takes every case of this rule")


def _gaps(table: Table, found: Grid) -> Iterator[Finding]:
    search = _Search(found)
    labels = [clause.label for clause in table.inputs]
    for gap in search.gaps():
        shown = [f"{label} {c.described(atom)}" for label, c, atom in zip(labels, found.columns, gap, strict=False)]
        yield _finding(
            table, None, "warning", f"no rule matches when {' and '.join(shown)}", "add a rule or a default output"
        )


class _Search:
    """Walks the columns; atoms that the same rules take are walked once, and so are states seen before."""

    def __init__(self, found: Grid) -> None:
        self.budget = BUDGET
        self.done: set[tuple[int, int]] = set()
        self.classes = [self._classes(found, place) for place in range(len(found.columns))]
        self.all = (1 << len(found.masks)) - 1

    def _classes(self, found: Grid, place: int) -> dict[int, int]:
        """Rules (as bits) that take an atom, with one such atom."""
        classes: dict[int, int] = {}
        domain = found.columns[place].domain
        for atom in range(domain.bit_length()):
            if domain >> atom & 1:
                rules = sum(1 << rule for rule, masks in enumerate(found.masks) if masks[place] >> atom & 1)
                classes.setdefault(rules, atom)
        return classes

    def gaps(self) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = []
        self._walk(0, self.all, (), found)
        return found

    def _walk(self, place: int, rules: int, path: tuple[int, ...], found: list[tuple[int, ...]]) -> None:
        if len(found) >= MOST_GAPS or self.budget < 0 or (place, rules) in self.done:
            return
        self.done.add((place, rules))
        self.budget -= 1
        for takers, atom in self.classes[place].items():
            left = rules & takers
            if not left:
                found.append((*path, atom))
                if len(found) >= MOST_GAPS:
                    return
            elif place + 1 < len(self.classes):
                self._walk(place + 1, left, (*path, atom), found)
