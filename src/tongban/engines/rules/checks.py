"""What can be said of a model without running it: unknown names, unused inputs, articles, coverage of tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.compiler import INPUT
from tongban.engines.rules.coverage import coverage
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.expressions import Cell, Expression
from tongban.engines.rules.free import names_in
from tongban.engines.rules.model import Boxed, Decision, Formula, Logic, Model
from tongban.engines.rules.table import Table

ARTICLE = frozenset(
    ("article", "articles", "legal basis", "law", "source", "依据", "法律依据", "法条", "条款", "来源", "出处")
)


def check_model(model: Model, *, article: bool) -> tuple[Finding, ...]:
    """All findings, by decision in the order of the model."""
    return tuple(finding for decision in model.decisions.values() for finding in _decision(decision, article=article))


def _decision(decision: Decision, *, article: bool) -> Iterator[Finding]:
    known = frozenset(decision.requires)
    yield from _names(decision.logic, decision, known)
    for name in decision.requires:
        if name not in decision.logic.names:
            message = f"requires {name!r}, which nothing in it uses"
            yield Finding("warning", decision.name, 0, 0, decision.id, decision.line, message)
    for table in decision.tables():
        yield from _articles(table, "error" if article else "warning")
        yield from coverage(table)


def _articles(table: Table, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    for rule in table.rules:
        if not any(name.casefold() in ARTICLE and text.strip() for name, text in rule.annotations.items()):
            message = "this rule names no article that it follows"
            suggestion = 'fill an annotation column called "article" or "依据"'
            yield Finding(severity, table.name, rule.index, 0, rule.id, rule.line, message, suggestion)


def _names(logic: Logic, decision: Decision, known: frozenset[str]) -> Iterator[Finding]:
    if isinstance(logic, Boxed):
        for name, entry in logic.entries:
            yield from _names(entry, decision, known)
            known |= {name}
        if logic.result:
            yield from _names(logic.result, decision, known)
    elif isinstance(logic, Formula):
        yield from _unknown(logic.expression, decision, known, (0, 0, decision.id, logic.line))
    elif isinstance(logic, Table):
        yield from _table(logic, decision, known)


def _table(table: Table, decision: Decision, known: frozenset[str]) -> Iterator[Finding]:
    width = len(table.inputs)
    for column, clause in enumerate(table.inputs, 1):
        yield from _unknown(clause.expression, decision, known, (0, column, table.id, clause.line))
    for rule in table.rules:
        entries: list[Expression | Cell] = [*rule.cells, *rule.outputs]
        for column, cell in enumerate(entries, 1):
            inner = known | {INPUT} if column <= width else known
            yield from _unknown(cell, decision, inner, (rule.index, column, rule.id, rule.line))


def _unknown(
    text: Expression | Cell, decision: Decision, known: frozenset[str], place: tuple[int, int, str, int]
) -> Iterator[Finding]:
    row, column, element, line = place
    for name in sorted({name.name for name, loose in names_in(text.node) if not loose} - known - TABLE.keys()):
        near = difflib.get_close_matches(name, [*known, *TABLE], 1)
        known_names = ", ".join(sorted(known - {INPUT})) or "none"
        hint = f"did you mean {near[0]!r}?" if near else f"inputs and decisions required here: {known_names}"
        yield Finding(
            "error", decision.name, row, column, element, line, f"unknown name {name!r} in {text.text[:60]!r}", hint
        )
