"""A filter over records as a condition of the database, with FEEL's three values kept exactly.

Each part becomes two conditions: when it is true and when it is false; a row to which neither applies is null, and a
filter takes only what is true. What a database would judge otherwise than FEEL is left to the engine, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Value
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Lookup,
)  # fmt: skip

from tongban.engines.rules import tree
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.columns import Column, Plan
from tongban.engines.rules.compiler import Compiler
from tongban.engines.rules.described import constant_of
from tongban.engines.rules.expressions import Expression, expression, free_names
from tongban.engines.rules.saying import reason_of, say
from tongban.engines.rules.values import kind_of, less

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}
LOOKUPS: dict[str, type[Lookup[Any]]] = {
    "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual,
}  # fmt: skip


class Unsayable(Exception):  # noqa: N818 (an answer, not a fault)
    """The database cannot judge this as FEEL does; the message says why."""


@dataclass(frozen=True)
class _Truth:
    true: Q
    false: Q = field(repr=False)

    def turned(self) -> _Truth:
        return _Truth(self.false, self.true)


ALL, NONE = Q(pk__isnull=False), Q(pk__in=[])
UNKNOWN = _Truth(NONE, NONE)


def planned(text: str, columns: Mapping[str, Column]) -> Plan:
    """Splits a filter into what the database can judge and the rest. Raises FeelError for a text that is no FEEL."""
    return planned_tree(expression(text), columns)


def planned_tree(whole: Expression, columns: Mapping[str, Column]) -> Plan:
    """The same for an expression that is compiled."""
    parts = _conjuncts(whole.node)
    condition: Q | None = None
    rest: list[tree.Node] = []
    reasons: list[str] = []
    names: frozenset[str] = frozenset()
    for part in parts:
        try:
            found = _Translator(columns).truth(part).true
        except Unsayable as error:
            rest.append(part)
            reasons.append(reason_of(error))
            continue
        condition = found if condition is None else condition & found
        names |= free_names(part) & columns.keys()
    unknown = whole.names - columns.keys() - TABLE.keys()
    return Plan(condition, _compiled(whole, rest, len(parts)), tuple(dict.fromkeys(reasons)), names, unknown)


def _conjuncts(node: tree.Node) -> tuple[tree.Node, ...]:
    """The parts that must all be true."""
    if isinstance(node, tree.Logic) and node.operator == "and":
        return tuple(one for part in node.parts for one in _conjuncts(part))
    return (node,)


def _compiled(whole: Expression, rest: list[tree.Node], parts: int) -> Expression | None:
    if not rest:
        return None
    if len(rest) == parts:
        return whole
    node = rest[0] if len(rest) == 1 else tree.Logic(rest[0].at, "and", tuple(rest))
    return Expression(whole.text, free_names(node), node, Compiler(whole.text).whole(node))


class _Translator:
    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns

    def truth(self, node: tree.Node) -> _Truth:
        """When a part is true, and when it is false. Raises Unsayable."""
        rule = RULES.get(type(node))
        if rule is None:
            raise Unsayable(say("no-like", name=WORDS.get(type(node), type(node).__name__.lower())))
        return rule(self, node)

    def literal(self, node: tree.Literal) -> _Truth:
        if not isinstance(node.value, bool):
            return UNKNOWN
        return _Truth(ALL, NONE) if node.value else _Truth(NONE, ALL)

    def name(self, node: tree.Name) -> _Truth:
        column = self.column(node)
        if column.kind != "boolean":
            return UNKNOWN
        return _Truth(self.is_value(column, value=True), self.is_value(column, value=False))

    def logic(self, node: tree.Logic) -> _Truth:
        parts = [self.truth(part) for part in node.parts]
        true, false = parts[0].true, parts[0].false
        for one in parts[1:]:
            both = node.operator == "and"
            true = true & one.true if both else true | one.true
            false = false | one.false if both else false & one.false
        return _Truth(true, false)

    def call(self, node: tree.Call) -> _Truth:
        name = node.function.name if isinstance(node.function, tree.Name) else ""
        if name == "not" and name not in self.columns and len(node.arguments) == 1 and not node.named:
            return self.truth(node.arguments[0]).turned()
        raise Unsayable(say("function-has-no-like-in-sql", names=name or "here"))

    def compare(self, node: tree.Compare) -> _Truth:
        left, right = node.left, node.right
        sign = node.operator
        if not isinstance(left, tree.Name) or left.name not in self.columns:
            left, right, sign = right, left, TURNED[sign]
        column, value = self.column(left), self.constant(right)
        return self.compared(column, sign, value)

    def compared(self, column: Column, sign: str, value: Any) -> _Truth:
        if sign in ("=", "!="):
            found = self.equal(column, value)
            return found if sign == "=" else found.turned()
        if value is None or kind_of(value) != column.kind:
            return UNKNOWN
        return _Truth(self.ordered(column, sign, value), self.ordered(column, OPPOSITE[sign], value))

    def equal(self, column: Column, value: Any) -> _Truth:
        missing = Q(IsNull(column.equal, True))  # noqa: FBT003 (Django's signature)
        if value is None:
            return _Truth(missing, ~missing)
        if kind_of(value) != column.kind:
            return _Truth(NONE, missing)
        found = self.is_value(column, value=value)
        return _Truth(found, missing | ~found)

    def is_value(self, column: Column, *, value: Any) -> Q:
        return Q(Exact(column.equal, Value(self.stored(column, value))))

    def ordered(self, column: Column, sign: str, value: Any) -> Q:
        if column.order is None:
            raise Unsayable(say("is-not-kept-in-order-that", kind=column.kind))
        return Q(LOOKUPS[sign](column.order, Value(self.stored(column, value))))

    def stored(self, column: Column, value: Any) -> Any:
        if isinstance(value, str) and (not _storable(value) or len(value) >= (column.longest or len(value) + 1)):
            raise Unsayable(say("text-that-is-too-long-or"))
        if isinstance(value, Decimal) and (value != value.to_integral_value() or abs(value) >= 1 << 63):
            raise Unsayable(say("number-that-is-not-whole-is"))
        if isinstance(value, date) and not 1 <= value.year <= LAST_YEAR:
            raise Unsayable(say("day-outside-years-that-database-knows"))
        return column.stored(value)

    def between(self, node: tree.Between) -> _Truth:
        column, low, high = self.column(node.value), self.constant(node.low), self.constant(node.high)
        under, over = self.compared(column, "<", low), self.compared(column, ">", high)
        return _Truth(under.false & over.false, under.true | over.true)

    def inside(self, node: tree.In) -> _Truth:
        column = self.column(node.value)
        found = [self.tested(column, test) for test in node.tests]
        true, false = found[0].true, found[0].false
        for one in found[1:]:
            true, false = true | one.true, false & one.false
        return _Truth(true, false)

    def tested(self, column: Column, test: tree.Node) -> _Truth:
        if isinstance(test, tree.Bound):
            return self.compared(column, test.operator, self.constant(test.limit))
        if isinstance(test, tree.RangeNode):
            return self.ranged(column, test)
        if isinstance(test, tree.ListNode):
            return self.listed(column, test)
        return self.equal(column, self.constant(test))

    def ranged(self, column: Column, node: tree.RangeNode) -> _Truth:
        low, high = self.constant(node.low), self.constant(node.high)
        if less(high, low) is not False:
            raise Unsayable(say("range-with-end-that-is-unknown"))
        above = self.compared(column, ">=" if node.low_closed else ">", low)
        below = self.compared(column, "<=" if node.high_closed else "<", high)
        return _Truth(above.true & below.true, above.false | below.false)

    def listed(self, column: Column, node: tree.ListNode) -> _Truth:
        """In a list a value is or is not: what cannot be compared with an item is not that item."""
        true, false = NONE, ALL
        for item in node.items:
            value = self.constant(item)
            one = self.equal(column, value)
            strange = value is not None and kind_of(value) != column.kind
            true, false = true | one.true, false & (ALL if strange else one.false)
        return _Truth(true, false)

    def column(self, node: tree.Node) -> Column:
        if not isinstance(node, tree.Name):
            raise Unsayable(say("what-is-compared-is-not-field"))
        found = self.columns.get(node.name)
        if found is None:
            raise Unsayable(say("there-is-no-field", name=node.name))
        if found.why:
            raise Unsayable(f"{node.name}: {found.why}")
        return found

    def constant(self, node: tree.Node) -> Any:
        found = constant_of(node)
        if found is None:
            raise Unsayable(say("field-is-compared-with-something-else"))
        return found[0]


LAST_YEAR = 9999
_ODD = re.compile("[\0\ud800-\udfff]")


def _storable(text: str) -> bool:
    return _ODD.search(text) is None


WORDS: dict[type[tree.Node], str] = {
    tree.Quantified: say("some-and-every"), tree.For: "`for`", tree.If: "`if`", tree.Filter: say("filter-in-filter"),
    tree.Path: say("member-of-value"), tree.Chain: "arithmetic", tree.InstanceOf: "`instance of`",
}  # fmt: skip
RULES: dict[type[tree.Node], Callable[[_Translator, Any], _Truth]] = {
    tree.Literal: _Translator.literal, tree.Name: _Translator.name, tree.Logic: _Translator.logic,
    tree.Call: _Translator.call, tree.Compare: _Translator.compare, tree.Between: _Translator.between,
    tree.In: _Translator.inside,
}  # fmt: skip
