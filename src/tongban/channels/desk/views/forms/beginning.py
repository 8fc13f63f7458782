"""A wholly new form, begun on this node: its short name and what people call it; then it is a draft like others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.forms.common import KIND
from tongban.governance.drafts import api as drafts
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import access

SHORT = (gettext_lazy("Short name"), gettext_lazy("Files and addresses call it so, for example market-stall."))
FIELDS = (
    ("key", *SHORT),
    ("name", gettext_lazy("Name in Chinese"), ""),
    ("name-en", gettext_lazy("Name in English"), ""),
)
LONGEST = 200


@access("formbooks.edit", methods=("GET", "POST"))
def begin(request: HttpRequest) -> HttpResponse:
    """Asks for the names; a POST opens the draft."""
    given = {name: request.POST.get(name, "")[:LONGEST].strip() for name, _label, _hint in FIELDS}
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        by, at = who(request)
        try:
            drafts.begin(kind=KIND, key=given["key"], name=Text(given["name"], given["name-en"]), by=by, at=at)
        except drafts.DraftError as error:
            errors = [{"id": error.field, "message": str(error)}]
        else:
            return redirect("desk:form-draft", given["key"])
    wrong = {one["id"]: one["message"] for one in errors}
    fields = [(name, label, hint, given[name], wrong.get(name, "")) for name, label, hint in FIELDS]
    facts = {"fields": fields, "errors": errors}
    return render(request, "desk/forms/begin.html", facts, status=422 if errors else 200)
