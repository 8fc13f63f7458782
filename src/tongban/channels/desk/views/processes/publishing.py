"""What a draft changes, submitting it, and the second person's verdict."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk.views.processes.common import draft_of, gone, process_of, title_of, who
from tongban.channels.desk.views.processes.editing import EITHER
from tongban.channels.desk.views.processes.reading import differences
from tongban.engines.processes import api as processes
from tongban.governance.models import api as models
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access

LONGEST = 2_001


@access(*EITHER, methods=("GET", "POST"))
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft's author looks once more at what changes, says why, and submits."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if not found.open:
        return redirect("desk:process-review", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        by, at = who(request)
        note = request.POST.get("note", "")[:LONGEST]
        try:
            models.submit(process=key, note=note, revision=_revision(request), by=by, at=at)
        except models.ModelError as error:
            errors = [{"id": error.field, "message": str(error)}]
        else:
            messages.success(request, _("The draft waits for somebody else to publish it."))
            return redirect("desk:process", key)
    return _page(request, found, errors, "desk/processes/submit.html")


@access(*EITHER, methods=("GET", "POST"))
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The second person sees what changes, and publishes it or gives it back."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if found.open:
        return redirect("desk:process-draft", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return _verdict(request, key)
        except models.ModelError as error:
            errors = [{"id": error.field, "message": str(error)}]
    return _page(request, found, errors, "desk/processes/review.html")


def _verdict(request: HttpRequest, key: str) -> HttpResponse:
    by, at = who(request)
    if request.POST.get("verdict") == "publish":
        models.publish(process=key, revision=_revision(request), by=by, at=at)
        messages.success(request, _("The new version is in force. What runs already keeps the one it began with."))
    else:
        reason = request.POST.get("reason", "")[:LONGEST]
        models.give_back(process=key, revision=_revision(request), reason=reason, by=by, at=at)
        messages.success(request, _("The draft was returned to its owners."))
    return redirect("desk:process", key)


def _page(request: HttpRequest, found: models.DraftView, errors: list[dict[str, str]], template: str) -> HttpResponse:
    """What both people look at: differences and findings."""
    by, at = who(request)
    item = process_of(found.process)
    facts: dict[str, Any] = {
        "key": found.process,
        "title": title_of(item),
        "draft": found,
        "review": models.review(found.text, found.process),
        "running": sum(processes.running(found.process).values()),
        "verdicts": models.verdicts(draft=found.id),
        "second": not found.open and models.second(draft=found, by=by, at=at),
        "mine": by.person in found.people,
        "posted": request.POST,
        "errors": errors,
        "wrong": {one["id"]: one["message"] for one in errors},
    }
    facts |= differences(item.text, found.text)
    return render(request, template, facts, status=422 if errors else 200)


def _revision(request: HttpRequest) -> int:
    found = number(request.POST.get("revision", ""), digits=9)
    return -1 if found is None else found
