"""Boxed expressions: each yields a value in a frame of names, and knows its parts and the names that it gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from tongban.engines.rules.access import item_frame
from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.expressions import Expression
from tongban.engines.rules.items import Declared
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.loops import Source, looped
from tongban.engines.rules.run import MAX_CALLS, Code, Frame, Spot
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type
from tongban.engines.rules.values import Function, kind_of

Part = tuple["Logic", frozenset[str]]


class Logic(Protocol):
    """What yields the value of a decision or of a part of one."""

    @property
    def names(self) -> frozenset[str]:
        """The names that it takes from outside."""

    def parts(self) -> Iterator[Part]:
        """The expressions directly inside, each with the names that it sees beside those from outside."""

    def value(self, frame: Frame) -> Any: ...


class _Whole:
    """What is made of parts."""

    def parts(self) -> Iterator[Part]:
        raise NotImplementedError

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(part.names - bound for part, bound in self.parts()))


@dataclass(frozen=True)
class Formula:
    """A literal expression."""

    expression: Expression
    line: int

    @property
    def names(self) -> frozenset[str]:
        return self.expression.names

    def parts(self) -> Iterator[Part]:
        return iter(())

    def value(self, frame: Frame) -> Any:
        return self.expression.code(frame)


@dataclass(frozen=True)
class Missing:
    """No logic at all: null with a warning."""

    spot: Spot
    reason: str
    names: frozenset[str] = frozenset()

    def parts(self) -> Iterator[Part]:
        return iter(())

    def value(self, frame: Frame) -> None:
        frame.run.warn(self.spot, self.reason)


@dataclass(frozen=True)
class Typed(_Whole):
    """An expression of a declared type: its value is made to fit, or null with a warning."""

    logic: Logic
    type: Type
    declared: Declared
    spot: Spot

    def parts(self) -> Iterator[Part]:
        yield self.logic, frozenset()

    def value(self, frame: Frame) -> Any:
        found, fault = self.declared.fit(self.logic.value(frame), self.type, frame.run)
        return frame.run.warn(self.spot, fault) if fault else found


@dataclass(frozen=True)
class Boxed(_Whole):
    """A boxed context: named entries, each of which sees those before it; the last may stand alone as the result."""

    entries: tuple[tuple[str, Logic], ...]
    result: Logic | None

    def parts(self) -> Iterator[Part]:
        own: set[str] = set()
        for name, logic in self.entries:
            yield logic, frozenset(own)
            own.add(name)
        if self.result is not None:
            yield self.result, frozenset(own)

    def value(self, frame: Frame) -> Any:
        found: dict[str, Any] = {}
        inner = frame.inner(found)
        for name, logic in self.entries:
            found[name] = logic.value(inner)
        return self.result.value(inner) if self.result else found


@dataclass(frozen=True)
class Listed(_Whole):
    """A boxed list."""

    items: tuple[Logic, ...]

    def parts(self) -> Iterator[Part]:
        return ((item, frozenset()) for item in self.items)

    def value(self, frame: Frame) -> Any:
        return frame.run.size([item.value(frame) for item in self.items])


@dataclass(frozen=True)
class Relation(_Whole):
    """Rows of one shape: a list of contexts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]

    def parts(self) -> Iterator[Part]:
        return ((cell, frozenset()) for row in self.rows for cell in row)

    def value(self, frame: Frame) -> Any:
        rows = [[cell.value(frame) for cell in row] for row in self.rows]
        return frame.run.size([dict(zip(self.columns, row, strict=True)) for row in rows])


@dataclass(frozen=True)
class Choice(_Whole):
    """A boxed conditional: null takes the `else`, what is no truth value makes the whole null."""

    condition: Logic
    then: Logic
    otherwise: Logic
    spot: Spot

    def parts(self) -> Iterator[Part]:
        return ((part, frozenset()) for part in (self.condition, self.then, self.otherwise))

    def value(self, frame: Frame) -> Any:
        found = self.condition.value(frame)
        if type(found) is not bool and found is not None:
            return frame.run.warn(self.spot, "condition-is", kind=kind_of(found))
        return (self.then if found is True else self.otherwise).value(frame)


@dataclass(frozen=True)
class Iterated(_Whole):
    """A boxed iterator: `for` yields a list, `some` and `every` a truth value."""

    kind: str
    variable: str
    source: Logic
    body: Logic
    spot: Spot

    def parts(self) -> Iterator[Part]:
        yield self.source, frozenset()
        yield self.body, frozenset((self.variable, "partial"))

    @cached_property
    def _code(self) -> Code:
        sources = [Source(self.variable, self.source.value, 0, None, self.spot)]
        return looped(sources, self.body.value, 1, partial="partial" in self.body.names)

    def value(self, frame: Frame) -> Any:
        found = self._code(frame)
        if self.kind == "for" or found is None:
            return found
        if not _truths(found, frame, self.spot):
            return None
        winner = self.kind == "some"
        return winner if winner in found else (None if None in found else not winner)


@dataclass(frozen=True)
class Filtered(_Whole):
    """A boxed filter. Unlike in FEEL's own, the condition is a truth value, never a position."""

    source: Logic
    condition: Logic
    spot: Spot

    def parts(self) -> Iterator[Part]:
        yield self.source, frozenset()
        yield self.condition, frozenset(("item",))

    def value(self, frame: Frame) -> Any:
        source = self.source.value(frame)
        if source is None:
            return None
        items = source if type(source) is list else [source]
        frame.run.charge(len(items))
        found = [self.condition.value(item_frame(item, frame)) for item in items]
        if not _truths(found, frame, self.spot):
            return None
        return [item for item, passes in zip(items, found, strict=True) if passes is True]


def _truths(found: list[Any], frame: Frame, spot: Spot) -> bool:
    """Whether all are truth values or null; the first that is not is warned of."""
    strange = next((one for one in found if type(one) is not bool and one is not None), None)
    if strange is not None:
        frame.run.warn(spot, "no-truth-value", kind=kind_of(strange))
    return strange is None


@dataclass(frozen=True)
class Lambda(_Whole):
    """A function definition: `outside` says how it is written when it is not FEEL, and then it is not run."""

    name: str
    parameters: tuple[tuple[str, Type], ...]
    body: Logic
    declared: Declared
    spot: Spot
    outside: str = ""

    def parts(self) -> Iterator[Part]:
        yield self.body, frozenset(name for name, _ in self.parameters)

    def value(self, frame: Frame) -> Function:
        names = tuple(name for name, _ in self.parameters)
        return Function(self.name, names, lambda given: self._call(given, frame), self.types)

    @property
    def types(self) -> tuple[Type, ...]:
        """The types of the parameters, then of the result."""
        result = self.body.type if isinstance(self.body, Typed) else ANY
        return (*(kind for _, kind in self.parameters), result)

    def _call(self, given: list[Any], frame: Frame) -> Any:
        run = frame.run
        if self.outside:
            return run.warn(self.spot, "functions-of-kind-are-not-run", outside=self.outside)
        values: dict[str, Any] = {}
        for (name, kind), value in zip(self.parameters, given, strict=False):
            values[name], fault = self.declared.fit(value, kind, run)
            if fault:
                return run.warn(self.spot, "argument-unfit", name=name, fault=fault)
        run.charge()
        run.calls += 1
        if run.calls > MAX_CALLS:
            raise LimitError(say("functions-call-one-another-deeper-than", max_calls=MAX_CALLS))
        try:
            return self.body.value(frame.inner(values))
        finally:
            run.calls -= 1


@dataclass(frozen=True)
class Invocation(_Whole):
    """A boxed invocation: arguments by the names of the parameters."""

    function: Logic
    bindings: tuple[tuple[str, Logic], ...]
    spot: Spot

    def parts(self) -> Iterator[Part]:
        return ((part, frozenset()) for part in (self.function, *(logic for _, logic in self.bindings)))

    def value(self, frame: Frame) -> Any:
        target = self.function.value(frame)
        values = {name: logic.value(frame) for name, logic in self.bindings}
        if type(target) is not Function:
            return frame.run.warn(self.spot, "cannot-be-called", kind=kind_of(target))
        strange = sorted(values.keys() - set(target.parameters))
        if strange:
            return frame.run.warn(self.spot, "function-has-no-parameter", names=", ".join(strange))
        return target.call([values.get(name) for name in target.parameters])
