"""Trying a rule in force or a draft, and the cases that are kept with a draft."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.rules.common import KIND, draft_of, name_of, rule_of, sheet_view, title_of
from tongban.channels.desk.views.rules.publishing import EITHER, PAGES
from tongban.engines.rules import api as rules
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftError
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.web.api import number
from tongban.trust.authority.api import OFFICIAL, access

PREFIX = "in-"
LONGEST = 2_000


@access(OFFICIAL, methods=("GET",))
def published(request: HttpRequest, key: str) -> HttpResponse:
    """Tries the version in force."""
    item = rule_of(key)
    facts = {"key": key, "title": title_of(item), "draft": None, **_tried(request, key, item.text, item.value)}
    return render(request, "desk/rules/try.html", facts)


@access(*EITHER, methods=("GET", "POST"))
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Tries the draft; a POST keeps the case with it, or takes one away."""
    by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    model = rulebooks.review(found.text, key).model
    if model is None:
        return gone(request, PAGES, key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return _keep(request, key)
        except DraftError as error:
            errors = [{"id": error.field, "message": str(error)}]
    facts = {
        "key": key,
        "title": name_of(found),
        "draft": found,
        "examples": rulebooks.examples(draft=found.id, rule=key, text=found.text, model=model, at=at),
        "posted": request.POST,
        "errors": errors,
        "wrong": {one["id"]: one["message"] for one in errors},
        "editable": found.open and drafts.may_edit(kind=KIND, key=key, by=by, at=at),
    }
    tried = _tried(request, key, found.text, model)
    facts |= tried | {"errors": [*errors, *tried["errors"]]}
    return render(request, "desk/rules/try.html", facts, status=422 if errors else 200)


def _keep(request: HttpRequest, key: str) -> HttpResponse:
    by, at = who(request)
    drop = request.POST.get("drop", "")
    back = reverse("desk:rule-draft-try", args=[key])
    if drop:
        dropped = number(drop) or 0
        rulebooks.drop_example(rule=key, example=dropped, by=by, at=at)
        return HttpResponseRedirect(back)
    rulebooks.keep_example(
        rule=key, name=request.POST.get("name", ""), decision=request.POST.get("decision", "")[:200],
        inputs=_typed(request.POST), expected=request.POST.get("expected", ""), by=by, at=at,
    )  # fmt: skip
    messages.success(request, _("The case is kept with the draft."))
    return HttpResponseRedirect(back)


def _typed(query: QueryDict) -> dict[str, list[str]]:
    """What was typed into the fields of inputs, by the input's name."""
    return {
        name.removeprefix(PREFIX): [one[:LONGEST].replace("\0", "") for one in query.getlist(name)]
        for name in query
        if name.startswith(PREFIX)
    }


def _tried(request: HttpRequest, key: str, text: str, model: rules.Model) -> dict[str, Any]:
    """The fields of the decision asked for and, once they are sent, what it decides."""
    _by, at = who(request)
    query = request.POST if request.method == "POST" else request.GET
    known = rulebooks.decisions(model)
    asked = query.get("decision", "")
    decision = asked if asked in known else next(iter(known), "")
    facts: dict[str, Any] = {"known": known, "decision": decision, "fields": (), "errors": [], "tried": None}
    matched: frozenset[tuple[str, str]] = frozenset()
    if decision:
        fields = rulebooks.inputs_of(rule=key, text=text, model=model, decision=decision)
        shown, values = rulebooks.given(fields, _typed(query))
        facts["fields"] = [dataclasses.replace(one, name=PREFIX + one.name) for one in shown]
        facts["errors"] = [{"id": one.id, "message": f"{one.label}: {one.error}"} for one in shown if one.error]
        if "try" in query and not facts["errors"]:
            try:
                tried = rulebooks.decide(model=model, text=text, decision=decision, values=values, at=at)
                facts["tried"], matched = tried, tried.matched
            except DraftError as error:
                facts["errors"] = [{"id": "", "message": str(error)}]
    facts["tables"] = [sheet_view(one, matched=matched) for one in rulebooks.sheets(text)]
    facts["kept"] = [(name, one) for name, many in _typed(query).items() for one in many]
    return facts
