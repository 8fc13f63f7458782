"""A DMN model, read and compiled: immutable, its decisions in an order in which each comes after what it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from tongban.engines.rules.boxed import Boxed, Formula, Lambda, Logic
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.items import Declared, ItemType
from tongban.engines.rules.run import Spot
from tongban.engines.rules.table import Table
from tongban.engines.rules.tree import Type

__all__ = [
    "Boxed", "Decision", "Formula", "InputData", "ItemType", "Knowledge", "Link", "Logic", "Model", "Service",
]  # fmt: skip


Kind = Literal["input", "decision", "knowledge", "service"]


NAMELESS = " "
"""Before the number of an import that has no name: its elements are seen by their plain names."""


@dataclass(frozen=True)
class Link:
    """What an element requires: `prefix` names the import that it comes from, empty for the same model; `variable`
    is the key in that model.
    """

    kind: Kind
    prefix: str
    variable: str

    @property
    def seen_as(self) -> str:
        """The first word by which an expression reaches it."""
        return self.variable if self.nameless else self.prefix

    @property
    def nameless(self) -> bool:
        """Whether it is seen by its plain name."""
        return not self.prefix or self.prefix.startswith(NAMELESS)


@dataclass(frozen=True)
class InputData:
    id: str
    name: str
    variable: str
    type: Type
    line: int


@dataclass(frozen=True)
class Decision:
    """`requires` are the names that it sees: variables of what it requires, prefixes of imports."""

    id: str
    name: str
    variable: str
    type: Type
    requires: tuple[str, ...]
    logic: Logic
    line: int
    links: tuple[Link, ...] = ()
    label: str = ""  # for people, as “中文 / English”

    @cached_property
    def plain(self) -> frozenset[str] | None:
        """The input data that it requires when it requires nothing else; None when it does."""
        own = all(link.kind == "input" and not link.prefix for link in self.links)
        return frozenset(link.variable for link in self.links) if own else None

    def tables(self) -> tuple[Table, ...]:
        """The decision tables in the logic."""
        return tuple(_tables(self.logic))


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: a function by name. `type` is that of its result."""

    id: str
    name: str
    variable: str
    type: Type
    requires: tuple[str, ...]
    logic: Lambda
    line: int
    links: tuple[Link, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """The decision tables in the logic."""
        return tuple(_tables(self.logic))


@dataclass(frozen=True)
class Service:
    """A decision service: as a function its parameters are the input data, then the input decisions."""

    id: str
    name: str
    variable: str
    type: Type
    outputs: tuple[Link, ...]
    inputs: tuple[Link, ...]
    line: int


Element = InputData | Decision | Knowledge | Service


def spot(one: Element) -> Spot:
    """Where warnings about an element point."""
    return one.line, 1, f"{'input' if isinstance(one, InputData) else 'decision'} {one.name!r}"


def _tables(logic: Logic) -> Iterator[Table]:
    if isinstance(logic, Table):
        yield logic
    for part, _ in logic.parts():
        yield from _tables(part)


@dataclass(frozen=True)
class Model:
    """Each kind of element by its variable; decisions in the order of the requirement graph. `findings` are the faults
    and doubts of a model that was read leniently; `text` is what it was read from.
    """

    name: str
    namespace: str
    source: str
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    declared: Declared = field(default_factory=lambda: Declared({}, {}))
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    imports: Mapping[str, Model] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    text: str = field(default="", repr=False, compare=False)

    def decision(self, name: str) -> Decision:
        """A decision by its name. Raises LookupError that names the known ones."""
        found = self._by_name.get(name)
        if found is None:
            known = ", ".join(one.name for one in self.decisions.values())
            raise LookupError(f"{self.source}: no decision {name!r}; known: {known or 'none'}")
        return found

    def service(self, name: str) -> Service:
        """A decision service by its name. Raises LookupError that names the known ones."""
        found = next((one for one in self.services.values() if name in (one.name, one.variable)), None)
        if found is None:
            known = ", ".join(one.name for one in self.services.values())
            raise LookupError(f"{self.source}: no decision service {name!r}; known: {known or 'none'}")
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Decision]:
        return dict(self.decisions) | {one.name: one for one in reversed(tuple(self.decisions.values()))}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Kind, Element]]:
        """Every element with its kind by its id."""
        found: dict[str, tuple[Kind, Element]] = {one.id: ("input", one) for one in self.inputs.values()}
        found |= {one.id: ("decision", one) for one in self.decisions.values()}
        found |= {one.id: ("knowledge", one) for one in self.knowledge.values()}
        return found | {one.id: ("service", one) for one in self.services.values()}

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The variables of input data and decisions by their names, and by themselves."""
        every: list[InputData | Decision] = [*self.inputs.values(), *self.decisions.values()]
        return {one.variable: one.variable for one in every} | {one.name: one.variable for one in every}

    @cached_property
    def names_below(self) -> frozenset[str]:
        """The names that inputs of this model and of its imports, however deep, may go by."""
        return frozenset(self.named).union(*(one.names_below for one in self.imports.values()))

    def plan(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions of this model that this one needs, in order, itself last."""
        found = self._plans.get(decision.variable)
        if found is None:
            found = self._plans[decision.variable] = self.plan_without(decision, frozenset())
        return found

    @cached_property
    def _plans(self) -> dict[str, tuple[Decision, ...]]:
        return {}

    def plan_without(self, decision: Decision, given: frozenset[str]) -> tuple[Decision, ...]:
        """The plan, less what only those require whose results are given. Without recursion: chains are long."""
        found: dict[str, Decision] = {}
        stack = [decision]
        while stack:
            one = stack[-1]
            needs = () if one is not decision and one.variable in given else one.links
            waiting = [
                self.decisions[link.variable]
                for link in needs
                if link.kind == "decision" and not link.prefix and link.variable not in found
            ]
            if waiting and one.variable not in found:
                stack += waiting
            else:
                found.setdefault(one.variable, one)
                stack.pop()
        return tuple(found.values())
