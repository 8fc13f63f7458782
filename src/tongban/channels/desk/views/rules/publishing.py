"""What a draft of a rule changes, the replay of the past year, submitting, and the second person's verdict."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views import drafting
from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.rules.common import KIND, draft_of, name_of, rule_of, sheet_view
from tongban.governance.drafts.api import DraftError, DraftView
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access

EITHER = ("rulebooks.edit", "rulebooks.publish")


def facts(request: HttpRequest, found: DraftView) -> dict[str, Any]:
    """What both people look at: differences, findings, kept cases, replay."""
    _by, at = who(request)
    key = found.key
    review = rulebooks.review(found.text, key)
    kept = (
        rulebooks.examples(draft=found.id, rule=key, text=found.text, model=review.model, at=at) if review.model else ()
    )
    proved, red = rulebooks.worked(rule=key, model=review.model) if review.model else (0, ())
    return {
        "proved": proved,
        "contradicted": red,
        "title": name_of(found),
        "found": rulebooks.compare(rule_of(key).text, found.text) if found.base else None,
        "tables": [] if found.base else [sheet_view(one) for one in rulebooks.sheets(found.text)],
        "review": review,
        "examples": kept,
        "red": sum(not one.ok for one in kept),
        "replay": rulebooks.replay(draft=found.id, revision=found.revision),
    }


PAGES = drafting.Pages(
    kind=KIND,
    name="rule",
    folder="rules",
    facts=facts,
    gone=gettext_lazy("There is no draft of this rule now."),
    published=gettext_lazy("The new version is in force. Cases that are open keep the one they began with."),
)


@access(*EITHER, methods=("GET", "POST"))
def replay(request: HttpRequest, key: str) -> HttpResponse:
    """The decisions of the past year that the draft would make otherwise; a POST decides the next stretch again."""
    by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if request.method == "POST":
        try:
            rulebooks.run_replay(rule=key, by=by, at=at)
        except DraftError as error:
            messages.error(request, str(error))
        return redirect("desk:rule-replay", key)
    text = request.GET.get("after", "")
    after = number(text) or 0
    done = rulebooks.replay(draft=found.id, revision=found.revision, after=after)
    facts = {"key": key, "title": name_of(found), "draft": found, "replay": done}
    return render(request, "desk/rules/replay.html", facts)


@access(*EITHER, methods=("GET", "POST"))
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft's author looks once more at what changes, says why, and submits."""
    return drafting.submit(request, PAGES, key)


@access(*EITHER, methods=("GET", "POST"))
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The second person sees what changes and what it would have decided, and publishes it or gives it back."""
    return drafting.review(request, PAGES, key)
