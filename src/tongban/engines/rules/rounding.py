"""Whether an amount of money is rounded by the rule itself: how one rounds is law, and stands in the rule.

An amount is rounded if it is a number with two digits at most, a rounding function with its scale, a sum or choice of
such, or a decision that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tongban.engines.rules import tree
from tongban.engines.rules.boxed import Boxed, Choice, Formula, Iterated, Listed, Logic, Typed
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.model import Decision, Model
from tongban.engines.rules.places import Place
from tongban.engines.rules.saying import say
from tongban.engines.rules.table import Table

DIGITS = 2
ROUNDING = frozenset(("round half up", "round half down", "round up", "round down", "decimal", "floor", "ceiling"))
KEEPING = frozenset(("sum", "min", "max", "append", "concatenate", "flatten", "abs"))
AMOUNT = "amount"
HINT = say("state-rounding-for-example-round-half", digits=DIGITS)


def check_rounding(model: Model, decision: str) -> tuple[Finding, ...]:
    """An error for each expression of a decision whose amount is not rounded. Raises LookupError for the decision."""
    return tuple(_Money(model).decision(model.decision(decision)))


class _Money:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.seen: set[str] = set()

    def decision(self, one: Decision) -> Iterator[Finding]:
        if one.variable not in self.seen:
            self.seen.add(one.variable)
            yield from self.logic(one.logic, one)

    def logic(self, logic: Logic, owner: Decision) -> Iterator[Finding]:
        if isinstance(logic, Formula):
            yield from self.text(Place(owner.name, 0, 0, owner.id, logic.line, logic.expression))
        elif isinstance(logic, Table):
            yield from self.table(logic, owner)
        else:
            for part in self.parts(logic):
                yield from self.logic(part, owner)

    @staticmethod
    def parts(logic: Logic) -> list[Logic]:
        """Those parts of a box in which its amount stands."""
        if isinstance(logic, Boxed):
            return [logic.result] if logic.result else [part for name, part in logic.entries if name == AMOUNT]
        if isinstance(logic, Choice):
            return [logic.then, logic.otherwise]
        if isinstance(logic, Iterated):
            return [logic.body]
        if isinstance(logic, Listed):
            return list(logic.items)
        return [logic.logic] if isinstance(logic, Typed) else [part for part, _ in logic.parts()]

    def table(self, table: Table, owner: Decision) -> Iterator[Finding]:
        names = [clause.name for clause in table.outputs]
        column = names.index(AMOUNT) if AMOUNT in names else 0
        for rule in table.rules:
            place = len(table.inputs) + column + 1
            yield from self.text(Place(owner.name, rule.index, place, rule.id, rule.line, rule.outputs[column]))

    def text(self, place: Place) -> Iterator[Finding]:
        node = place.text.node
        if isinstance(node, tree.Name) and node.name in self.model.decisions:
            yield from self.decision(self.model.decisions[node.name])
        elif not self.rounded(node):
            yield place.finding(say("amount-of-money-that-this-rule"), HINT)

    def rounded(self, node: tree.Node) -> bool:
        if isinstance(node, tree.Literal):
            exponent = node.value.as_tuple().exponent if isinstance(node.value, Decimal) else 0
            return isinstance(exponent, int) and exponent >= -DIGITS
        if isinstance(node, tree.Call):
            return self.call(node)
        if isinstance(node, tree.Name):
            known = self.model.decisions.get(node.name)
            return known is not None and not list(_Money(self.model).decision(known))
        return self.within(node)

    def within(self, node: tree.Node) -> bool:
        """Sums, differences, choices, lists, loops and contexts of rounded amounts."""
        parts: list[tree.Node] = []
        if isinstance(node, tree.Negate):
            parts = [node.operand]
        elif isinstance(node, tree.If):
            parts = [node.then, node.otherwise]
        elif isinstance(node, tree.Chain) and all(sign in "+-" for sign, _ in node.rest):
            parts = [node.first, *(part for _, part in node.rest)]
        elif isinstance(node, tree.ListNode):
            return all(self.rounded(item) for item in node.items)
        elif isinstance(node, tree.For):
            parts = [node.body]
        elif isinstance(node, tree.ContextNode):
            parts = [value for name, value in node.entries if name == AMOUNT]
        return bool(parts) and all(self.rounded(part) for part in parts)

    def call(self, node: tree.Call) -> bool:
        name = node.function.name if isinstance(node.function, tree.Name) else ""
        if name in ROUNDING:
            scale = [*node.arguments[1:2], *(value for key, value in node.named if key == "scale")]
            whole = name in ("floor", "ceiling") and not scale
            return whole or (bool(scale) and isinstance(scale[0], tree.Literal) and scale[0].value in range(DIGITS + 1))
        return name in KEEPING and all(self.rounded(one) for one in node.arguments)
