"""Why a rule decided as it did: row by row, value by value, from the log and the rule's own version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text
from tongban.services.decisions import formulas, words
from tongban.services.decisions.deciding import functions_of, published
from tongban.services.decisions.records import Entry, Parameter

MAX_FORMULAS = 8


@dataclass(frozen=True)
class Condition:
    """An input of a row: what it was, and what the row asks of it (empty: anything)."""

    label: str
    value: str
    asks: str


@dataclass(frozen=True)
class Line:
    """A part of a formula in words, with the values in it (empty where that is no more), and its value."""

    text: str
    filled: str
    value: str


@dataclass(frozen=True)
class Worked:
    """An output: its value, and where it is reckoned the formula with the values in it; `lines` go through it."""

    label: str
    value: str
    formula: str
    values: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Step:
    """A row that matched: number `row` of the table, its article and notes; row 0 is a formula without a table."""

    table: str
    row: int
    article: str
    notes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    outputs: tuple[Worked, ...]


@dataclass(frozen=True)
class Explanation:
    """A decision explained. `rule` and `decision` are titles, `result` is in words (empty for several values)."""

    rule: str
    version: str
    decision: str
    at: dt.datetime
    result: str
    steps: tuple[Step, ...]
    parameters: tuple[Parameter, ...]
    warnings: tuple[str, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """Every article that it rests on, once each."""
        found = [step.article for step in self.steps] + [one.article for one in self.parameters]
        return tuple(dict.fromkeys(one for one in found if one))


def explained(entry: Entry, labels: Mapping[str, str]) -> Explanation:
    """The explanation of an entry. Raises LookupError when its rule's version is not published here."""
    model: rules.Model = published(entry.rule, entry.version).value
    teller = _Teller(entry, model, labels)
    return Explanation(
        rule=str(Text.of(model.name)),
        version=entry.version,
        decision=teller.label(entry.decision),
        at=entry.at,
        result="" if isinstance(entry.result, dict) else words.told(entry.result),
        steps=tuple(teller.steps()),
        parameters=entry.parameters,
        warnings=entry.warnings,
    )


class _Teller:
    def __init__(self, entry: Entry, model: rules.Model, labels: Mapping[str, str]) -> None:
        named = {one.name: str(Text.of(one.label)) for one in model.decisions.values() if one.label}
        self.entry, self.model, self.labels = entry, model, named | dict(labels)
        self.rows = {
            (table.name, rule.index): (table, rule)
            for one in model.decisions.values()
            for table in one.tables()
            for rule in table.rules
        }

    def steps(self) -> Iterator[Step]:
        for row in self.entry.rows:
            yield self.row(row)
        yield from (self.reckoned(one) for one in self.reckonings())

    def reckonings(self) -> tuple[rules.Reckoning, ...]:
        """The formulas without a table, reckoned again; none when what comes of it now is not what was decided."""
        if not self.formulas():
            return ()
        entry = self.entry
        item = published(entry.rule, entry.version)
        try:
            result, found = rules.reckon(
                model=self.model, decision=entry.decision, inputs=entry.inputs, told=words.told, at=entry.at,
                functions=functions_of(item, entry.case),
            )  # fmt: skip
        except (LookupError, rules.FeelError):
            return ()
        return found[:MAX_FORMULAS] if result == entry.result else ()

    def formulas(self) -> bool:
        """Whether any decision of the rule is no table."""
        return any(not one.tables() for one in self.model.decisions.values())

    def reckoned(self, one: rules.Reckoning) -> Step:
        named = self.labels | {
            decision.variable: self.label(decision.name) for decision in self.model.decisions.values()
        }
        titles = {used.key: str(used.title) for used in self.entry.parameters}
        lines = tuple(
            Line(
                formulas.formula(line.text, named, titles),
                formulas.formula(line.filled, {}, {}),
                words.told(line.value),
            )
            for line in one.lines
        )
        whole = formulas.formula(one.text, named, titles)
        output = Worked(self.label(one.decision), words.told(one.value), whole, (), lines)
        return Step(self.label(one.decision), 0, "", (), (), (output,))

    def row(self, row: rules.Row) -> Step:
        article, notes = _annotations(row.annotations)
        asked = zip(row.inputs.items(), row.cells, strict=False)
        return Step(
            table=self.label(row.table),
            row=row.index,
            article=article,
            notes=notes,
            conditions=tuple(
                Condition(self.label(name), words.told(value), words.asked(cell)) for (name, value), cell in asked
            ),
            outputs=tuple(
                self.worked(name, value, place, row) for place, (name, value) in enumerate(row.outputs.items())
            ),
        )

    def worked(self, name: str, value: Any, place: int, row: rules.Row) -> Worked:
        _table, rule = self.rows.get((row.table, row.index), (None, None))
        formula = rule.outputs[place] if rule and place < len(rule.outputs) else None
        known = self.entry.inputs
        names = [one for one in known if formula and one in formula.names]
        values = tuple((self.label(one), words.told(known[one])) for one in names)
        text = self.formula(formula) if formula and formula.names else ""
        return Worked(self.label(name), words.told(value), text, values)

    def formula(self, text: rules.Expression) -> str:
        """A formula with the names that people know instead of those of the rule."""
        titles = {one.key: str(one.title) for one in self.entry.parameters}
        return formulas.formula(text.text, self.labels, titles)

    def label(self, name: str) -> str:
        return self.labels.get(name) or str(Text.of(name))


def _annotations(found: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The article, and what else stands beside the row."""
    articles = [text for name, text in found.items() if rules.is_article(name) and text.strip()]
    notes = [text for name, text in found.items() if not rules.is_article(name) and text.strip()]
    return "; ".join(articles), tuple(notes)
