"""The next step of a trip: what can be done where it stands, done as the one who would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tongban.channels.desk.views.forms.publishing import EITHER
from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.trips import common
from tongban.channels.desk.views.trips.asking import ACTS, StepForm, answered, task_of
from tongban.engines.forms import api as forms
from tongban.governance.drafts.api import DraftError, DraftView
from tongban.governance.formbooks.api import keeping, recording
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.api.trips import OF_OFFICIALS, Look, Scenario
from tongban.trust.authority.api import access

OFFICE, ALWAYS = ("suspend", "resume", "extend"), ("wait",)


@access(*EITHER, methods=("GET", "POST"))
def step(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """What can be done now; with an act, its questions; a POST plays it and keeps it when it came through."""
    try:
        draft, kept, scenario = common.readable(request, key, name)
    except common.Elsewhere as other:
        return other.answer
    found = common.stands(request, draft, name, scenario)
    if found is None or found.then is None or found.problems:
        for one in found.problems if found else ():
            messages.error(request, f"{one.path}: {one.message}")
        return redirect("desk:form-trip", key, name)
    given = request.POST if request.method == "POST" else request.GET
    act, part = plain(given.get("act", "")), plain(given.get("part", ""))
    if act not in ACTS or not _may(found, act, part):
        return common.page(request, "steps", draft, kept, {"found": found, "acts": ACTS, "office": OFFICE})
    return _asked(request, Doing(draft, kept, scenario, found, act, part))


@dataclass(frozen=True)
class Doing:
    """An act that is described: of which trip, and where that stands."""

    draft: DraftView
    kept: keeping.Kept
    scenario: Scenario
    found: Look
    act: str
    part: str


def _may(found: Look, act: str, part: str) -> bool:
    if act in OFFICE or act in ALWAYS:
        return True
    return task_of(found, act, part) is not None if act in OF_OFFICIALS else act in found.mine


def _asked(request: HttpRequest, one: Doing) -> HttpResponse:
    post, found = request.method == "POST", one.found
    asked = StepForm(one.act, found, one.part, request.POST if post else None, initial={"stands": True})
    fields, errors, answers = _filled(request, _desk_form(one), found)
    if one.act == "answer":
        answers = answered(found, request.POST)
    words = ""
    if post and asked.is_valid() and not errors:
        then = recording.stepped(one.scenario, asked.step(recording.bare(dict(answers))))
        words = _done(request, one, then, stands=asked.cleaned_data["stands"])
        if not words:
            return redirect("desk:form-trip-step", one.draft.key, one.kept.name)
    facts = {
        "found": found, "act": one.act, "label": ACTS[one.act], "part": one.part, "form": asked, "fields": fields,
        "errors": [*common.wrong(asked), *errors], "words": words,
        "items": found.items if one.act == "answer" else (),
    }  # fmt: skip
    return common.page(request, "step", one.draft, one.kept, facts, status=422 if post else 200)


def _done(request: HttpRequest, one: Doing, then: Scenario, *, stands: bool) -> str:
    """Keeps the trip with its new step, or says why the step is refused."""
    came = common.stands(request, one.draft, one.kept.name, then)
    if came is None:
        return _("It could not be played.")
    words = "; ".join(fault.message for fault in came.problems)
    if words and not request.POST.get("refused"):
        return words
    if words:
        then = recording.refused(then, came.problems[0].message)
    elif stands and came.then is not None:
        then = recording.stands(then, came.then)
    try:
        common.keep(request, one.draft.key, one.kept.name, then, "step")
    except DraftError as error:
        return str(error)
    messages.success(request, _("Kept as refused, in these words.") if words else _("The step is recorded."))
    return ""


def _desk_form(one: Doing) -> forms.Form | None:
    """The form that the task is done with: the draft where it is that one."""
    task = task_of(one.found, one.act, one.part) if one.act in ("examine", "inspect", "do") else None
    if task is None or not task.form:
        return None
    text = one.draft.text if task.form == one.draft.key else declarations.current("forms", task.form).text
    return forms.read(text, task.form)


def _filled(
    request: HttpRequest, desk: forms.Form | None, found: Look
) -> tuple[tuple[forms.FieldView, ...], tuple[forms.FieldError, ...], Mapping[str, Any]]:
    if desk is None:
        return (), (), {}
    values: Mapping[str, Any] = {}
    errors: tuple[forms.FieldError, ...] = ()
    if request.method == "POST":
        result = forms.validate_page(form=desk, page=desk.pages[0], posted=request.POST, values={}, at=found.at)
        values, errors = result.values, result.errors
    view = forms.page_view(form=desk, page=desk.pages[0], values=values, errors=errors, at=found.at)
    return view.fields, errors, values
