"""Decision tables: which rules match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.index import Index, indexed
from tongban.engines.rules.items import SURE, Declared
from tongban.engines.rules.operators import calculate
from tongban.engines.rules.run import Frame, Spot
from tongban.engines.rules.saying import joined, say
from tongban.engines.rules.tree import Type
from tongban.engines.rules.unary import Test
from tongban.engines.rules.values import equal, kind_of, less


@dataclass(frozen=True)
class Row:
    """A rule that matched: `index` counts rules of the table from 1; `cells` are the texts of its input cells;
    `annotations` hold the article that it follows.
    """

    table: str
    rule_id: str
    index: int
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    annotations: Mapping[str, str]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class InputClause:
    label: str
    expression: Expression
    type: Type
    allowed: Cell | None
    line: int

    @cached_property
    def sure(self) -> object:
        """What a value is when it surely fits."""
        return SURE.get(self.type.name) if self.allowed is None else None


@dataclass(frozen=True)
class OutputClause:
    """`order` are the declared values, the most important first, for the policies P and O; `allowed` tests them."""

    name: str
    type: Type
    order: tuple[object, ...]
    default: Expression | None
    line: int
    allowed: Cell | None = None

    @cached_property
    def sure(self) -> object:
        """What a value is when it surely fits."""
        return SURE.get(self.type.name) if self.allowed is None else None


@dataclass(frozen=True)
class Rule:
    id: str
    index: int
    cells: tuple[Cell, ...]
    outputs: tuple[Expression, ...]
    annotations: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Table:
    """A decision table. `policy` is U, A, P, F, R, O, C, C+, C<, C> or C#."""

    id: str
    name: str
    policy: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    line: int
    declared: Declared = field(default_factory=lambda: Declared({}, {}))

    def parts(self) -> Iterator[Any]:
        """A table holds texts only, no boxed expressions."""
        return iter(())

    @property
    def names(self) -> frozenset[str]:
        parts: list[Expression | Cell] = [clause.expression for clause in self.inputs]
        for rule in self.rules:
            parts += [*rule.cells, *rule.outputs]
        return frozenset().union(*(part.names for part in parts))

    @cached_property
    def _tests(self) -> list[tuple[Rule, list[tuple[int, Test]]]]:
        return [
            (rule, [(place, cell.test) for place, cell in enumerate(rule.cells) if not cell.any]) for rule in self.rules
        ]

    @property
    def spot(self) -> Spot:
        return self.line, 1, f"decision {self.name!r}"

    def value(self, frame: Frame) -> object:
        """Decides; adds a hit to the trace for each rule that the policy takes."""
        frame.run.charge(len(self.rules) + 1)
        values = self.given(frame)
        rules = self._matching(values, frame)
        if len(rules) == 1 and self.policy in ONE:
            hit = Hit(self, rules[0], values, frame)
            frame.run.trace.append(hit)
            return self.shaped(hit.outputs())
        hits = [Hit(self, rule, values, frame) for rule in rules]
        if not hits:
            return self._nothing(frame)
        taken, result = _POLICIES[self.policy](self, hits, frame)
        for hit in taken:
            hit.outputs()
        frame.run.trace.extend(taken)
        return result

    def given(self, frame: Frame) -> list[Any]:
        """The values of the input columns."""
        values = []
        for clause in self.inputs:
            value = clause.expression.code(frame)
            values.append(value if type(value) is clause.sure else self._input(clause, value, frame))
        return values

    def _input(self, clause: InputClause, given: Any, frame: Frame) -> Any:
        value, fault = self.declared.fit(given, clause.type, frame.run)
        if fault:
            frame.run.warn(self.spot, "input-unfit", label=clause.label, fault=fault)
        elif clause.allowed is not None and value is not None and not clause.allowed.test(value, frame):
            frame.run.warn(self.spot, "input-none-of", label=clause.label, text=clause.allowed.text)
            return None
        return value

    @cached_property
    def _index(self) -> Index | None:
        return indexed([rule.cells for rule in self.rules])

    def _matching(self, values: list[Any], frame: Frame) -> list[Rule]:
        places = self._index.matching(values, frame) if self._index else None
        if places is not None:
            return [self.rules[place] for place in (places[:1] if self.policy == "F" else places)]
        found = []
        for rule, tests in self._tests:
            for place, test in tests:
                if not test(values[place], frame):
                    break
            else:
                found.append(rule)
                if self.policy == "F":
                    break
        return found

    def _nothing(self, frame: Frame) -> object:
        if any(clause.default is not None for clause in self.outputs):
            return self.shaped([clause.default.code(frame) if clause.default else None for clause in self.outputs])
        if self.policy in EMPTY:
            return EMPTY[self.policy]()
        return frame.run.warn(self.spot, "no-rule-matches")

    def shaped(self, outputs: list[Any]) -> object:
        """One output as its value, several as a context by name."""
        if len(self.outputs) == 1:
            return outputs[0]
        return {clause.name: value for clause, value in zip(self.outputs, outputs, strict=True)}


ONE = frozenset("UAFP")
EMPTY: dict[str, Callable[[], object]] = {"C": list, "R": list, "O": list, "C#": Decimal}


class Hit:
    """A rule that matched, its outputs evaluated when the policy asks for them, and then once. What it shows of itself
    (`row`) is made only for who looks at the trace. It lets go of its frame with the outputs: the run that keeps the
    hit would otherwise be kept by it, and every decision be left to the garbage collector.
    """

    __slots__ = ("_frame", "_outputs", "rule", "table", "values")

    def __init__(self, table: Table, rule: Rule, values: list[Any], frame: Frame) -> None:
        self.table, self.rule, self.values = table, rule, values
        self._frame: Frame | None = frame
        self._outputs: list[Any] = []

    def outputs(self) -> list[Any]:
        """The values of the output cells."""
        frame = self._frame
        if frame is not None:
            self._frame = None
            for clause, entry in zip(self.table.outputs, self.rule.outputs, strict=True):
                value = entry.code(frame)
                self._outputs.append(value if type(value) is clause.sure else self._fitted(clause, value, frame))
        return self._outputs

    def _fitted(self, clause: OutputClause, given: Any, frame: Frame) -> Any:
        value, fault = self.table.declared.fit(given, clause.type, frame.run)
        if clause.allowed is not None and value is not None and not clause.allowed.test(value, frame):
            value, fault = None, say("none-of", text=clause.allowed.text)
        if fault:
            frame.run.warn(self.table.spot, "output-unfit", index=self.rule.index, fault=fault)
        return value

    @property
    def result(self) -> object:
        return self.table.shaped(self.outputs())

    def row(self) -> Row:
        """The hit in words."""
        labels = [clause.label for clause in self.table.inputs]
        names = [clause.name or self.table.name for clause in self.table.outputs]
        return Row(
            self.table.name,
            self.rule.id,
            self.rule.index,
            dict(zip(labels, self.values, strict=True)),
            dict(zip(names, self.outputs(), strict=True)),
            self.rule.annotations,
            tuple(cell.text for cell in self.rule.cells),
        )

    def rank(self) -> list[int]:
        """The place of each output among its declared values; those not declared come last."""
        return [_place(value, clause) for value, clause in zip(self.outputs(), self.table.outputs, strict=True)]


def _place(value: Any, clause: OutputClause) -> int:
    places = (place for place, declared in enumerate(clause.order) if equal(value, declared))
    return next(places, len(clause.order))


Taken = tuple[list[Hit], object]


def _unique(table: Table, hits: list[Hit], frame: Frame) -> Taken:
    if len(hits) > 1:
        shown = joined("and", [str(hit.rule.index) for hit in hits])
        return hits, frame.run.warn(table.spot, "rules-all-match-but-table-is", shown=shown)
    return hits, hits[0].result


def _any(table: Table, hits: list[Hit], frame: Frame) -> Taken:
    if any(equal(hit.result, hits[0].result) is not True for hit in hits[1:]):
        return hits, frame.run.warn(table.spot, "rules-with-different-outputs-match-but")
    return hits, hits[0].result


def _first(_: Table, hits: list[Hit], __: Frame) -> Taken:
    return hits[:1], hits[0].result


def _priority(_: Table, hits: list[Hit], __: Frame) -> Taken:
    best = min(hits, key=Hit.rank)
    return [best], best.result


def _output_order(_: Table, hits: list[Hit], __: Frame) -> Taken:
    ordered = sorted(hits, key=Hit.rank)
    return ordered, [hit.result for hit in ordered]


def _collect(_: Table, hits: list[Hit], __: Frame) -> Taken:
    return hits, [hit.result for hit in hits]


def _count(_: Table, hits: list[Hit], __: Frame) -> Taken:
    return hits, Decimal(len(hits))


def _folded(pick: Callable[[Any, Any], Any]) -> Callable[[Table, list[Hit], Frame], Taken]:
    def fold(table: Table, hits: list[Hit], frame: Frame) -> Taken:
        total = hits[0].result
        for hit in hits[1:]:
            found = pick(total, hit.result)
            if found is None:
                return hits, frame.run.warn(
                    table.spot, "cannot-combine-and", kind=kind_of(total), kind2=kind_of(hit.result)
                )
            total = found
        return hits, total

    return fold


def _smaller(left: Any, right: Any) -> Any:
    one = less(right, left)
    return None if one is None else (right if one else left)


def _larger(left: Any, right: Any) -> Any:
    one = less(left, right)
    return None if one is None else (right if one else left)


_POLICIES: dict[str, Callable[[Table, list[Hit], Frame], Taken]] = {
    "U": _unique, "A": _any, "F": _first, "P": _priority, "O": _output_order, "R": _collect, "C": _collect,
    "C#": _count, "C+": _folded(lambda left, right: calculate("+", left, right)), "C<": _folded(_smaller),
    "C>": _folded(_larger),
}  # fmt: skip
