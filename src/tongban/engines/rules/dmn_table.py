"""Decision tables in DMN XML."""

from __future__ import annotations

from lxml import etree

from tongban.engines.rules.constants import constant
from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, identity, line_of, text_of
from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.items import Declared
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.saying import say
from tongban.engines.rules.table import InputClause, OutputClause, Rule, Table
from tongban.engines.rules.tree import Type

POLICIES = {
    "UNIQUE": "U", "ANY": "A", "PRIORITY": "P", "FIRST": "F", "RULE ORDER": "R", "OUTPUT ORDER": "O", "COLLECT": "C",
}  # fmt: skip
AGGREGATIONS = {"": "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def read_table(reader: Reader, node: etree._Element, where: str, names: frozenset[str]) -> Table:
    """A decision table; `where` is the decision, `names` those in scope that the parser must be told of."""
    return _TableReader(reader, node, where, names).table()


class _TableReader:
    def __init__(self, reader: Reader, node: etree._Element, where: str, names: frozenset[str]) -> None:
        self.reader, self.node, self.where, self.names = reader, node, where, names

    def fault(
        self, node: etree._Element, message: str, suggestion: str = "", *, cell: tuple[int, int] = (0, 0)
    ) -> None:
        self.reader.fault(node, message, suggestion, where=self.where, cell=cell)

    def table(self) -> Table:
        policy = self._policy()
        inputs = [self._input(one, place) for place, one in enumerate(children(self.node, "input"), 1)]
        outputs = [self._output(one, len(inputs) + n) for n, one in enumerate(children(self.node, "output"), 1)]
        marks = [attribute(one, "name") for one in children(self.node, "annotation")]
        shape = (len(inputs), len(outputs), marks)
        rules = [self._rule(one, index, shape) for index, one in enumerate(children(self.node, "rule"), 1)]
        if not outputs or not rules:
            self.fault(self.node, say("decision-table-has-at-least-one"))
        if policy[:1] == "C" and policy[1:] and len(outputs) > 1:
            self.fault(self.node, say("table-that-aggregates-has-one-output"))
        kept = (tuple(inputs), tuple(outputs), tuple(rule for rule in rules if rule is not None))
        return Table(identity(self.node), self.where, policy, *kept, line_of(self.node), self.reader.declared)

    def _policy(self) -> str:
        name = attribute(self.node, "hitPolicy") or "UNIQUE"
        aggregation = attribute(self.node, "aggregation")
        if name not in POLICIES:
            self.fault(self.node, say("unknown-hit-policy", name=name), say("known", names=", ".join(POLICIES)))
        if aggregation not in AGGREGATIONS or (aggregation and name != "COLLECT"):
            self.fault(
                self.node,
                say("unknown-aggregation-for", aggregation=aggregation, name=name),
                say("collect-takes-sum-min-max-count"),
            )
            aggregation = ""
        return POLICIES.get(name, "U") + AGGREGATIONS[aggregation]

    def _text(self, node: etree._Element, cell: tuple[int, int]) -> Expression:
        return self.reader.expression(node, self.names, self.where, cell)

    def _input(self, node: etree._Element, column: int) -> InputClause:
        inner = child(node, "inputExpression")
        if inner is None:
            self.fault(node, say("input-has-no-expression"), cell=(0, column))
            inner = node
        expression = self._text(inner, (0, column))
        label = attribute(node, "label") or expression.text
        allowed = self._values(node, "inputValues", column)
        return InputClause(label, expression, self.reader.type(inner), allowed, line_of(node))

    def _values(self, node: etree._Element, name: str, column: int) -> Cell | None:
        inner = child(node, name)
        if inner is None or not text_of(inner):
            return None
        return self.reader.cell(inner, self.names, self.where, (0, column))

    def _output(self, node: etree._Element, column: int) -> OutputClause:
        inner = child(node, "defaultOutputEntry")
        default = self._text(inner, (0, column)) if inner is not None and text_of(inner) else None
        kind = self.reader.type(node)
        values = self._values(node, "outputValues", column)
        order = _order(values or _allowed(kind, self.reader.declared))
        return OutputClause(attribute(node, "name"), kind, order, default, line_of(node), values)

    def _rule(self, node: etree._Element, index: int, shape: tuple[int, int, list[str]]) -> Rule | None:
        wanted, results, marks = shape
        cells = children(node, "inputEntry")
        entries = children(node, "outputEntry")
        if (len(cells), len(entries)) != (wanted, results):
            self.fault(
                node,
                say(
                    "rule-here-has-input-and-output",
                    wanted=wanted,
                    results=results,
                    count=len(cells),
                    count2=len(entries),
                ),
                cell=(index, 0),
            )
            return None
        tests = tuple(self.reader.cell(c, self.names, self.where, (index, n)) for n, c in enumerate(cells, 1))
        outputs = tuple(self._text(entry, (index, wanted + n)) for n, entry in enumerate(entries, 1))
        texts = [text_of(one) for one in children(node, "annotationEntry")]
        notes = {mark: text for mark, text in zip(marks, texts, strict=False) if text}
        return Rule(identity(node), index, tests, outputs, notes, line_of(node))


def _allowed(kind: Type, declared: Declared) -> Cell | None:
    """The values that a declared type allows, where the column names none itself."""
    item = declared.items.get(kind.name) if kind is not ANY else None
    return item.allowed if item else None


def _order(values: Cell | None) -> tuple[object, ...]:
    """The declared values of an output one by one, the most important first."""
    return () if values is None else tuple(constant(node) for node in values.node.tests)
