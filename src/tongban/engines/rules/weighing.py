"""Every row of a decision's table against what was asked: which conditions held, and which did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules.model import Model
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.runner import session_of
from tongban.engines.rules.table import Rule, Table


@dataclass(frozen=True)
class Asking:
    """A cell that asks for something: the column, its value, the text of the cell, and whether the value passes."""

    label: str
    value: Any
    cell: str
    passes: bool


@dataclass(frozen=True)
class Weighed:
    """A row, from 1, with the texts of its outputs. It fits when every cell passes; the hit policy may take another."""

    index: int
    outputs: tuple[str, ...]
    asked: tuple[Asking, ...]

    @property
    def fits(self) -> bool:
        return all(one.passes for one in self.asked)


def weighed(model: Model, name: str, inputs: Mapping[str, Any], run: Run) -> list[Weighed]:
    """The rows of the decision's own tables, in order. Raises LookupError for an unknown decision."""
    target = model.decision(name)
    session = session_of(model, inputs, run)
    session.decision(target)
    frame = Frame(session.scope(target.links), run)
    return [row for table in target.tables() for row in _rows(table, frame)]


def _rows(table: Table, frame: Frame) -> Iterator[Weighed]:
    values = table.given(frame)
    for rule in table.rules:
        yield Weighed(rule.index, tuple(one.text for one in rule.outputs), tuple(_asked(table, rule, values, frame)))


def _asked(table: Table, rule: Rule, values: list[Any], frame: Frame) -> Iterator[Asking]:
    for clause, value, cell in zip(table.inputs, values, rule.cells, strict=True):
        if not cell.any:
            yield Asking(clause.label, value, cell.text, cell.test(value, frame) is True)
