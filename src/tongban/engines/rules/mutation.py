"""Mutation: a rule is changed in one place at a time; a change that no worked case notices is a place not proved.

The changes: a row is dropped; an output or a formula yields something else; a condition is ignored; a limit takes in
its end or leaves it out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from tongban.engines.rules import tree
from tongban.engines.rules.boxed import Formula, Logic
from tongban.engines.rules.builtins import Builtin
from tongban.engines.rules.compiler import Compiler
from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.model import Decision, Knowledge, Model
from tongban.engines.rules.run import Code
from tongban.engines.rules.table import Rule, Table
from tongban.engines.rules.unary import any_of, compiled_test
from tongban.engines.rules.worked import WorkedCase, prove

T = TypeVar("T", Decision, Knowledge)
STEPS = 20_000
OTHER_END = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


@dataclass(frozen=True)
class Survivor:
    """A change that no case notices: `row` and `column` count from 1, inputs before outputs; 0 is the whole."""

    decision: str
    row: int
    column: int
    line: int
    change: str


@dataclass(frozen=True)
class Report:
    """`red` are the cases that fail without any change, by place; `tried` of `possible` changes were made, the rest
    were not reached in time. `survivors` are those that nobody noticed.
    """

    red: tuple[tuple[int, str], ...]
    possible: int
    tried: int
    survivors: tuple[Survivor, ...]


@dataclass(frozen=True)
class _Change:
    place: Survivor
    old: Any
    new: Any
    row: tuple[str, int] | None = None  # the row that must match for the change to be seen


def mutated(
    model: Model,
    cases: Sequence[WorkedCase],
    *,
    functions: Mapping[str, Builtin] | None = None,
    seconds: float = 60,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Changes a model in each place and asks the cases; stops after so many seconds."""
    until = clock() + seconds
    proofs = [prove(model, case, functions) for case in cases]
    red = tuple((place, fault) for place, proof in enumerate(proofs) for fault in proof.faults)
    owners: list[Decision | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    changes = [change for owner in owners for change in _of(owner.logic, owner)]
    if red:
        return Report(red, len(changes), 0, ())
    hit = {(row.table, row.index) for proof in proofs if proof.outcome for row in proof.outcome.trace}
    survivors, tried = [], 0
    for change in changes:
        if clock() > until:
            break
        tried += 1
        if change.row is not None and change.row not in hit:
            survivors.append(replace(change.place, change=f"{change.place.change}: no case reaches this row"))
        elif not _noticed(model, change, cases, functions):
            survivors.append(change.place)
    return Report((), len(changes), tried, tuple(survivors))


def _noticed(
    model: Model, change: _Change, cases: Sequence[WorkedCase], functions: Mapping[str, Builtin] | None
) -> bool:
    def changed(owners: Mapping[str, T]) -> dict[str, T]:
        return {
            variable: replace(one, logic=_swapped(one.logic, change.old, change.new))
            if one.name == change.place.decision
            else one
            for variable, one in owners.items()
        }

    other = replace(model, decisions=changed(model.decisions), knowledge=changed(model.knowledge))
    return any(prove(other, case, functions, STEPS).faults for case in cases)


def _swapped(value: Any, old: Any, new: Any) -> Any:
    """A copy of a structure with one part replaced; a part replaced by None leaves its tuple."""
    if value is old:
        return new
    if isinstance(value, tuple):
        parts = [_swapped(one, old, new) for one in value]
        if all(one is part for one, part in zip(value, parts, strict=True)):
            return value
        return tuple(part for one, part in zip(value, parts, strict=True) if one is not old or part is not None)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | tree.Node | Cell | Expression):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
        changed = {name: _swapped(part, old, new) for name, part in fields.items()}
        return value if all(changed[name] is fields[name] for name in fields) else replace(value, **changed)
    return value


def _of(logic: Logic, decision: Decision | Knowledge) -> Iterator[_Change]:
    if isinstance(logic, Formula):
        place = Survivor(decision.name, 0, 0, logic.line, "the formula yields something else")
        yield _Change(place, logic.expression, _other(logic.expression))
    elif isinstance(logic, Table):
        for rule in logic.rules:
            yield from _rule(logic, rule, decision)
    else:
        for part, _ in logic.parts():
            yield from _of(part, decision)


def _rule(table: Table, rule: Rule, decision: Decision | Knowledge) -> Iterator[_Change]:
    here, row = Survivor(decision.name, rule.index, 0, rule.line, ""), (table.name, rule.index)
    yield _Change(replace(here, change="the row is dropped"), rule, None, row)
    for column, cell in enumerate(rule.cells, 1):
        if cell.any:
            continue
        label = f"the condition {cell.text.strip()[:60]}"
        place = replace(here, column=column, change=f"{label} is ignored")
        yield _cell(place, rule, _made(cell, (), negated=False))
        for tests in _other_ends(cell.node.tests):
            place = replace(here, column=column, change=f"{label} has another end")
            yield _cell(place, rule, _made(cell, tests, negated=cell.node.negated))
    for column, output in enumerate(rule.outputs, len(rule.cells) + 1):
        place = replace(here, column=column, change=f"the output {output.text.strip()[:60]} is something else")
        yield _Change(place, output, _other(output), row)


def _cell(place: Survivor, rule: Rule, new: Cell) -> _Change:
    cells = tuple(new if at == place.column else one for at, one in enumerate(rule.cells, 1))
    return _Change(place, rule, replace(rule, cells=cells))


def _made(cell: Cell, tests: tuple[tree.Node, ...], *, negated: bool) -> Cell:
    """A cell of other tests."""
    compiled = [compiled_test(Compiler(cell.text), one) for one in tests]
    node = replace(cell.node, tests=tests, negated=negated)
    return Cell(cell.text, cell.names, node, any_of(compiled, negated=negated))


def _other_ends(tests: tuple[tree.Node, ...]) -> Iterator[tuple[tree.Node, ...]]:
    """The tests with one end taken in that was left out, or the other way round."""
    for place, test in enumerate(tests):
        for other in _other_end(test):
            yield (*tests[:place], other, *tests[place + 1 :])


def _other_end(test: tree.Node) -> Iterator[tree.Node]:
    if isinstance(test, tree.Bound) and test.operator in OTHER_END:
        yield replace(test, operator=OTHER_END[test.operator])
    elif isinstance(test, tree.RangeNode):
        yield replace(test, low_closed=not test.low_closed)
        yield replace(test, high_closed=not test.high_closed)


def _other(expression: Expression) -> Expression:
    """An expression whose value is another one of the same type."""
    code: Code = expression.code
    return replace(expression, code=lambda frame: different(code(frame)))


def different(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool | Decimal):
        return not value if isinstance(value, bool) else value + 1
    if isinstance(value, str):
        return f"{value}*"
    if isinstance(value, dt.date):
        return value.replace(year=value.year - 1 if value.year > 1 else 2, day=1)
    if isinstance(value, list):
        return [*value[:-1], different(value[-1])] if value else [Decimal(1)]
    if isinstance(value, dict) and value:
        first = next(iter(value))
        return value | {first: different(value[first])}
    return Decimal(1) if value is None else None
