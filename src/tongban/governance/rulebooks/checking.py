"""What is wrong with a text, and where: faults placed on the tables, lines and cells that its owners see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.engines.rules import api as rules
from tongban.governance.rulebooks.errors import CellError
from tongban.governance.rulebooks.sheets import Line, Sheet, sheets
from tongban.governance.rulebooks.uses import uses
from tongban.governance.rulebooks.words import said
from tongban.governance.rulebooks.worked import functions
from tongban.kernel.codes import api as codes
from tongban.kernel.xml.api import XmlError

KIND = "rules"


@dataclass(frozen=True)
class Fault:
    """`column` counts the cells of a line from 0. `fatal`: with it the model cannot decide anything."""

    severity: Literal["error", "warning"]
    message: str
    suggestion: str = ""
    sheet: Sheet | None = None
    line: Line | None = None
    column: int | None = None
    fatal: bool = False


@dataclass(frozen=True)
class Review:
    """A text looked through; `model` is None when it has a fatal fault."""

    model: rules.Model | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "warning")


def source(rule: str) -> str:
    """What messages call the text of a rule."""
    return f"rules/{rule}.dmn"


def review(text: str, rule: str) -> Review:
    """Compiles a text of a rule and checks it as its package would be: tables, articles, parameters, rounding of fees.
    Never raises for what the text holds. Five queries.
    """
    try:
        found = sheets(text)
        model = rules.read_dmn(text, source(rule))
        findings = [
            *rules.check(model, functions=functions()),
            *rules.check_parameters(model, known=codes.parameter_keys()),
            *_unrounded(model, rule),
        ]
    except XmlError as error:
        return Review(None, (Fault("error", str(error), fatal=True),))
    except rules.ModelError as error:
        return Review(None, tuple(_fault(one, found, fatal=True) for one in error.findings))
    except rules.FeelError as error:
        return Review(None, (Fault("error", said(error.message), fatal=True),))
    return Review(model, tuple(_fault(one, found, fatal=False) for one in findings))


def _unrounded(model: rules.Model, rule: str) -> Iterator[rules.Finding]:
    known = {one.name for one in model.decisions.values()}
    fees = {one.fee.decision for one in uses().get(rule, ()) if one.fee and one.fee.rule == rule}
    for decision in sorted(fees & known):
        yield from rules.check_rounding(model, decision=decision)


def _fault(finding: rules.Finding, found: tuple[Sheet, ...], *, fatal: bool) -> Fault:
    sheet, line = _place(finding, found)
    column = finding.column - 1 if finding.column and sheet is not None else None
    message, suggestion = said(finding.message), said(finding.suggestion)
    return Fault(finding.severity, message, suggestion, sheet, line, column, fatal)


def _place(finding: rules.Finding, found: tuple[Sheet, ...]) -> tuple[Sheet | None, Line | None]:
    """By the element's id; what has none by the decision's name and the row."""
    for sheet in found:
        line = sheet.line(finding.element) if finding.element else None
        if line is not None:
            return sheet, line
    named = [one for one in found if finding.element == one.id]
    sheets_of = named or [one for one in found if finding.decision in (one.decision, f"decision {one.decision!r}")]
    if len(sheets_of) != 1:
        return None, None
    sheet = sheets_of[0]
    return sheet, sheet.lines[finding.row - 1] if 0 < finding.row <= len(sheet.lines) else None


def line_errors(found: Review, sheet: Sheet, line: Line) -> tuple[CellError, ...]:
    """Why a line cannot be kept as it is: what does not compile, what nothing knows, a missing article."""
    errors = [
        CellError(one.column, one.message, one.suggestion)
        for one in found.errors
        if one.line is not None
        and (one.sheet, one.line.id) == (sheet, line.id)
        and (one.fatal or one.column is not None)
    ]
    elsewhere = [one for one in found.errors if one.fatal and (one.line is None or one.line.id != line.id)]
    return (*errors, *(CellError(None, one.message, one.suggestion) for one in elsewhere))
