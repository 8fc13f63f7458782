"""What a trip expects: what came of it, ticked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.forms.publishing import EITHER
from tongban.channels.desk.views.trips import common
from tongban.governance.drafts.api import DraftError
from tongban.governance.formbooks.api import expecting
from tongban.services.cases.api.trips import Look
from tongban.trust.authority.api import access

GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("shown", gettext_lazy("Questions that are shown")),
    ("hidden", gettext_lazy("Questions that are not shown")),
    ("computed", gettext_lazy("Values that are computed")),
    ("then", gettext_lazy("How the case stands at the end")),
    ("parts", gettext_lazy("How its parts stand")),
    ("history", gettext_lazy("Lines that its history must have")),
)
NAMES: dict[str, str | Promise] = {
    "state": gettext_lazy("State"), "outcome": gettext_lazy("Outcome"), "due": gettext_lazy("Last day in time"),
    "provisional": gettext_lazy("The last day is provisional"), "deemed": gettext_lazy("Accepted by law"),
    "light": gettext_lazy("Light"), "fee": gettext_lazy("Sum of all bills"), "tasks": gettext_lazy("Open tasks"),
    "certificates": gettext_lazy("Certificates issued"),
}  # fmt: skip


@access(*EITHER, methods=("GET", "POST"))
def expect(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Everything that could be expected of where the trip ended; a POST keeps what was ticked."""
    try:
        draft, kept, scenario = common.readable(request, key, name)
    except common.Elsewhere as other:
        return other.answer
    found = common.stands(request, draft, name, scenario)
    if found is None or found.problems:
        for one in found.problems if found else ():
            messages.error(request, f"{one.path}: {one.message}")
        return redirect("desk:form-trip", key, name)
    if request.method == "POST":
        ticked = set(request.POST.getlist("expect"))
        try:
            common.keep(request, key, name, expecting.expecting(scenario, found, ticked), "expected")
        except DraftError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The trip expects this from now on."))
        return redirect("desk:form-trip", key, name)
    every = expecting.entries(found, scenario)
    groups = [(title, [_shown(one, found) for one in every if one.group == group]) for group, title in GROUPS]
    return common.page(request, "expect", draft, kept, {"groups": [one for one in groups if one[1]]})


def _shown(one: expecting.Entry, found: Look) -> tuple[expecting.Entry, str, str]:
    """An entry with its name and value as a person reads them."""
    if one.group in ("shown", "hidden", "computed") and found.filled is not None:
        label = next((str(asked.label) for asked in found.filled.form.fields() if asked.name == one.name), one.name)
        return one, label or one.name, str(one.value or "")
    value = ", ".join(one.value) or _("none") if isinstance(one.value, tuple) else one.value
    words = {True: _("Yes"), False: _("No"), None: ""}.get(value, value) if isinstance(value, bool | None) else value
    return one, str(NAMES.get(one.name, one.name)), str(words)
