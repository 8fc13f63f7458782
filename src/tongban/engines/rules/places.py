"""Every expression of a model with its place: for checks that look into texts without knowing of tables and boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.engines.rules.boxed import Formula, Logic
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.expressions import Cell, Expression
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
