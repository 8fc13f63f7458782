"""A draft that another version overtook: what comes together by itself, and what somebody has to choose."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, seen, who
from tongban.channels.desk.views.rules.common import draft_of, rule_of, title_of
from tongban.channels.desk.views.rules.publishing import EITHER, PAGES
from tongban.governance.drafts.api import DraftError
from tongban.governance.rulebooks import api as rulebooks
from tongban.trust.authority.api import access


@access(*EITHER, methods=("GET", "POST"))
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """The rows that one side changed, the cells that both did side by side; a POST brings the version in."""
    draft = draft_of(request, key)
    if draft is None:
        return gone(request, PAGES, key)
    if not draft.open:
        return redirect("desk:rule-review", key)
    choices = {name[:80]: value for name, value in request.POST.items() if value in ("mine", "theirs")}
    found = rulebooks.overtaken(draft=draft, choices=choices)
    if found is None:
        messages.info(request, _("The draft stands on the version in force."))
        return redirect("desk:rule-draft", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        by, at = who(request)
        try:
            rulebooks.take_over(
                rule=key, revision=seen(request), version=request.POST.get("version", "")[:64],
                choices=choices, by=by, at=at,
            )  # fmt: skip
        except DraftError as error:
            errors = _said(error, found, choices)
        else:
            messages.success(request, _("The version in force was brought into the draft. You can undo it."))
            return redirect("desk:rule-draft", key)
    facts = {
        "key": key, "title": title_of(rule_of(key)), "draft": draft, "found": found, "errors": errors,
        "choices": choices, "wrong": {one["id"] for one in errors},
    }  # fmt: skip
    return render(request, "desk/rules/merge.html", facts, status=422 if errors else 200)


def _said(error: DraftError, found: rulebooks.Overtaken, choices: Mapping[str, str]) -> list[dict[str, str]]:
    """The errors of the page: every conflict without a choice, or the cells that cannot be kept."""
    if error.field:
        return [{"id": one.key, "message": str(error)} for one in found.merge.conflicts if one.key not in choices]
    cells = error.cells if isinstance(error, rulebooks.RowRefused) else ()
    return [{"id": "", "message": str(error)}, *({"id": "", "message": one.message} for one in cells)]
