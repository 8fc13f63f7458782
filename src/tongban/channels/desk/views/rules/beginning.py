"""A wholly new rule, begun on this node: its names and the columns of its table; then it is a draft like others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.rules.common import POLICIES, TYPES
from tongban.governance.drafts.api import DraftError
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import access

FIELDS = (
    ("key", gettext_lazy("Short name"), gettext_lazy("Files and addresses call it so, for example noise-limits.")),
    ("name", gettext_lazy("Name in Chinese"), ""),
    ("name-en", gettext_lazy("Name in English"), ""),
)
KINDS = [(code, TYPES[code]) for code in ("string", "number", "boolean", "date")]
CHOICES = [(code, POLICIES[code]) for code in ("UNIQUE", "FIRST")]
MOST = 5
LONGEST = 200


@access("rulebooks.edit", methods=("GET", "POST"))
def begin(request: HttpRequest) -> HttpResponse:
    """Asks for the names and columns; a POST opens the draft."""
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return redirect("desk:rule-draft", _begun(request))
        except DraftError as error:
            errors = [{"id": error.field, "message": str(error)}]
    wrong = {one["id"]: one["message"] for one in errors}
    facts = {
        "fields": [(name, label, hint, _said(request, name), wrong.get(name, "")) for name, label, hint in FIELDS],
        "columns": [_column(request, f"asked-{place}", wrong) for place in range(MOST)],
        "result": _column(request, "result", wrong),
        "kinds": KINDS,
        "choices": CHOICES,
        "policy": _said(request, "policy") or "UNIQUE",
        "errors": errors,
    }
    return render(request, "desk/rules/begin.html", facts, status=422 if errors else 200)


def _begun(request: HttpRequest) -> str:
    """Opens the draft and gives its short name. Raises DraftError, Denied."""
    by, at = who(request)
    starts = [_start(request, f"asked-{place}") for place in range(MOST)]
    name = Text(_said(request, "name"), _said(request, "name-en"))
    asked = [one for one in starts if one.name or one.label]
    key, policy = _said(request, "key"), _said(request, "policy")
    rulebooks.begin_rule(
        key=key, name=name, asked=asked, result=_start(request, "result"), policy=policy, by=by, at=at
    )  # fmt: skip
    return key


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST].strip()


def _start(request: HttpRequest, column: str) -> rulebooks.Start:
    return rulebooks.Start(*(_said(request, f"{column}-{part}") for part in ("name", "label", "type")))


def _column(request: HttpRequest, column: str, wrong: dict[str, str]) -> dict[str, Any]:
    """A column as it was typed, with what is wrong with its parts."""
    faults = [wrong[f"{column}-{part}"] for part in ("name", "type") if f"{column}-{part}" in wrong]
    return {"id": column, "said": _start(request, column), "wrong": faults}
