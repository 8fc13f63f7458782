"""Conditions on objects and on who asks: one text, judged of one object by the engine and of many by the database.

    amount < 100000 and division = subject.division

`object.amount` is `amount`. What the database cannot judge exactly as the engine does is refused when the condition is
made, so that no list of objects is slow and none differs from what is judged one by one.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from tongban.engines.rules import tree
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.columns import Column, Quality
from tongban.engines.rules.compiler import Compiler
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.expressions import Expression, expression, free_names, guarded
from tongban.engines.rules.saying import joined, say
from tongban.engines.rules.sql import ALL, NONE, Unsayable, planned_tree

OBJECT, SUBJECT = "object", "subject"
MAX_STEPS = 10_000
LARGEST = 1 << 63
SAMPLE = "-"


@dataclass(frozen=True)
class RowCondition:
    """`names` are the attributes that it asks, `asked` the facts of the subject. Of an object without one of the
    attributes, and of a subject of whom one of the facts is null, it is false.
    """

    text: str
    names: frozenset[str]
    asked: frozenset[str]
    qualities: Mapping[str, Quality] = field(repr=False)
    whole: Expression = field(repr=False, compare=False)

    @property
    def of_subject(self) -> bool:
        return bool(self.asked)

    def holds(self, facts: Mapping[str, Any], subject: Mapping[str, Any]) -> bool:
        """Whether it is true of one object. Never raises for its values."""
        if not self._known(facts, subject):
            return False
        given = {_of_subject(name): subject[name] for name in self.asked} | {name: facts[name] for name in self.names}
        try:
            return self.whole.evaluate(given, steps=MAX_STEPS).value is True
        except FeelError:
            return False

    def where(self, columns: Mapping[str, str], subject: Mapping[str, Any]) -> Q:
        """The rows of which it is true; `columns` are the ways to the columns of the attributes."""
        if not self._known(columns, subject):
            return NONE
        found = planned_tree(_with(self.whole, subject), {name: self.column(name, columns) for name in self.names})
        return NONE if found.rest is not None else ALL if found.condition is None else found.condition

    def _known(self, given: Mapping[str, Any], subject: Mapping[str, Any]) -> bool:
        return self.names <= given.keys() and all(subject.get(name) is not None for name in self.asked)

    def column(self, name: str, columns: Mapping[str, str]) -> Column:
        """Where and how an attribute is found."""
        quality, place = self.qualities[name], F(columns[name])
        ordered = place if quality.kind in ("number", "date") else None
        return Column(quality.kind, place, ordered, _Stored(quality.scale) if quality.kind == "number" else _same)


@dataclass(frozen=True)
class _Stored:
    scale: int

    def __call__(self, value: Decimal) -> int:
        found = int(value) * self.scale
        if abs(found) >= LARGEST:
            raise Unsayable(say("number-that-is-too-large-for"))
        return found


def _same(value: Any) -> Any:
    return value


def row_condition(text: str, qualities: Mapping[str, Quality], subject: Collection[str]) -> RowCondition:
    """Compiles a condition over the attributes of objects and the facts of a subject. Raises FeelError for a text that
    is none, for unknown names, and for what the database cannot judge: it says why.
    """
    node = guarded(lambda: _plain(expression(text).node))
    whole = Expression(text, free_names(node), node, guarded(lambda: Compiler(text).whole(node)))
    asked = frozenset(name.removeprefix(f"{SUBJECT}.") for name in whole.names if name.startswith(f"{SUBJECT}."))
    names = whole.names - {_of_subject(name) for name in asked} - (TABLE.keys() - qualities.keys())
    _check_names(asked, subject, f"{SUBJECT}.")
    _check_names(names, qualities, "")
    made = RowCondition(text, names, asked, {name: qualities[name] for name in names}, whole)
    columns = {name: made.column(name, {name: "pk"}) for name in names}
    plan = planned_tree(_with(whole, dict.fromkeys(asked, SAMPLE)), columns)
    if plan.rest is not None:
        raise FeelError(say("database-cannot-judge-this", names=joined("also", plan.reasons)))
    return made


def _check_names(names: frozenset[str], known_names: Collection[str], prefix: str) -> None:
    for name in sorted(names - set(known_names)):
        near = difflib.get_close_matches(name, known_names, 1)
        known = ", ".join(sorted(known_names)) or say("none")
        hint = say("did-you-mean", name=prefix + near[0]) if near else say("known", names=known)
        raise FeelError(say("unknown-name", name=prefix + name), suggestion=hint)


def _of_subject(name: str) -> str:
    return f"{SUBJECT}.{name}"


def _plain(node: tree.Node) -> tree.Node:
    """The tree with plain names for the members of the object and of the subject."""
    if isinstance(node, tree.Path) and isinstance(node.source, tree.Name):
        if node.source.name == OBJECT:
            return tree.Name(node.at, node.name)
        if node.source.name == SUBJECT:
            return tree.Name(node.at, _of_subject(node.name))
    return _mapped(node, _plain)


def _with(whole: Expression, subject: Mapping[str, Any]) -> Expression:
    """The condition with the facts of a subject written out."""

    def put(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.Name) and node.name.startswith(f"{SUBJECT}."):
            return tree.Literal(node.at, subject[node.name.removeprefix(f"{SUBJECT}.")])
        return _mapped(node, put)

    return dataclasses.replace(whole, node=put(whole.node))


def _mapped(node: tree.Node, rule: Any) -> tree.Node:
    changed = {one.name: _value(getattr(node, one.name), rule) for one in dataclasses.fields(node)}
    return dataclasses.replace(node, **changed)


def _value(value: Any, rule: Any) -> Any:
    if isinstance(value, tree.Node):
        return rule(value)
    return tuple(_value(one, rule) for one in value) if type(value) is tuple else value
