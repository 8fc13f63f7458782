"""What the pages of trips share: the draft, the trip asked for, keeping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.channels.desk.views.drafting import gone, seen, who
from tongban.channels.desk.views.forms.common import draft_of, name_of
from tongban.channels.desk.views.forms.publishing import PAGES
from tongban.governance.drafts.api import DraftError, DraftView
from tongban.governance.formbooks.api import keeping, recording
from tongban.services.cases.api import trips
from tongban.services.cases.api.trips import Look, Scenario


class Elsewhere(Exception):  # noqa: N818 (no error: the answer is another page)
    """The request is answered by this."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer
        super().__init__()


def wanted(request: HttpRequest, key: str, name: str) -> tuple[DraftView, keeping.Kept]:
    """The draft and a trip of its form. Raises Elsewhere, Http404, Denied."""
    draft = draft_of(request, key)
    if draft is None:
        raise Elsewhere(gone(request, PAGES, key))
    try:
        return draft, keeping.one_of(key, name)
    except LookupError:
        raise Http404(name) from None


def readable(request: HttpRequest, key: str, name: str) -> tuple[DraftView, keeping.Kept, Scenario]:
    """The same for a trip that can be recorded further. Raises Elsewhere, Http404, Denied."""
    draft, kept = wanted(request, key, name)
    if kept.scenario is None or not draft.open:
        raise Elsewhere(redirect("desk:form-trip", key, name))
    return draft, kept, kept.scenario


def keep(request: HttpRequest, key: str, name: str, scenario: Scenario, how: str) -> None:
    """Keeps a trip as the next text after the one that was seen. Raises DraftError."""
    by, at = who(request)
    text = trips.text_of(scenario)
    keeping.keep(form=key, name=name, text=text, seen=seen(request, "seen"), how=how, by=by, at=at)


def stands(request: HttpRequest, draft: DraftView, name: str, scenario: Scenario) -> Look | None:
    """Where a trip stands; None, and a message, when it cannot be played at all."""
    _by, at = who(request)
    try:
        return recording.look(draft, name, scenario, at)
    except DraftError as error:
        messages.error(request, str(error))
        return None


def wrong(form: Form) -> list[dict[str, str]]:
    """What is wrong on a page, for its summary; what is wrong with no field in particular leads to the first."""
    first = next(iter(form.fields))
    return [
        {"id": f"id_{first if name == '__all__' else name}", "message": str(error)}
        for name, errors in form.errors.items()
        for error in errors
    ]


def page(request: HttpRequest, template: str, draft: DraftView, kept: keeping.Kept, facts: dict[str, Any],
         *, status: int = 200) -> HttpResponse:  # fmt: skip
    """A page about a trip."""
    every = {"key": draft.key, "title": name_of(draft), "draft": draft, "trip": kept, "scenario": kept.scenario}
    return render(request, f"desk/trips/{template}.html", every | facts, status=status)
