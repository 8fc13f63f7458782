"""A formula reckoned step by step: each part with the values in it and what came of it, from the inside out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.boxed import Formula, Logic, Typed
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.compiler import Compiler
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.free import children
from tongban.engines.rules.model import Decision, Model
from tongban.engines.rules.phrasing import Put, Unwritable, phrase
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.runner import session_of
from tongban.engines.rules.values import Function

MAX_LINES = 12  # of one formula
MAX_TEXT = 400  # characters of a line
STEPS = (tree.Chain, tree.Negate, tree.Compare, tree.Between, tree.Logic, tree.Call, tree.If)
Told = Callable[[Any], str]


@dataclass(frozen=True)
class Line:
    """A part of a formula: as written, with the values in it (empty where that is the same), and its value."""

    text: str
    filled: str
    value: Any


@dataclass(frozen=True)
class Reckoning:
    """The formula of a decision. Without `lines` it is too long or too odd to go through."""

    decision: str
    text: str
    value: Any
    lines: tuple[Line, ...]


def reckoned(model: Model, name: str, inputs: Mapping[str, Any], run: Run, told: Told) -> tuple[Any, list[Reckoning]]:
    """Decides, and gives the result and how each literal formula on the way came to its value; `told` writes values.
    Raises LookupError for an unknown decision, FeelError beyond limits.
    """
    target = model.decision(name)
    session = session_of(model, inputs, run)
    result = session.decision(target)
    found = []
    for one in model.plan(target):
        formula = _formula(one.logic)
        if formula is not None and one.variable in session.values and one.variable not in session.given:
            found.append(_reckoned(one, formula, Frame(session.scope(one.links), run), session.values, told))
    return result, found


def _formula(logic: Logic) -> Formula | None:
    inner = logic.logic if isinstance(logic, Typed) else logic
    return inner if isinstance(inner, Formula) else None


def _reckoned(decision: Decision, formula: Formula, frame: Frame, values: Mapping[str, Any], told: Told) -> Reckoning:
    text = formula.expression.text
    lines: tuple[Line, ...] = ()
    if len(text) <= MAX_TEXT:
        try:
            lines = tuple(_Walk(text, frame, told).lines(formula.expression.node))
        except (Unwritable, FeelError):
            lines = ()
    fits = len(lines) <= MAX_LINES and all(len(one.text) + len(one.filled) <= 2 * MAX_TEXT for one in lines)
    return Reckoning(decision.name, text, values[decision.variable], lines if fits else ())


class _Walk:
    """Goes through one formula; what is reckoned once stands as its value in what comes after."""

    def __init__(self, text: str, frame: Frame, told: Told) -> None:
        self.text, self.frame, self.told = text, frame, told
        self.known: dict[int, str] = {}

    def value(self, node: tree.Node) -> Any:
        return Compiler(self.text).whole(node)(self.frame)

    def lines(self, node: tree.Node) -> Iterator[Line]:
        """The lines of a part, its own last."""
        if isinstance(node, tree.If):
            yield from self.branch(node)
            return
        for child in children(node):
            if isinstance(child, STEPS) and not _leaf(child):
                yield from self.lines(child)
        if isinstance(node, STEPS) and not _leaf(node):
            yield self.line(node)

    def branch(self, node: tree.If) -> Iterator[Line]:
        """The condition, and then only the way that was taken."""
        yield from self.lines(node.condition)
        taken = node.then if self.value(node.condition) is True else node.otherwise
        if isinstance(taken, STEPS) and not _leaf(taken):
            yield from self.lines(taken)
        else:
            yield self.line(taken)
        self.known[id(node)] = self.told(self.value(taken))

    def line(self, node: tree.Node) -> Line:
        value = self.value(node)
        text = phrase(node, lambda _: None)
        filled = phrase(node, self.put(node))
        self.known[id(node)] = self.told(value)
        return Line(text, "" if filled in (text, self.told(value)) else filled, value)

    def put(self, whole: tree.Node) -> Put:
        def said(node: tree.Node) -> str | None:
            if node is whole:
                return self.told(self.value(node)) if _leaf(node) else None
            if id(node) in self.known:
                return self.known[id(node)]
            if isinstance(node, tree.Literal):
                return self.told(node.value) if not isinstance(node.value, str) else None
            if isinstance(node, tree.Name | tree.Path) or _leaf(node):
                found = self.value(node)
                return None if isinstance(found, Function) else self.told(found)
            return None

        return said


def _leaf(node: tree.Node) -> bool:
    """A call that only fetches: a parameter, or a date written out."""
    if not isinstance(node, tree.Call) or not isinstance(node.function, tree.Name):
        return False
    plain = all(isinstance(one, tree.Literal) for one in node.arguments) and not node.named
    return node.function.name == "parameter" or (plain and node.function.name in TABLE)
