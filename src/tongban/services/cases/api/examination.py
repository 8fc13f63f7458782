"""Examination (审查) and joint inspection on site (联合勘验)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import access, facts, history
from tongban.services.cases.api.acceptance import complete
from tongban.services.cases.clocks import day_of
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Examination, Inspection, Work
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject

MAX_TEXT = 10_000


def examine(
    *,
    task: int,
    recommendation: Literal["grant", "refuse"],
    by: Subject,
    at: dt.datetime,
    note: str = "",
    findings: Mapping[str, Any] | None = None,
) -> None:
    """Records an examiner's recommendation on a matter and settles the task.

    `findings` answer the task's desk form, if it names one, and become facts of the case. The process reads
    `examined`: grant or refuse. Raises Incomplete, forms.FormInvalid, Conflict, NotFound, Denied.
    """
    with access.working(task, ("examine",), by=by, at=at) as (case, work):
        handled(case)
        if recommendation not in ("grant", "refuse"):
            raise Incomplete("recommendation", _("Recommend to grant or to refuse."))
        if recommendation == "refuse" and not note.strip():
            raise Incomplete("note", _("Say why you recommend to refuse."))
        if work.matter is None:
            raise LookupError(f"task {work.element} is examined for no part: give it tongban:part")
        Examination.objects.create(
            matter=work.matter,
            task=task,
            recommendation=recommendation,
            note=bounded("note", note),
            by=by.person,
            by_name=by.name,
            unit=work.unit,
            at=at,
        )
        more = record(case, work, findings or {}, by=by, at=at)
        history.write(case, "examined", by=by, at=at, unit=work.unit, part=work.matter.title)
        access.note(case, "examine", by=by, at=at, part=work.matter.offer, recommendation=recommendation)
        complete(work, "examined", recommendation, by=by, at=at, **more)


def inspect(
    *,
    task: int,
    passed: bool,
    findings: str,
    by: Subject,
    at: dt.datetime,
    answers: Mapping[str, Any] | None = None,
    attachments: tuple[str, ...] = (),
) -> None:
    """Records what one department found on site; in a joint inspection each department has a task of its own.

    The process reads `passed`. `attachments` were added before with `add_file`. Raises Incomplete without findings,
    forms.FormInvalid, Conflict, NotFound, Denied.
    """
    with access.working(task, ("inspect",), by=by, at=at) as (case, work):
        handled(case)
        if not findings.strip():
            raise Incomplete("findings", _("Write down what was found on site."))
        held = {one.id for one in forms.attachments(ids=attachments) if one.holder == f"case:{case.number}"}
        if held != set(attachments):
            raise Incomplete("attachments", _("Add the files again."))
        Inspection.objects.create(
            case=case,
            task=task,
            element=work.element,
            unit=work.unit,
            passed=passed,
            findings=bounded("findings", findings),
            attachments=list(attachments),
            by=by.person,
            by_name=by.name,
            at=at,
        )
        more = record(case, work, answers or {}, by=by, at=at)
        history.write(case, "inspected", by=by, at=at, unit=work.unit)
        access.note(case, "inspect", by=by, at=at, unit=work.unit, passed=passed)
        complete(work, "passed", passed, by=by, at=at, **more)


def settle_task(*, task: int, by: Subject, at: dt.datetime, answers: Mapping[str, Any] | None = None) -> None:
    """Settles a task that asks for no other act (`tongban:act="do"`), with the answers of its desk form, if any.

    Raises forms.FormInvalid, Conflict, NotFound, Denied.
    """
    with access.working(task, ("do",), by=by, at=at) as (case, work):
        more = record(case, work, answers or {}, by=by, at=at)
        history.write(case, "done", by=by, at=at, unit=work.unit, task=work.name)
        access.note(case, "do", by=by, at=at, element=work.element)
        complete(work, "done", True, by=by, at=at, **more)  # noqa: FBT003 (the value that the process reads)


def handled(case: Case) -> None:
    """Raises Conflict unless the case is accepted and undecided."""
    if case.state != "accepted":
        raise Conflict(_("This can be done only in a case that is accepted and not yet decided."))


def desk_form(work: Work) -> forms.Form | None:
    """The form in which a clerk writes findings."""
    key = work.properties.get("form", "")
    if not key:
        return None
    found: forms.Form = declarations.current("forms", key).value
    return found


def record(case: Case, work: Work, answers: Mapping[str, Any], *, by: Subject, at: dt.datetime) -> dict[str, Any]:
    """Writes the answers of a desk form as facts `<element>.<field>`; returns what the process may read."""
    form = desk_form(work)
    if form is None:
        return {}
    values = forms.submission(form=form, values=answers, at=at)
    prefix = f"{work.element}.{work.unit}." if work.act == "inspect" else f"{work.element}."
    source = facts.Source("desk", as_of=day_of(at), reference=f"task:{work.task}")
    facts.put(case, {prefix + name: value for name, value in values.items()}, source, by=by, at=at)
    kinds = {field.name: field.kind for field in form.fields()}
    known = forms.context(values, form=form)
    writes = writes_of(work)
    return {name: value for name, value in known.items() if kinds[name] not in offers.PRIVATE and name in writes}


def writes_of(work: Work) -> tuple[str, ...]:
    """The names that the task may write in its process (`tongban:outputs`)."""
    key, version = processes.task(work.task).definition
    return graph_of(key, version).nodes[work.element].writes


def bounded(field: str, text: str) -> str:
    """The text, trimmed. Raises Incomplete for the field when it is too long."""
    if len(text) > MAX_TEXT:
        raise Incomplete(field, _("At most {most} characters."), most=MAX_TEXT)
    return text.strip()
