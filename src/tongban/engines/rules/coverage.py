"""Overlaps, gaps, rows that can never match and rows behind others, over the atoms of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tongban.engines.rules.constants import UNKNOWN, constant
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.regions import NULL, Column, column
from tongban.engines.rules.saying import joined, say
from tongban.engines.rules.table import Rule, Table
from tongban.engines.rules.values import equal

Severity = Literal["error", "warning"]
MOST = 20
MOST_GAPS = 3
BUDGET = 20_000
MAX_ROWS = 1_500
MAX_CELLS = 30_000
MAX_COLUMNS = 200


@dataclass(frozen=True)
class Grid:
    """A table as sets of atoms: for each rule and column those that its cell takes for sure, and those that it may."""

    columns: tuple[Column, ...]
    sure: tuple[tuple[int, ...], ...]
    maybe: tuple[tuple[int, ...], ...]

    def overlap(self, one: int, other: int) -> bool:
        """Whether some case is surely one of both."""
        return all(a & b for a, b in zip(self.sure[one], self.sure[other], strict=True))

    def covers(self, one: int, other: int) -> bool:
        """Whether every case of `other` is surely a case of `one`."""
        return all(not b & ~a for a, b in zip(self.sure[one], self.maybe[other], strict=True))

    def empty(self, one: int) -> bool:
        """Whether no case can be one of this rule."""
        return not all(self.maybe[one])


def grid(table: Table) -> Grid:
    """The grid of a table, without what lies outside the domains of its columns."""
    columns = []
    for place, clause in enumerate(table.inputs):
        declared = table.declared.items.get(clause.type.name)
        allowed = clause.allowed or (declared.allowed if declared else None)
        columns.append(column([rule.cells[place] for rule in table.rules], allowed, clause.type.name))
    within = [one.domain | NULL for one in columns]
    pairs = [[one.cell(cell) for one, cell in zip(columns, rule.cells, strict=True)] for rule in table.rules]
    sure = tuple(tuple(pair[0] & mask for pair, mask in zip(row, within, strict=True)) for row in pairs)
    maybe = tuple(tuple(pair[1] & mask for pair, mask in zip(row, within, strict=True)) for row in pairs)
    return Grid(tuple(columns), sure, maybe)


def coverage(table: Table) -> Iterator[Finding]:
    """What the rules of a table leave open, decide twice or never decide."""
    width, height = len(table.inputs), len(table.rules)
    if height > MAX_ROWS or width > MAX_COLUMNS or width * height > MAX_CELLS:
        text = say("more-than-rules-inputs-or-cells", max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, max_cells=MAX_CELLS)
        yield _finding(table, None, "warning", text)
        return
    if not table.inputs:
        return
    found = grid(table)
    yield from _impossible(table, found)
    yield from _unasked(table)
    if table.policy in ("U", "A"):
        yield from _overlaps(table, found)
    if table.policy in ("F", "P"):
        yield from _masked(table, found)
    single = table.policy in ("U", "A", "F", "P")
    if single and not any(clause.default for clause in table.outputs):
        yield from _gaps(table, found)


def _finding(
    table: Table, rule: Rule | None, severity: Severity, message: str, suggestion: str = "", *, column: int = 0
) -> Finding:
    index, element, line = (rule.index, rule.id, rule.line) if rule else (0, table.id, table.line)
    return Finding(severity, table.name, index, column, element, line, message, suggestion)


def _impossible(table: Table, found: Grid) -> Iterator[Finding]:
    for place, rule in enumerate(table.rules):
        if found.empty(place):
            yield _finding(table, rule, "warning", say("this-rule-can-never-match"))


def _unasked(table: Table) -> Iterator[Finding]:
    for place, clause in enumerate(table.inputs):
        if all(rule.cells[place].any for rule in table.rules):
            message = say("no-rule-asks-for", label=clause.label)
            yield _finding(table, None, "warning", message, say("take-column-out"), column=place + 1)


def _overlaps(table: Table, found: Grid) -> Iterator[Finding]:
    count = 0
    for later, rule in enumerate(table.rules):
        for earlier in range(later):
            if not found.overlap(earlier, later):
                continue
            same = table.policy == "A" and _same_outputs(table.rules[earlier], rule)
            if same:
                continue
            count += 1
            if count > MOST:
                yield _finding(table, rule, "error", say("and-more-only-first-overlaps-are", most=MOST))
                return
            policy = say("table-is-unique") if table.policy == "U" else say("their-outputs-differ")
            message = say("rules-and-can-both-match-but", earlier=earlier + 1, later=later + 1, policy=policy)
            severity: Severity = "error" if same is False else "warning"
            yield _finding(table, rule, severity, message, say("narrow-one-of-them-or-choose"))


def _same_outputs(one: Rule, other: Rule) -> bool | None:
    """Whether two rules yield the same; None when that shows only when they are computed."""
    if all(a.text == b.text for a, b in zip(one.outputs, other.outputs, strict=True)):
        return True
    pairs = [(constant(a.node), constant(b.node)) for a, b in zip(one.outputs, other.outputs, strict=True)]
    if any(UNKNOWN in (a, b) for a, b in pairs):
        return None
    return all(equal(a, b) for a, b in pairs)


def _masked(table: Table, found: Grid) -> Iterator[Finding]:
    """Rules whose every case goes to others: to one that comes before or ranks above, or to several together."""
    ranks = [_rank(table, rule) for rule in table.rules] if table.policy == "P" else None
    together = _Together(found)
    first = say("comes-first") if ranks is None else say("ranks-above")
    for place, rule in enumerate(table.rules):
        if found.empty(place):
            continue
        if ranks is None:
            above = list(range(place))
        else:
            own = ranks[place]
            above = [n for n, rank in enumerate(ranks) if own and rank and (rank, n) < (own, place)]
        cover = next((one for one in above if found.covers(one, place)), None)
        if cover is not None:
            yield _finding(table, rule, "warning", say("rule-masked", cover=cover + 1, first=first))
        elif together.hide(place, above):
            yield _finding(table, rule, "warning", say("rule-masked-together", first=first))


def _rank(table: Table, rule: Rule) -> list[int] | None:
    """The places of a rule's outputs among the declared values; None when an output is computed."""
    found = []
    for clause, output in zip(table.outputs, rule.outputs, strict=True):
        value: Any = constant(output.node)
        if value is UNKNOWN:
            return None
        found.append(next((n for n, one in enumerate(clause.order) if equal(value, one)), len(clause.order)))
    return found


def _gaps(table: Table, found: Grid) -> Iterator[Finding]:
    labels = [clause.label for clause in table.inputs]
    search = _Search(
        _takers(found.columns, found.maybe), [one.domain for one in found.columns], (1 << len(table.rules)) - 1
    )
    for gap in search.free(MOST_GAPS):
        shown = [
            say("label-value", label=label, value=c.described(atom))
            for label, c, atom in zip(labels, found.columns, gap, strict=False)
        ]
        yield _finding(
            table,
            None,
            "warning",
            say("no-rule-matches-when", names=joined("and", shown)),
            say("add-rule-or-default-output"),
        )


class _Together:
    """Whether some rules take every case of another one, none of them alone."""

    def __init__(self, found: Grid) -> None:
        self.found = found
        self.takers = _takers(found.columns, found.sure)
        self.searches = MOST

    def hide(self, rule: int, above: list[int]) -> bool:
        rules = sum(1 << one for one in above if self.found.overlap(one, rule))
        if rules & (rules - 1) == 0 or self._shown(rule, rules) or not self.searches:
            return False
        self.searches -= 1
        search = _Search(self.takers, self.found.maybe[rule], rules)
        return not search.free(1) and search.budget >= 0

    def _shown(self, rule: int, left: int) -> bool:
        """Whether a quick look finds a case of the rule that none of the others takes: by column the atom that most
        of them do not take.
        """
        for takers, region in zip(self.takers, self.found.maybe[rule], strict=True):
            left = min((left & takers[atom] for atom in _atoms(region)), key=int.bit_count)
            if not left:
                return True
        return False


class _Search:
    """Looks for cases that none of some rules (bits) takes. `takers` are by column and atom the rules that take it,
    `domains` the atoms to look at. Atoms that the same rules take are walked once, states seen before never.
    """

    def __init__(self, takers: list[list[int]], domains: Sequence[int], rules: int) -> None:
        self.budget = BUDGET
        self.done: set[tuple[int, int]] = set()
        self.rules = rules
        self.classes: list[dict[int, int]] = []
        for one, domain in zip(takers, domains, strict=True):
            classes: dict[int, int] = {}
            for atom in _atoms(domain):
                classes.setdefault(one[atom] & rules, atom)
            self.classes.append(classes)

    def free(self, most: int) -> list[tuple[int, ...]]:
        """Cases as the atoms of the first columns, the others being free. Fewer when the budget ends."""
        found: list[tuple[int, ...]] = []
        self._walk(0, self.rules, (), found, most)
        return found

    def _walk(self, place: int, rules: int, path: tuple[int, ...], found: list[tuple[int, ...]], most: int) -> None:
        if self.budget < 0 or (place, rules) in self.done:
            return
        self.done.add((place, rules))
        for takers, atom in self.classes[place].items():
            self.budget -= 1
            left = rules & takers
            if not left:
                found.append((*path, atom))
            elif place + 1 < len(self.classes):
                self._walk(place + 1, left, (*path, atom), found, most)
            if len(found) >= most or self.budget < 0:
                return


def _atoms(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _takers(columns: Sequence[Column], rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """By column and atom the rules (as bits) that take it."""
    found = []
    for place, one in enumerate(columns):
        whole = one.domain | NULL
        takers = [0] * one.full.bit_length()
        everywhere = 0
        for rule, masks in enumerate(rows):
            if masks[place] == whole:
                everywhere |= 1 << rule
                continue
            for atom in _atoms(masks[place]):
                takers[atom] |= 1 << rule
        found.append([rules | everywhere for rules in takers])
    return found
