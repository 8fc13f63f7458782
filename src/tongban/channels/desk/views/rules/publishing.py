"""What a draft changes, the replay of the past year, submitting, and the second person's verdict."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk.views.rules.common import draft_of, gone, rule_of, title_of, who
from tongban.channels.desk.views.rules.editing import EITHER
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access

LONGEST = 2_001


def facts_of(request: HttpRequest, key: str, found: rulebooks.DraftView) -> dict[str, Any]:
    """What both people look at: differences, findings, kept cases, replay."""
    by, at = who(request)
    item = rule_of(key)
    review = rulebooks.review(found.text, key)
    kept = (
        rulebooks.examples(draft=found.id, rule=key, text=found.text, model=review.model, at=at) if review.model else ()
    )
    proved, red = rulebooks.worked(rule=key, model=review.model) if review.model else (0, ())
    return {
        "proved": proved,
        "contradicted": red,
        "key": key,
        "title": title_of(item),
        "draft": found,
        "found": rulebooks.compare(item.text, found.text),
        "review": review,
        "examples": kept,
        "red": sum(not one.ok for one in kept),
        "replay": rulebooks.replay(draft=found.id, revision=found.revision),
        "verdicts": rulebooks.verdicts(draft=found.id),
        "second": not found.open and rulebooks.second(draft=found, by=by, at=at),
        "mine": by.person in found.people,
        "posted": request.POST,
    }


@access(*EITHER, methods=("GET", "POST"))
def replay(request: HttpRequest, key: str) -> HttpResponse:
    """The decisions of the past year that the draft would make otherwise; a POST decides the next stretch again."""
    by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if request.method == "POST":
        try:
            rulebooks.run_replay(rule=key, by=by, at=at)
        except rulebooks.RulebookError as error:
            messages.error(request, str(error))
        return redirect("desk:rule-replay", key)
    text = request.GET.get("after", "")
    after = number(text) or 0
    done = rulebooks.replay(draft=found.id, revision=found.revision, after=after)
    facts = {"key": key, "title": title_of(rule_of(key)), "draft": found, "replay": done}
    return render(request, "desk/rules/replay.html", facts)


@access(*EITHER, methods=("GET", "POST"))
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft's author looks once more at what changes, says why, and submits."""
    by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if not found.open:
        return redirect("desk:rule-review", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            note = request.POST.get("note", "")[:LONGEST].replace("\0", "")
            rulebooks.submit(rule=key, note=note, revision=_revision(request), by=by, at=at)
            messages.success(request, _("The draft waits for somebody else to publish it."))
            return redirect("desk:rule", key)
        except rulebooks.RulebookError as error:
            errors = [{"id": error.field, "message": str(error)}]
    facts = facts_of(request, key, found) | {"errors": errors, "wrong": {one["id"]: one["message"] for one in errors}}
    return render(request, "desk/rules/submit.html", facts, status=422 if errors else 200)


@access(*EITHER, methods=("GET", "POST"))
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The second person sees what changes and what it would have decided, and publishes it or gives it back."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if found.open:
        return redirect("desk:rule-draft", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return _verdict(request, key)
        except rulebooks.RulebookError as error:
            errors = [{"id": error.field, "message": str(error)}]
    facts = facts_of(request, key, found) | {"errors": errors, "wrong": {one["id"]: one["message"] for one in errors}}
    return render(request, "desk/rules/review.html", facts, status=422 if errors else 200)


def _verdict(request: HttpRequest, key: str) -> HttpResponse:
    by, at = who(request)
    if request.POST.get("verdict") == "publish":
        rulebooks.publish(rule=key, revision=_revision(request), by=by, at=at)
        messages.success(request, _("The new version is in force. Cases that are open keep the one they began with."))
    else:
        reason = request.POST.get("reason", "")[:LONGEST].replace("\0", "")
        rulebooks.give_back(rule=key, revision=_revision(request), reason=reason, by=by, at=at)
        messages.success(request, _("The draft was returned to its owners."))
    return redirect("desk:rule", key)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    found = number(text, digits=9)
    return -1 if found is None else found
