"""Compiled expressions and cells: a text, its tree, its closure; cached by text and names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from tongban.engines.rules import tree
from tongban.engines.rules.compiler import INPUT, Compiler
from tongban.engines.rules.errors import LimitError, Warn
from tongban.engines.rules.free import names_in
from tongban.engines.rules.kinds import Types
from tongban.engines.rules.lexer import Names
from tongban.engines.rules.naming import inner_names, unusual
from tongban.engines.rules.parser import parse, parse_tests
from tongban.engines.rules.run import MAX_STEPS, Code, Frame, Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.unary import Test, any_of, compiled_test
from tongban.engines.rules.values import to_feel

__all__ = ["Cell", "Evaluation", "Expression", "cell", "expression", "guarded", "inner_names", "unusual"]
T = TypeVar("T")
DEEP = say("nested-too-deep-for-this-machine")
MAX_KEPT = 2_000


@dataclass(frozen=True)
class Evaluation:
    """A value and what went wrong on the way to it."""

    value: Any
    warnings: tuple[Warn, ...]


@dataclass(frozen=True)
class Expression:
    """A compiled expression; `names` are those that it takes from the context."""

    text: str
    names: frozenset[str]
    node: tree.Node = field(repr=False, compare=False)
    code: Code = field(repr=False, compare=False)

    def evaluate(
        self, context: Mapping[str, Any], *, steps: int = MAX_STEPS, at: dt.datetime | None = None
    ) -> Evaluation:
        """The value in a context of Python values, with warnings. Raises FeelError beyond the limit of steps."""
        run = Run(steps, at)
        inputs = {name: to_feel(context[name]) for name in self.names if name in context}
        return Evaluation(guarded(lambda: self.code(Frame(inputs, run))), tuple(run.warnings))


@dataclass(frozen=True)
class Cell:
    """A compiled cell of unary tests; `any` is the cell `-`."""

    text: str
    names: frozenset[str]
    node: tree.Tests = field(repr=False, compare=False)
    test: Test = field(repr=False, compare=False)

    @property
    def any(self) -> bool:
        return not self.node.tests

    def judge(
        self, value: Any, context: Mapping[str, Any], *, steps: int = MAX_STEPS, at: dt.datetime | None = None
    ) -> Evaluation:
        """Whether a value passes, with warnings. Raises FeelError beyond the limit of steps."""
        run = Run(steps, at)
        inputs = {name: to_feel(context[name]) for name in self.names if name in context}
        return Evaluation(guarded(lambda: self.test(to_feel(value), Frame(inputs, run))), tuple(run.warnings))


def guarded(work: Callable[[], T]) -> T:
    """Runs work on nested values; a stack that is too deep becomes a LimitError."""
    try:
        return work()
    except RecursionError:
        raise LimitError(DEEP) from None


@lru_cache(maxsize=64)
def _known(names: frozenset[str]) -> Names:
    return BUILT_IN.extended(sorted(names))


def expression(text: str, names: frozenset[str] = frozenset(), members: frozenset[str] = frozenset()) -> Expression:
    """Compiles an expression, once unless it is long. Raises FeelError."""
    if len(text) <= MAX_KEPT:
        return _expression(text, names, members)
    return make_expression(text, names, members=members)


@lru_cache(maxsize=10_000)
def _expression(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    return make_expression(text, names, members=members)


def make_expression(
    text: str,
    names: frozenset[str] = frozenset(),
    where: str = "",
    types: Types | None = None,
    *,
    members: frozenset[str] = frozenset(),
) -> Expression:
    """Compiles an expression of a model, whose warnings name the place `where`. Raises FeelError."""
    node = guarded(lambda: parse(text, _known(names), _known(names | members)))
    code = guarded(lambda: Compiler(text, where, types).whole(node))
    return Expression(text, free_names(node), node, code)


def cell(text: str, names: frozenset[str] = frozenset()) -> Cell:
    """Compiles unary tests, once unless they are long. Raises FeelError."""
    return _cell(text, names) if len(text) <= MAX_KEPT else make_cell(text, names)


@lru_cache(maxsize=10_000)
def _cell(text: str, names: frozenset[str]) -> Cell:
    return make_cell(text, names)


def make_cell(text: str, names: frozenset[str] = frozenset(), where: str = "", types: Types | None = None) -> Cell:
    """Compiles the unary tests of a model. Raises FeelError."""
    node = guarded(lambda: parse_tests(text, _known(names)))
    tests = guarded(lambda: [compiled_test(Compiler(text, where, types), one) for one in node.tests])
    return Cell(text, free_names(node), node, any_of(tests, negated=node.negated))


def free_names(node: tree.Node) -> frozenset[str]:
    """The names that a text takes from outside, its own input excepted."""
    return frozenset(name.name for name, _ in names_in(node)) - {INPUT}


def _built_in() -> Names:
    from tongban.engines.rules.builtins import TABLE  # noqa: PLC0415 (the table must be full first)

    return Names().extended(TABLE)


BUILT_IN = _built_in()
