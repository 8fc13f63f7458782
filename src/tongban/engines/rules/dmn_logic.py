"""The logic of decisions in DMN XML: literal expressions, boxed contexts, decision tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from lxml import etree

from tongban.engines.rules.constants import constant
from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, identity, line_of, local, text_of
from tongban.engines.rules.expressions import Cell, unusual
from tongban.engines.rules.kinds import ANY, Types
from tongban.engines.rules.model import Boxed, Formula, Logic
from tongban.engines.rules.table import InputClause, OutputClause, Rule, Table

T = TypeVar("T")
POLICIES = {
    "UNIQUE": "U", "ANY": "A", "PRIORITY": "P", "FIRST": "F", "RULE ORDER": "R", "OUTPUT ORDER": "O", "COLLECT": "C",
}  # fmt: skip
AGGREGATIONS = {"": "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}
AROUND = frozenset(
    ("description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
     "knowledgeRequirement", "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator",
     "decisionMaker", "decisionOwner", "usingProcess", "usingTask")
)  # fmt: skip
READ = "use a decision table, a literal expression or a context"


class LogicReader:
    """Reads the logic of one decision; `names` are the names in its scope that the parser must be told of."""

    def __init__(self, reader: Reader, where: str, names: frozenset[str], types: Types) -> None:
        self.reader, self.where, self.names, self.types = reader, where, names, types

    def decision(self, node: etree._Element) -> Logic | None:
        logic = [one for one in node if self.reader.known(one) and local(one) not in AROUND]
        if len(logic) != 1:
            self.reader.fault(node, "a decision has exactly one logic", READ, where=self.where)
            return None
        return self.logic(logic[0])

    def logic(self, node: etree._Element) -> Logic | None:
        if local(node) == "literalExpression":
            formula = self.reader.expression(node, self.names, self.where, self.types)
            return Formula(formula, line_of(node)) if formula else None
        if local(node) == "context":
            return self._context(node)
        if local(node) == "decisionTable":
            return _TableReader(self, node).table()
        self.reader.fault(node, f"<{local(node)}> is not supported", READ, where=self.where)
        return None

    def _context(self, node: etree._Element) -> Logic | None:
        entries: list[tuple[str, Logic]] = []
        result: Logic | None = None
        outer = self.names
        for entry in children(node, "contextEntry"):
            variable = child(entry, "variable")
            body = [one for one in entry if self.reader.known(one) and local(one) not in AROUND]
            logic = self.logic(body[0]) if len(body) == 1 else None
            if logic is None:
                if len(body) != 1:
                    self.reader.fault(entry, "an entry of a context has exactly one value", where=self.where)
            elif variable is None:
                result = logic
            else:
                entries.append((attribute(variable, "name"), logic))
                self.names |= unusual((attribute(variable, "name"),))
        self.names = outer
        return Boxed(tuple(entries), result)


class _TableReader:
    def __init__(self, logic: LogicReader, node: etree._Element) -> None:
        self.logic, self.node, self.reader = logic, node, logic.reader
        self.where, self.names, self.types = logic.where, logic.names, logic.types

    def fault(self, node: etree._Element, message: str, suggestion: str = "", cell: tuple[int, int] = (0, 0)) -> None:
        self.reader.fault(node, message, suggestion, where=self.where, cell=cell)

    def table(self) -> Table | None:
        before = len(self.reader.findings)
        policy = self._policy()
        inputs = [self._input(one, place) for place, one in enumerate(children(self.node, "input"), 1)]
        outputs = [self._output(one, len(inputs) + n) for n, one in enumerate(children(self.node, "output"), 1)]
        marks = [attribute(one, "name") for one in children(self.node, "annotation")]
        shape = (len(inputs), len(outputs), marks)
        rules = [self._rule(one, index, shape) for index, one in enumerate(children(self.node, "rule"), 1)]
        if not outputs or not rules:
            self.fault(self.node, "a decision table has at least one output and one rule")
        if policy[:1] == "C" and policy[1:] and len(outputs) > 1:
            self.fault(self.node, "a table that aggregates has one output")
        if len(self.reader.findings) > before:
            return None
        line = line_of(self.node)
        kept = (_present(inputs), _present(outputs), _present(rules))
        return Table(identity(self.node), self.where, policy, *kept, line, self.types)

    def _policy(self) -> str:
        name = attribute(self.node, "hitPolicy") or "UNIQUE"
        aggregation = attribute(self.node, "aggregation")
        if name not in POLICIES:
            self.fault(self.node, f"unknown hit policy {name!r}", f"known: {', '.join(POLICIES)}")
        if aggregation not in AGGREGATIONS or (aggregation and name != "COLLECT"):
            self.fault(
                self.node, f"unknown aggregation {aggregation!r} for {name}", "COLLECT takes SUM, MIN, MAX, COUNT"
            )
        return POLICIES.get(name, "U") + AGGREGATIONS.get(aggregation, "")

    def _input(self, node: etree._Element, column: int) -> InputClause | None:
        inner = child(node, "inputExpression")
        if inner is None:
            self.fault(node, "an input has no expression", cell=(0, column))
            return None
        expression = self.reader.expression(inner, self.names, self.where, self.types, (0, column))
        if expression is None:
            return None
        label = attribute(node, "label") or expression.text
        allowed = self._values(node, "inputValues", column)
        return InputClause(label, expression, self.reader.type(inner, self.types), allowed, line_of(node))

    def _values(self, node: etree._Element, name: str, column: int) -> Cell | None:
        inner = child(node, name)
        if inner is None or not text_of(inner):
            return None
        return self.reader.cell(inner, self.names, self.where, self.types, (0, column))

    def _output(self, node: etree._Element, column: int) -> OutputClause | None:
        inner = child(node, "defaultOutputEntry")
        default = None
        if inner is not None and text_of(inner):
            default = self.reader.expression(inner, self.names, self.where, self.types, (0, column))
        values = self._values(node, "outputValues", column)
        line = line_of(node)
        kind = self.reader.type(node, self.types) if attribute(node, "typeRef") else ANY
        return OutputClause(attribute(node, "name"), kind, _order(values), default, line)

    def _rule(self, node: etree._Element, index: int, shape: tuple[int, int, list[str]]) -> Rule | None:
        wanted, results, marks = shape
        cells = children(node, "inputEntry")
        entries = children(node, "outputEntry")
        if (len(cells), len(entries)) != (wanted, results):
            self.fault(
                node,
                f"a rule here has {wanted} input and {results} output cells, got {len(cells)} and {len(entries)}",
                cell=(index, 0),
            )
            return None
        tests = [self.reader.cell(c, self.names, self.where, self.types, (index, n)) for n, c in enumerate(cells, 1)]
        outputs = [
            self.reader.expression(entry, self.names, self.where, self.types, (index, wanted + n))
            for n, entry in enumerate(entries, 1)
        ]
        texts = [text_of(one) for one in children(node, "annotationEntry")]
        notes = {mark: text for mark, text in zip(marks, texts, strict=False) if text}
        return Rule(identity(node), index, _present(tests), _present(outputs), notes, line_of(node))


def _present(items: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(item for item in items if item is not None)


def _order(values: Cell | None) -> tuple[object, ...]:
    """The declared values of an output one by one, the most important first."""
    return () if values is None else tuple(constant(node) for node in values.node.tests)
