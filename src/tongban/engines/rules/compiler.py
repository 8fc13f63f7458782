"""Syntax tree to closures over a frame. Nothing is interpreted twice, nothing is evaluated by Python itself."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.access import filtered, indexed, member_of
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.calls import by_name, by_place, fitting, invoke
from tongban.engines.rules.free import names_in
from tongban.engines.rules.kinds import Types, conforms
from tongban.engines.rules.lexer import Lines
from tongban.engines.rules.loops import Source, looped, passed
from tongban.engines.rules.operators import COMPARISON, calculate, negative
from tongban.engines.rules.run import MISSING, Code, Frame, Run, Spot
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Node
from tongban.engines.rules.values import ORDERED, Function, Range, equal, kind_of, less, member

INPUT = "?"
NEAR = 100
EXTERNAL = say("functions-written-outside-feel-java-pmml")
CONSTANT_CALLS = frozenset(("date", "time", "date and time", "duration", "number"))
TRUTHS = (tree.Compare, tree.Logic, tree.Between, tree.In, tree.Quantified, tree.InstanceOf)
WORDS = {"+": say("add"), "-": say("subtract"), "*": say("multiply"), "/": say("divide"), "**": say("raise")}


class Compiler:
    """Compiles the nodes of one text; `where` names the text in warnings, `types` the declared types."""

    def __init__(self, text: str, where: str = "", types: Types | None = None) -> None:
        self._lines = Lines(text)
        self._where = where
        self._types = types or {}
        self._made = 0

    def spot(self, node: Node) -> Spot:
        line, column = self._lines.place(node.at)
        return line, column, self._where

    def code(self, node: Node) -> Code:
        self._made += 1
        return RULES[type(node)](self, node)

    def body(self, node: Node) -> tuple[Code, int]:
        """Code that is run again and again, with the steps that one round of it costs beside those it takes itself."""
        before = self._made
        code = self.code(node)
        return code, (self._made - before) >> 3

    def whole(self, node: Node) -> Code:
        """Code of a text as a whole, which pays for its own size each time it is run."""
        code, cost = self.body(node)
        if not cost:
            return code

        def paid(frame: Frame) -> Any:
            frame.run.charge(cost)
            return code(frame)

        return paid

    def literal(self, node: tree.Literal) -> Code:
        value = node.value
        return lambda _: value

    def beyond(self, node: tree.Beyond) -> Code:
        spot, message = self.spot(node), node.message
        return lambda frame: frame.run.warn(spot, message)

    def name(self, node: tree.Name) -> Code:
        name, spot = node.name, self.spot(node)

        def find(frame: Frame) -> Any:
            value = frame.find(name)
            if value is not MISSING:
                return value
            if name in TABLE:
                return TABLE[name].value(frame.run, spot)
            return frame.run.warn(spot, "unknown-name", name=name)

        return find

    def path(self, node: tree.Path) -> Code:
        source, name, spot = self.code(node.source), node.name, self.spot(node)
        return lambda frame: member_of(source(frame), name, frame.run, spot)

    def selection(self, node: tree.Filter) -> Code:
        source, spot = self.code(node.source), self.spot(node)
        condition, cost = self.body(node.condition)
        place = node.condition.value if isinstance(node.condition, tree.Literal) else None
        if type(place) is Decimal:
            return lambda frame: indexed(source(frame), place, frame.run, spot)
        truth = isinstance(node.condition, TRUTHS)
        return lambda frame: filtered(source(frame), (condition, cost), frame, spot, truth=truth)

    def negate(self, node: tree.Negate) -> Code:
        operand, spot = self.code(node.operand), self.spot(node)

        def negated(frame: Frame) -> Any:
            value = operand(frame)
            found = negative(value)
            return frame.run.warn(spot, "cannot-negate", kind=kind_of(value)) if found is None else found

        return negated

    def chain(self, node: tree.Chain) -> Code:
        first = self.code(node.first)
        rest = [(sign, self.code(operand)) for sign, operand in node.rest]
        spot = self.spot(node)
        powers = any(sign == "**" for sign, _ in rest)

        def chained(frame: Frame) -> Any:
            value = first(frame)
            for sign, operand in rest:
                right = operand(frame)
                if powers:
                    frame.run.charge(_power_cost(right))
                found = calculate(sign, value, right)
                if found is None:
                    return frame.run.warn(
                        spot, "cannot-calculate", verb=WORDS[sign], kind=kind_of(value), kind2=kind_of(right)
                    )
                value = frame.run.size(found) if type(found) is str else found
            return value

        return chained

    def logic(self, node: tree.Logic) -> Code:
        parts = [self.code(part) for part in node.parts]
        spot, winner = self.spot(node), node.operator == "or"

        def judged(frame: Frame) -> bool | None:
            unknown = False
            for part in parts:
                value: object = part(frame)
                if value is winner:
                    return winner
                if value is not (not winner):
                    unknown = True
                    if value is not None:
                        frame.run.warn(spot, "no-truth-value", kind=kind_of(value))
            return None if unknown else not winner

        return judged

    def compare(self, node: tree.Compare) -> Code:
        left, right, spot = self.code(node.left), self.code(node.right), self.spot(node)
        comparison = COMPARISON[node.operator]
        if node.operator in ("=", "!="):
            return _equated(left, right, spot, wanted=node.operator == "=")

        def compared(frame: Frame) -> bool | None:
            one, other = left(frame), right(frame)
            found = comparison(one, other)
            if found is None:
                frame.run.warn(spot, "cannot-compare-with", kind=kind_of(one), kind2=kind_of(other))
            return found

        return compared

    def between(self, node: tree.Between) -> Code:
        value, low, high = self.code(node.value), self.code(node.low), self.code(node.high)
        spot = self.spot(node)

        def judged(frame: Frame) -> bool | None:
            one = value(frame)
            under, over = less(one, low(frame)), less(high(frame), one)
            if under or over:
                return False
            if under is None or over is None:
                frame.run.warn(spot, "cannot-compare-with-both-limits", kind=kind_of(one))
                return None
            return True

        return judged

    def inside(self, node: tree.In) -> Code:
        value, spot = self.code(node.value), self.spot(node)
        tests = [self.test(test) for test in node.tests]

        def judged(frame: Frame) -> bool | None:
            one = value(frame)
            unknown = False
            for test in tests:
                passed = test(one, frame)
                if passed:
                    return True
                unknown = unknown or passed is None
            if unknown:
                frame.run.warn(spot, "cannot-be-compared-with-what-it", kind=kind_of(one))
            return None if unknown else False

        return judged

    def test(self, node: Node) -> Callable[[Any, Frame], bool | None]:
        """A test of a value: a comparison that stands alone, or membership in what the expression yields."""
        if isinstance(node, tree.Bound):
            limit, comparison = self.code(node.limit), COMPARISON[node.operator]
            return lambda value, frame: comparison(value, limit(frame))
        code = self.code(node)
        return lambda value, frame: member(value, code(frame), frame.run.charge)

    def bound(self, node: tree.Bound) -> Code:
        """A comparison in brackets is a range: `(< 5)`."""
        limit, sign, spot = self.code(node.limit), node.operator, self.spot(node)

        def made(frame: Frame) -> Any:
            value = limit(frame)
            if kind_of(value) not in ORDERED:
                return frame.run.warn(spot, "no-range-is-bounded-by", kind=kind_of(value))
            if sign in ("=", "!="):
                return Range(value, value, sign == "=", sign == "=", sign)
            closed = sign.endswith("=")
            if sign.startswith("<"):
                return Range(None, value, low_closed=False, high_closed=closed, sign="<")
            return Range(value, None, low_closed=closed, high_closed=False, sign=">")

        return made

    def interval(self, node: tree.RangeNode) -> Code:
        low, high = self.code(node.low), self.code(node.high)
        closed, spot = (node.low_closed, node.high_closed), self.spot(node)

        def made(frame: Frame) -> Any:
            start, end = low(frame), high(frame)
            kinds = {kind_of(one) for one in (start, end) if one is not None}
            if kinds - ORDERED or (start is not None and end is not None and less(start, end) is None):
                return frame.run.warn(spot, "no-range-from-to", kind=kind_of(start), kind2=kind_of(end))
            return Range(start, end, *closed)

        return made

    def listed(self, node: tree.ListNode) -> Code:
        items = [self.code(item) for item in node.items]

        def made(frame: Frame) -> Any:
            return frame.run.size([item(frame) for item in items])

        return made

    def context(self, node: tree.ContextNode) -> Code:
        entries = [(key, self.code(value)) for key, value in node.entries]

        def made(frame: Frame) -> Any:
            frame.run.charge(len(entries))
            found: dict[str, Any] = {}
            inner = frame.inner(found)
            for key, value in entries:
                found[key] = value(inner)
            return found

        return made

    def choice(self, node: tree.If) -> Code:
        condition, then, otherwise = self.code(node.condition), self.code(node.then), self.code(node.otherwise)
        spot = self.spot(node)

        def chosen(frame: Frame) -> Any:
            value = condition(frame)
            if value is not True and value is not False and value is not None:
                frame.run.warn(spot, "condition-of-if-is", kind=kind_of(value))
            return then(frame) if value is True else otherwise(frame)

        return chosen

    def sources(self, iterators: tuple[tree.Iterator, ...]) -> list[Source]:
        return [
            Source(one.name, *self.body(one.source), self.code(one.end) if one.end else None, self.spot(one.source))
            for one in iterators
        ]

    def loop(self, node: tree.For) -> Code:
        partial = any(name.name == "partial" for name, _ in names_in(node.body))
        return looped(self.sources(node.iterators), *self.body(node.body), partial=partial)

    def quantified(self, node: tree.Quantified) -> Code:
        sources, spot = self.sources(node.iterators), self.spot(node.condition)
        return passed(sources, *self.body(node.condition), spot, some=node.kind == "some")

    def instance(self, node: tree.InstanceOf) -> Code:
        value, kind, spot, types = self.code(node.value), node.type, self.spot(node), self._types

        def judged(frame: Frame) -> bool | None:
            found = conforms(value(frame), kind, types, frame.run.charge)
            if found is None:
                frame.run.warn(spot, "unknown-type", name=kind.name)
            return found

        return judged

    def function(self, node: tree.FunctionNode) -> Code:
        spot, names = self.spot(node), tuple(name for name, _ in node.parameters)
        kinds = tuple(kind for _, kind in node.parameters)
        if node.external:
            return lambda frame: Function("", names, lambda _: frame.run.warn(spot, EXTERNAL), kinds)
        body, fitted = self.body(node.body), fitting(node.parameters, self._types, spot)
        if fitted is None:
            return lambda frame: Function("", names, lambda given: invoke(names, body, frame, given), kinds)

        def made(frame: Frame) -> Function:
            def called(given: list[Any]) -> Any:
                values = fitted(given, frame.run)
                return None if values is None else invoke(names, body, frame, values)

            return Function("", names, called, kinds)

        return made

    def call(self, node: tree.Call) -> Code:
        spot = self.spot(node)
        if isinstance(node.function, tree.Name) and node.function.name in TABLE:
            return self._call_builtin(node, node.function.name, spot)
        function = self.code(node.function)
        plain = [self.code(argument) for argument in node.arguments]
        named = [(name, self.code(argument)) for name, argument in node.named]

        def called(frame: Frame) -> Any:
            target = function(frame)
            if named:
                return by_name(target, {name: code(frame) for name, code in named}, frame.run, spot)
            return by_place(target, [code(frame) for code in plain], frame.run, spot)

        return called

    def _call_builtin(self, node: tree.Call, name: str, spot: Spot) -> Code:
        builtin = TABLE[name]
        plain = [self.code(argument) for argument in node.arguments]
        named = [(key, self.code(argument)) for key, argument in node.named]

        def called(frame: Frame) -> Any:
            own = frame.find(name)
            if type(own) is Function:
                values = {key: code(frame) for key, code in named}
                return by_name(own, values, frame.run, spot) if named else own.call([code(frame) for code in plain])
            if named:
                return builtin.call_named(frame.run, spot, {key: code(frame) for key, code in named})
            return builtin.call(frame.run, spot, [code(frame) for code in plain])

        return self._folded(node, name, called)

    def _folded(self, node: tree.Call, name: str, code: Code) -> Code:
        """A literal in the dress of a call, such as `date("2026-01-31")`, is made once."""
        if name not in CONSTANT_CALLS or not all(isinstance(one, tree.Literal) for one in node.arguments) or node.named:
            return code
        run = Run()
        value = code(Frame({}, run))
        return code if run.warnings else lambda _: value


def _power_cost(exponent: Any) -> int:
    """Steps that a power takes: roots and long exponents are computed by logarithms."""
    return 1 if type(exponent) is Decimal and exponent == exponent.to_integral_value() and abs(exponent) < NEAR else 16


def _equated(left: Code, right: Code, spot: Spot, *, wanted: bool) -> Code:
    def equated(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        found = equal(one, other, frame.run.charge)
        if found is None:
            frame.run.warn(spot, "cannot-compare-with", kind=kind_of(one), kind2=kind_of(other))
            return None
        return found is wanted

    return equated


RULES: dict[type[Node], Callable[[Compiler, Any], Code]] = {
    tree.Literal: Compiler.literal, tree.Beyond: Compiler.beyond, tree.Name: Compiler.name, tree.Path: Compiler.path,
    tree.Filter: Compiler.selection,
    tree.Negate: Compiler.negate, tree.Chain: Compiler.chain, tree.Logic: Compiler.logic,
    tree.Compare: Compiler.compare, tree.Between: Compiler.between, tree.In: Compiler.inside,
    tree.Bound: Compiler.bound, tree.RangeNode: Compiler.interval, tree.ListNode: Compiler.listed,
    tree.ContextNode: Compiler.context, tree.If: Compiler.choice, tree.For: Compiler.loop,
    tree.Quantified: Compiler.quantified, tree.InstanceOf: Compiler.instance, tree.FunctionNode: Compiler.function,
    tree.Call: Compiler.call,
}  # fmt: skip
