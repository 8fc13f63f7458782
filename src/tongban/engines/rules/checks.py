"""What can be said of a model without running it: unknown names, unused inputs, articles, coverage of tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

from tongban.engines.rules.boxed import Formula, Lambda, Logic
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.compiler import INPUT
from tongban.engines.rules.coverage import coverage
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.free import names_in
from tongban.engines.rules.model import Decision, Knowledge, Model
from tongban.engines.rules.saying import say
from tongban.engines.rules.table import Table

Severity = Literal["error", "warning"]
ARTICLE = frozenset(
    ("article", "articles", "legal basis", "law", "source", "依据", "法律依据", "法条", "条款", "来源", "出处")
)


def check_model(model: Model, *, article: bool, functions: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """What reading found and what more there is to say, by element in the order of the model. `article` holds a model
    to the rules of the house: unknown names and rows without an article are errors.
    """
    severity: Severity = "error" if article else "warning"
    elements: list[Decision | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    found = [finding for one in elements for finding in _element(one, severity, functions)]
    return (*model.findings, *found, *_unused(model))


def _element(one: Decision | Knowledge, severity: Severity, functions: frozenset[str]) -> Iterator[Finding]:
    own = {one.variable} if isinstance(one, Knowledge) else set()
    yield from _Names(one, severity).of(one.logic, frozenset(one.requires) | own | functions)
    for name in dict.fromkeys(one.requires):
        if name not in one.logic.names:
            message = say("requires-which-nothing-in-it-uses", name=name)
            yield Finding("warning", one.name, 0, 0, one.id, one.line, message, say("take-requirement-out"))
    for table in one.tables():
        yield from _articles(table, severity)
        yield from coverage(table)


def _unused(model: Model) -> Iterator[Finding]:
    """Input data that nothing in the model requires; a model without decisions only lends its input data."""
    elements: list[Decision | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    links = [link for one in elements for link in one.links]
    links += [link for service in model.services.values() for link in service.inputs]
    used = {link.variable for link in links if link.kind == "input" and not link.prefix}
    for name, data in model.inputs.items():
        if model.decisions and name not in used:
            yield Finding("warning", data.name, 0, 0, data.id, data.line, say("no-decision-requires-this-input-data"))


def _articles(table: Table, severity: Severity) -> Iterator[Finding]:
    for rule in table.rules:
        if not any(name.casefold() in ARTICLE and text.strip() for name, text in rule.annotations.items()):
            message = say("this-rule-names-no-article-that")
            suggestion = say("fill-annotation-column-called-article-or")
            yield Finding(severity, table.name, rule.index, 0, rule.id, rule.line, message, suggestion)


class _Names:
    """Looks for names that an element does not know."""

    def __init__(self, element: Decision | Knowledge, severity: Severity) -> None:
        self.element, self.severity = element, severity

    def of(self, logic: Logic, known: frozenset[str]) -> Iterator[Finding]:
        if isinstance(logic, Formula):
            yield from self.unknown(logic.expression, known, (0, 0, self.element.id, logic.line))
        elif isinstance(logic, Table):
            yield from self.table(logic, known)
        elif not (isinstance(logic, Lambda) and logic.outside):
            for part, bound in logic.parts():
                yield from self.of(part, known | bound)

    def table(self, table: Table, known: frozenset[str]) -> Iterator[Finding]:
        width = len(table.inputs)
        for column, clause in enumerate(table.inputs, 1):
            yield from self.unknown(clause.expression, known, (0, column, table.id, clause.line))
        for rule in table.rules:
            entries: list[Expression | Cell] = [*rule.cells, *rule.outputs]
            for column, cell in enumerate(entries, 1):
                inner = known | {INPUT} if column <= width else known
                yield from self.unknown(cell, inner, (rule.index, column, rule.id, rule.line))

    def unknown(
        self, text: Expression | Cell, known: frozenset[str], place: tuple[int, int, str, int]
    ) -> Iterator[Finding]:
        if text.names <= known | TABLE.keys():
            return
        for name in sorted({name.name for name, loose in names_in(text.node) if not loose} - known - TABLE.keys()):
            near = difflib.get_close_matches(name, [*known, *TABLE], 1)
            known_names = ", ".join(sorted(known - {INPUT})) or say("none")
            hint = (
                say("did-you-mean", name=near[0])
                if near
                else say("inputs-and-decisions-required-here", known_names=known_names)
            )
            message = say("unknown-name-in-text", name=name, text=text.text[:60])
            yield Finding(self.severity, self.element.name, *place, message, hint)
