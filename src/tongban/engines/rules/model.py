"""A DMN model, read and compiled: immutable, its decisions in an order in which each comes after what it requires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.run import Frame
from tongban.engines.rules.table import Table
from tongban.engines.rules.tree import Type


class Logic(Protocol):
    """What yields the value of a decision or of an entry of a context."""

    @property
    def names(self) -> frozenset[str]: ...

    def value(self, frame: Frame) -> object: ...


@dataclass(frozen=True)
class Formula:
    """A literal expression."""

    expression: Expression
    line: int

    @property
    def names(self) -> frozenset[str]:
        return self.expression.names

    def value(self, frame: Frame) -> object:
        return self.expression.code(frame)


@dataclass(frozen=True)
class Boxed:
    """A boxed context: named entries, each of which sees those before it; the last may stand alone as the result."""

    entries: tuple[tuple[str, Logic], ...]
    result: Logic | None

    @property
    def names(self) -> frozenset[str]:
        found: set[str] = set()
        own: set[str] = set()
        for name, logic in [*self.entries, *([("", self.result)] if self.result else [])]:
            found |= logic.names - own
            own.add(name)
        return frozenset(found)

    def value(self, frame: Frame) -> object:
        found: dict[str, object] = {}
        inner = frame.inner(found)
        for name, logic in self.entries:
            found[name] = logic.value(inner)
        return self.result.value(inner) if self.result else found


@dataclass(frozen=True)
class ItemType:
    """A declared type with the values it allows."""

    name: str
    type: Type
    allowed: Cell | None = None


@dataclass(frozen=True)
class InputData:
    id: str
    name: str
    variable: str
    type: Type
    line: int


@dataclass(frozen=True)
class Decision:
    """`requires` are the variables of the input data and decisions that it sees; `needs` all decisions before it."""

    id: str
    name: str
    variable: str
    type: Type
    requires: tuple[str, ...]
    logic: Logic
    line: int

    def tables(self) -> tuple[Table, ...]:
        """The decision tables in the logic."""
        return tuple(_tables(self.logic))


def _tables(logic: Logic | None) -> list[Table]:
    if isinstance(logic, Table):
        return [logic]
    if isinstance(logic, Boxed):
        parts = [part for _, part in logic.entries] + [logic.result]
        return [table for part in parts for table in _tables(part)]
    return []


@dataclass(frozen=True)
class Model:
    """`inputs` and `decisions` by their variables; decisions in the order of the requirement graph."""

    name: str
    namespace: str
    source: str
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    types: Mapping[str, ItemType] = field(default_factory=dict)
    plain_types: Mapping[str, Type] = field(default_factory=dict)

    def decision(self, name: str) -> Decision:
        """A decision by its name. Raises LookupError that names the known ones."""
        found = next((one for one in self.decisions.values() if name in (one.name, one.variable)), None)
        if found is None:
            known = ", ".join(one.name for one in self.decisions.values())
            raise LookupError(f"{self.source}: no decision {name!r}; known: {known}")
        return found

    def plan(self, decision: Decision) -> list[Decision]:
        """The decisions that this one needs, in order, itself last."""
        needed = {decision.variable}
        for one in reversed(tuple(self.decisions.values())):
            if one.variable in needed:
                needed.update(one.requires)
        return [one for one in self.decisions.values() if one.variable in needed]
