"""The logic of decisions and functions in DMN XML: boxed expressions of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from tongban.engines.rules.boxed import (
    Boxed,
    Choice,
    Filtered,
    Formula,
    Invocation,
    Iterated,
    Lambda,
    Listed,
    Logic,
    Missing,
    Relation,
    Typed,
)  # fmt: skip
from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, line_of, local
from tongban.engines.rules.dmn_table import read_table
from tongban.engines.rules.expressions import unusual
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.run import Spot
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type

AROUND = frozenset(
    ("description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
     "knowledgeRequirement", "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator",
     "decisionMaker", "decisionOwner", "usingProcess", "usingTask", "formalParameter", "parameter", "column",
     "encapsulatedLogic", "text", "importedValues")
)  # fmt: skip
MAX_DEPTH = 60


class LogicReader:
    """Reads the logic of one decision or function; `names` are those in scope that the parser must be told of."""

    def __init__(self, reader: Reader, where: str, names: frozenset[str]) -> None:
        self.reader, self.where, self.names = reader, where, names
        self.depth = 0

    def decision(self, node: etree._Element) -> Logic:
        """The logic of a decision."""
        found = self._inside(node)
        if len(found) == 1:
            return self.logic(found[0])
        message = say("decision-has-exactly-one-logic")
        if found:
            self.reader.fault(node, message, say("keep-one-of-them"), where=self.where)
        else:
            self.reader.doubt(node, message, say("use-decision-table-literal-expression-or"), where=self.where)
        return self._missing(node, message)

    def function(self, node: etree._Element, name: str) -> Lambda:
        """A function definition, boxed or the logic of a business knowledge model."""
        parameters = tuple((attribute(one, "name"), self.reader.type(one)) for one in children(node, "formalParameter"))
        kind = attribute(node, "kind")
        outside = kind if kind not in ("", "FEEL", "F") else ""
        body: Logic
        if outside:
            self.reader.doubt(
                node, say("functions-of-kind-are-not-run", outside=outside), say("write-it-in-feel"), where=self.where
            )
            body = self._missing(node, say("functions-of-kind-are-not-run", outside=outside))
        else:
            with_names = self._scoped([name for name, _ in parameters])
            body = with_names(lambda: self._only(node, say("function-has-exactly-one-body")))
        return Lambda(name, parameters, body, self.reader.declared, self._spot(node), outside)

    def logic(self, node: etree._Element) -> Logic:
        """A boxed expression with its declared type."""
        kind = READERS.get(local(node))
        if kind is None:
            self.reader.fault(node, say("is-no-boxed-expression", tag=local(node)), where=self.where)
            return self._missing(node, say("is-no-boxed-expression", tag=local(node)))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.reader.fault(
                node, say("expressions-are-boxed-deeper-than-levels", max_depth=MAX_DEPTH), where=self.where
            )
            return self._missing(node, say("nested-too-deep"))
        found = kind(self, node)
        self.depth -= 1
        plain = local(node) in ("functionDefinition", "decisionTable")
        return found if plain else self._typed(found, self.reader.type(node), node)

    def _typed(self, logic: Logic, kind: Type, node: etree._Element) -> Logic:
        return logic if kind == ANY else Typed(logic, kind, self.reader.declared, self._spot(node))

    def _spot(self, node: etree._Element) -> Spot:
        return line_of(node), 1, f"decision {self.where!r}"

    def _missing(self, node: etree._Element, reason: str) -> Missing:
        return Missing(self._spot(node), reason)

    def _inside(self, node: etree._Element) -> list[etree._Element]:
        return [one for one in node if self.reader.known(one) and local(one) not in AROUND]

    def _only(self, node: etree._Element | None, message: str) -> Logic:
        """The one expression inside an element."""
        found = [] if node is None else self._inside(node)
        if node is not None and len(found) == 1:
            return self.logic(found[0])
        if node is not None:
            self.reader.fault(node, message, where=self.where)
            return self._missing(node, message)
        return Missing((0, 0, f"decision {self.where!r}"), message)

    def _part(self, node: etree._Element, name: str) -> Logic:
        inner = child(node, name)
        if inner is None:
            self.reader.fault(node, say("element-lacks", tag=local(node), name=name), where=self.where)
        return self._only(inner, say("holds-exactly-one-expression", name=name))

    def _scoped(self, names: Iterable[str]) -> Callable[[Callable[[], Logic]], Logic]:
        def read(work: Callable[[], Logic]) -> Logic:
            outer = self.names
            self.names |= unusual(names)
            found = work()
            self.names = outer
            return found

        return read

    def read_literal(self, node: etree._Element) -> Logic:
        return Formula(self.reader.expression(node, self.names, self.where), line_of(node))

    def read_table(self, node: etree._Element) -> Logic:
        return read_table(self.reader, node, self.where, self.names)

    def read_context(self, node: etree._Element) -> Logic:
        entries: list[tuple[str, Logic]] = []
        result: Logic | None = None
        outer = self.names
        for entry in children(node, "contextEntry"):
            variable = child(entry, "variable")
            logic = self._only(entry, say("entry-of-context-has-exactly-one"))
            if variable is None or not attribute(variable, "name"):
                result = logic
            else:
                name = attribute(variable, "name")
                entries.append((name, self._typed(logic, self.reader.type(variable), entry)))
                self.names |= unusual((name,))
        self.names = outer
        return Boxed(tuple(entries), result)

    def read_list(self, node: etree._Element) -> Logic:
        return Listed(tuple(self.logic(one) for one in self._inside(node)))

    def read_relation(self, node: etree._Element) -> Logic:
        columns = children(node, "column")
        names = tuple(attribute(one, "name") for one in columns)
        kinds = [self.reader.type(one) for one in columns]
        rows = []
        for row in children(node, "row"):
            cells = self._inside(row)
            if len(cells) != len(names):
                self.reader.fault(
                    row, say("row-here-has-cells-got", count=len(names), count2=len(cells)), where=self.where
                )
                continue
            pairs = zip(cells, kinds, strict=True)
            rows.append(tuple(self._typed(self.logic(cell), kind, cell) for cell, kind in pairs))
        return Relation(names, tuple(rows))

    def read_conditional(self, node: etree._Element) -> Logic:
        parts = (self._part(node, "if"), self._part(node, "then"), self._part(node, "else"))
        return Choice(*parts, self._spot(node))

    def read_iterated(self, node: etree._Element) -> Logic:
        variable = attribute(node, "iteratorVariable")
        source = self._part(node, "in")
        inner = "return" if local(node) == "for" else "satisfies"
        body = self._scoped([variable])(lambda: self._part(node, inner))
        return Iterated(local(node), variable, source, body, self._spot(node))

    def read_filter(self, node: etree._Element) -> Logic:
        return Filtered(self._part(node, "in"), self._part(node, "match"), self._spot(node))

    def read_function(self, node: etree._Element) -> Logic:
        return self.function(node, "")

    def read_invocation(self, node: etree._Element) -> Logic:
        bindings = []
        for binding in children(node, "binding"):
            parameter = child(binding, "parameter")
            if parameter is None:
                self.reader.fault(binding, say("binding-has-no-parameter"), where=self.where)
                continue
            logic = self._only(binding, say("binding-has-exactly-one-value"))
            bindings.append((attribute(parameter, "name"), self._typed(logic, self.reader.type(parameter), binding)))
        called = [one for one in self._inside(node) if local(one) != "binding"]
        if len(called) != 1:
            self.reader.fault(node, say("invocation-calls-exactly-one-function"), where=self.where)
            return self._missing(node, say("invocation-calls-exactly-one-function"))
        return Invocation(self.logic(called[0]), tuple(bindings), self._spot(node))


READERS: dict[str, Callable[[LogicReader, etree._Element], Logic]] = {
    "literalExpression": LogicReader.read_literal, "context": LogicReader.read_context,
    "decisionTable": LogicReader.read_table, "list": LogicReader.read_list, "relation": LogicReader.read_relation,
    "invocation": LogicReader.read_invocation, "functionDefinition": LogicReader.read_function,
    "conditional": LogicReader.read_conditional, "for": LogicReader.read_iterated, "some": LogicReader.read_iterated,
    "every": LogicReader.read_iterated, "filter": LogicReader.read_filter,
}  # fmt: skip
