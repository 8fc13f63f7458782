"""Trying a rule: fields for its inputs, what it decides, which rows matched; cases kept with a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.engines.rules import api as rules
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftError
from tongban.governance.rulebooks.checking import KIND
from tongban.governance.rulebooks.models import Example
from tongban.governance.rulebooks.sheets import Sheet, sheets
from tongban.governance.rulebooks.uses import uses
from tongban.governance.rulebooks.words import said
from tongban.governance.rulebooks.worked import functions
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import Subject

MAX_EXAMPLES = 500
MAX_NAME = 200
LONGEST = 2_000
KINDS = {"number": "number", "boolean": "yesno", "date": "date", "string": "text"}
ASKED = {
    "number": "number",
    "money": "number",
    "yesno": "yesno",
    "date": "date",
    "choice": "choice",
    "choices": "choices",
}


@dataclass(frozen=True)
class Input:
    """A field for one input. `kind`: number, yesno, date, text, choice, choices, or feel for every other type."""

    name: str
    kind: str
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    value: Any = ""
    error: str = ""
    id: str = ""
    required: bool = True
    help: str = ""


@dataclass(frozen=True)
class Trial:
    """What a rule decided: `matched` are pairs of table id and row id; `steps` the decisions on the way."""

    decision: str
    result: str
    value: Any
    matched: frozenset[tuple[str, str]] = frozenset()
    steps: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExampleView:
    """A kept case: `ok` when the text decides it as expected; `found` is what it decides, or why it cannot."""

    id: int
    name: str
    decision: str
    inputs: Mapping[str, Any]
    expected: str
    ok: bool
    found: str


def decisions(model: rules.Model) -> tuple[str, ...]:
    """The decisions of a model, the last in the graph first: that is the one to try."""
    return tuple(one.name for one in reversed(tuple(model.decisions.values())))


def inputs_of(*, rule: str, text: str, model: rules.Model, decision: str) -> tuple[Input, ...]:
    """The inputs that a decision needs, labelled as the forms of the offers ask for them. Raises LookupError."""
    needed = {name for one in model.plan(model.decision(decision)) for name in one.requires}
    asked = _asked(rule)
    labels = {
        one.expression: str(one.title)
        for sheet in sheets(text)
        for one in sheet.of("input")
        if one.label != one.expression
    }
    found = [one for variable, one in model.inputs.items() if variable in needed]
    return tuple(_input(one.name, one.type.name, asked.get(one.name), labels.get(one.name, "")) for one in found)


def _asked(rule: str) -> dict[str, Any]:
    """The form fields of the offers that a rule serves, by name: one query beside those of the offers."""
    forms = {offer.form for offer in uses().get(rule, ()) if offer.form}
    items = [item for item in declarations.current_all("forms") if item.key in forms] if forms else []
    return {one.name: one for item in items for one in item.value.fields()}


def _input(name: str, type_name: str, asked: Any, label: str) -> Input:
    kind = KINDS.get(type_name, "feel")
    options: tuple[tuple[str, str], ...] = ()
    if asked is not None:
        if type_name in ("Any", "string", "list"):
            kind = ASKED.get(asked.kind, "text" if type_name == "string" else kind)
        label = str(asked.label)
        options = tuple((one.value, str(one.label)) for one in asked.options)
        if kind in ("choice", "choices") and not options:
            kind = "text" if kind == "choice" else "feel"
    hint = _('Write it as in a cell: "text", 12, true, ["a", "b"].') if kind == "feel" else ""
    return Input(name, kind, label or name, hint, options, id=f"in-{name}")


def value(one: Input, typed: Sequence[str]) -> Any:
    """The value that was typed; None for nothing. Raises DraftError."""
    first = typed[0].strip()[:LONGEST] if typed else ""
    if one.kind == "choices":
        return [text[:LONGEST] for text in typed if text]
    if not first:
        return None
    if one.kind == "yesno":
        return first == "yes"
    return READ.get(one.kind, str)(first)


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise DraftError(_("Write a number, for example 12 or 4.5.")) from None
    if not found.is_finite() or abs(found.adjusted()) > 30:  # noqa: PLR2004 (more than any law has digits for)
        raise DraftError(_("Write a number, for example 12 or 4.5."))
    return found


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DraftError(_("Write a date as year-month-day, for example 2026-05-01.")) from None


def _feel(text: str) -> Any:
    try:
        return rules.evaluate(text, {}, steps=10_000)
    except rules.FeelError as error:
        raise DraftError(said(error.message)) from None


READ: dict[str, Callable[[str], Any]] = {"number": _number, "date": _date, "feel": _feel}


def given(fields: Sequence[Input], typed: Mapping[str, Sequence[str]]) -> tuple[tuple[Input, ...], dict[str, Any]]:
    """The fields with what was typed and their errors, and the values of those without."""
    shown, values = [], {}
    for one in fields:
        texts = [str(text) for text in typed.get(one.name, ())]
        error = ""
        try:
            found = value(one, texts)
            if found is not None:
                values[one.name] = found
        except DraftError as refused:
            error = str(refused)
        kept: Any = texts if one.kind == "choices" else (texts[0] if texts else "")
        shown.append(
            Input(one.name, one.kind, one.label, one.hint, one.options, kept, error, one.id, one.required, one.help)
        )
    return tuple(shown), values


def decide(
    *, model: rules.Model, text: str, decision: str, values: Mapping[str, Any], at: dt.datetime,
    known: rules.Functions | None = None,
) -> Trial:  # fmt: skip
    """Decides without keeping anything; `known` are the functions of packages, if they were looked up already.
    Raises LookupError for an unknown decision, DraftError at a limit.
    """
    try:
        usable = functions() if known is None else known
        outcome = rules.decide(model=model, decision=decision, inputs=values, at=at, functions=usable)
        shown = literal(outcome.result)
        steps = tuple((name, literal(found)) for name, found in outcome.results.items() if name != decision)
    except rules.FeelError as error:
        raise DraftError(said(error.message)) from None
    warnings = tuple(dict.fromkeys(said(one.message) for one in outcome.warnings))
    return Trial(decision, shown, outcome.result, _matched(outcome.trace, sheets(text)), steps, warnings)


def literal(found: Any) -> str:
    """A value as one would write it in a cell: texts in quotes."""
    return rules.shown([found])[1:-1]


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, as FEEL has it: 240 is 240.00, null is null."""
    return (one is None and other is None) or rules.evaluate("a = b", {"a": one, "b": other}) is True


def _matched(trace: Sequence[rules.Row], known: Sequence[Sheet]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (sheet.id, line.id)
        for row in trace
        for sheet in known
        if sheet.decision == row.table
        for line in sheet.lines
        if line.id == row.rule_id or (not row.rule_id and line.index == row.index)
    )


def keep_example(
    *, rule: str, name: str, decision: str, inputs: Mapping[str, Any], expected: str, by: Subject, at: dt.datetime
) -> None:
    """Keeps a case with the draft: its inputs as typed and the expected result as FEEL.

    Raises DraftError (field name or expected), Denied.
    """
    name, expected = name.strip()[:MAX_NAME], expected.strip()[:LONGEST]
    if not name:
        raise DraftError(_("Give the case a name."), field="name")
    try:
        rules.compile_expression(expected)
    except rules.FeelError as error:
        raise DraftError(said(error.message), field="expected") from None
    try:
        with transaction.atomic():
            found = drafts.hold_open(kind=KIND, key=rule, by=by, at=at)
            if Example.objects.filter(draft=found.id).count() >= MAX_EXAMPLES:
                raise DraftError(_("A draft keeps at most 500 cases."))
            Example.objects.create(
                draft=found.id, name=name, decision=decision, inputs=dict(inputs), expected=expected, by=by.person,
                at=at,
            )  # fmt: skip
    except IntegrityError:
        raise DraftError(_("Another case has this name already."), field="name") from None


def drop_example(*, rule: str, example: int, by: Subject, at: dt.datetime) -> None:
    """Takes a kept case away; one that is gone already changes nothing. Raises DraftError, Denied."""
    with transaction.atomic():
        found = drafts.hold_open(kind=KIND, key=rule, by=by, at=at)
        Example.objects.filter(draft=found.id, pk=example).delete()


def carry(before: int, draft: int) -> None:
    """The cases kept with one draft go on with another."""
    kept = Example.objects.filter(draft=before).order_by("id")
    for one in kept:
        one.pk, one.draft = None, draft
    Example.objects.bulk_create(kept)


def examples(*, draft: int, rule: str, text: str, model: rules.Model, at: dt.datetime) -> tuple[ExampleView, ...]:
    """The cases kept with a draft, each decided by its text. Their queries do not grow with their number."""
    run = partial(decide, model=model, text=text, at=at, known=functions())
    asked = {name: inputs_of(rule=rule, text=text, model=model, decision=name) for name in decisions(model)}
    rows = Example.objects.filter(draft=draft).order_by("id")
    return tuple(_example(row, asked.get(row.decision), run) for row in rows)


def _example(row: Example, fields: tuple[Input, ...] | None, run: Callable[..., Trial]) -> ExampleView:
    def shown(*, ok: bool, found: str) -> ExampleView:
        return ExampleView(row.pk, row.name, row.decision, row.inputs, row.expected, ok, found)

    if fields is None:
        return shown(ok=False, found=_("The rule has no such decision any more."))
    typed, values = given(fields, row.inputs)
    wrong = next((one.error for one in typed if one.error), "")
    if wrong:
        return shown(ok=False, found=wrong)
    try:
        found = run(decision=row.decision, values=values)
        ok = same(rules.evaluate(row.expected, {}, steps=10_000), found.value)
    except (DraftError, rules.FeelError) as error:
        return shown(ok=False, found=str(error))
    return shown(ok=ok, found=found.result)
