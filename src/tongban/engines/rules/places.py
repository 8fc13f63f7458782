"""Every expression of a model with its place: for checks that look into texts without knowing of tables and boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.engines.rules import tree
from tongban.engines.rules.boxed import Formula, Logic
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.free import children
from tongban.engines.rules.model import Decision, Knowledge, Model
from tongban.engines.rules.table import Table


@dataclass(frozen=True)
class Place:
    """Where an expression stands: row and column as in a Finding; `text` is the compiled expression or cell."""

    owner: str
    row: int
    column: int
    element: str
    line: int
    text: Expression | Cell

    def finding(self, message: str, suggestion: str = "", severity: Literal["error", "warning"] = "error") -> Finding:
        """What a check has to say of this place."""
        return Finding(severity, self.owner, self.row, self.column, self.element, self.line, message, suggestion)


def places(model: Model) -> Iterator[Place]:
    """The expressions of all decisions and knowledge models."""
    owners: list[Decision | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    for one in owners:
        yield from _of(one.logic, one)


def _of(logic: Logic, owner: Decision | Knowledge) -> Iterator[Place]:
    if isinstance(logic, Formula):
        yield Place(owner.name, 0, 0, owner.id, logic.line, logic.expression)
    elif isinstance(logic, Table):
        yield from _table(logic, owner)
    else:
        for part, _ in logic.parts():
            yield from _of(part, owner)


def _table(table: Table, owner: Decision | Knowledge) -> Iterator[Place]:
    for column, clause in enumerate(table.inputs, 1):
        yield Place(owner.name, 0, column, table.id, clause.line, clause.expression)
    width = len(table.inputs)
    for rule in table.rules:
        for column, cell in enumerate(rule.cells, 1):
            yield Place(owner.name, rule.index, column, rule.id, rule.line, cell)
        for column, output in enumerate(rule.outputs, width + 1):
            yield Place(owner.name, rule.index, column, rule.id, rule.line, output)


def calls(node: tree.Node) -> Iterator[tree.Call]:
    """Every call in a tree, by whatever name."""
    if isinstance(node, tree.Call):
        yield node
    for child in children(node):
        yield from calls(child)


def called_outside(model: Model) -> frozenset[str]:
    """The names of functions that neither FEEL nor the model has."""
    names = {
        call.function.name
        for place in places(model)
        for call in calls(place.text.node)
        if isinstance(call.function, tree.Name)
    }
    return frozenset(names - TABLE.keys() - model.knowledge.keys() - model.services.keys())
