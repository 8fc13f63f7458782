"""Declared types: item definitions with the values that they allow, and how a value is made to fit one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.rules.expressions import Cell
from tongban.engines.rules.kinds import Types, fit
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type

MAX_DEPTH = 60
SURE: dict[str, type] = {"number": Decimal, "string": str, "boolean": bool}


@dataclass(frozen=True)
class ItemType:
    """A declared type. `allowed` tests a value, or each item of a collection; `constraint` the value as a whole."""

    name: str
    type: Type
    allowed: Cell | None = None
    constraint: Cell | None = None


@dataclass(frozen=True)
class Declared:
    """The types of a model: `plain` their shapes by name for FEEL, `items` with their constraints. A component that is
    constrained has a type of its own, named `type/component`; a type of an import is named `import.type`.
    """

    plain: Types
    items: Mapping[str, ItemType]

    def fit(self, value: Any, kind: Type, run: Run) -> tuple[Any, str]:
        """The value as the type takes it, and an empty text; or null and why it does not fit."""
        if value is None or kind.name == "Any" or type(value) is SURE.get(kind.name):
            return value, ""
        found, fits = fit(value, kind, self.plain, run.charge)
        if not fits:
            return None, say("value-is-not-of-type", name=kind.name)
        if self.items:
            broken = next(self._broken(found, kind, run, 0), None)
            if broken is not None:
                return None, say("none-of", text=broken)
        return found, ""

    def _broken(self, value: Any, kind: Type, run: Run, depth: int) -> Iterator[str]:
        """The texts of the constraints that a value breaks."""
        if value is None or depth > MAX_DEPTH:
            return
        run.charge()
        item = self.items.get(kind.name)
        if item is not None:
            many = type(value) is list and item.type.name == "list"
            for cell, values in ((item.allowed, value if many else [value]), (item.constraint, [value])):
                if cell is not None and not all(cell.test(one, Frame({}, run)) for one in values):
                    yield cell.text
            yield from self._broken(value, item.type, run, depth + 1)
        elif type(value) is list and kind.arguments:
            for one in value:
                yield from self._broken(one, kind.arguments[0], run, depth + 1)
        elif type(value) is dict:
            for name, member in kind.members:
                yield from self._broken(value.get(name), member, run, depth + 1)

    def within(self, prefix: str) -> Declared:
        """The same types as an importing model names them; unchanged without a prefix."""
        if not prefix:
            return self
        items = {
            f"{prefix}.{name}": ItemType(
                f"{prefix}.{name}", self._renamed(item.type, prefix), item.allowed, item.constraint
            )
            for name, item in self.items.items()
        }
        return Declared({name: item.type for name, item in items.items()}, items)

    def _renamed(self, kind: Type, prefix: str) -> Type:
        return Type(
            f"{prefix}.{kind.name}" if kind.name in self.items else kind.name,
            tuple(self._renamed(one, prefix) for one in kind.arguments),
            tuple((name, self._renamed(member, prefix)) for name, member in kind.members),
        )

    def member_names(self) -> frozenset[str]:
        """The names of all components."""
        return frozenset(name for item in self.items.values() for name in _members(item.type))


def _members(kind: Type) -> Iterator[str]:
    for name, member in kind.members:
        yield name
        yield from _members(member)
    for one in kind.arguments:
        yield from _members(one)
