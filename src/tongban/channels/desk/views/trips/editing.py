"""One trip: what it does, as plain lines and as text; undone, taken away, downloaded for a package."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import seen, who
from tongban.channels.desk.views.forms.publishing import EITHER
from tongban.channels.desk.views.processes.reading import attached
from tongban.channels.desk.views.trips import common
from tongban.channels.desk.views.trips.asking import ACTS
from tongban.governance.drafts.api import Clash, DraftError, DraftView
from tongban.governance.formbooks.api import expecting, keeping
from tongban.trust.authority.api import access


@access(*EITHER, methods=("GET",))
def trip(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A trip line by line and as text."""
    try:
        draft, kept = common.wanted(request, key, name)
    except common.Elsewhere as other:
        return other.answer
    return _page(request, draft, kept, kept.text)


def _page(request: HttpRequest, draft: DraftView, kept: keeping.Kept, text: str,
          errors: tuple[dict[str, str], ...] = ()) -> HttpResponse:  # fmt: skip
    one = kept.scenario
    facts: dict[str, Any] = {"text": text, "errors": errors, "acts": ACTS}
    if one is not None:
        facts["steps"] = [(step, ACTS[step.act], expecting.said(step.then)) for step in one.steps]
        facts["expected"] = expecting.said(one.then)
        facts["asked"] = one.asked
    status = 409 if errors and errors[0]["id"] == "clash" else 422 if errors else 200
    return common.page(request, "trip", draft, kept, facts, status=status)


@access(*EITHER, methods=("GET", "POST"))
def text(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The file as a package would have it; a POST keeps another text, undoes the last one, or takes the trip away."""
    try:
        draft, kept = common.wanted(request, key, name)
    except common.Elsewhere as other:
        return other.answer
    if request.method == "GET":
        return attached(kept.text, "application/toml", f"{name}.toml")
    by, at = who(request)
    given, act = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("act", "")
    of: dict[str, Any] = {"form": key, "name": name, "seen": seen(request, "seen"), "by": by, "at": at}
    try:
        if act == "undo":
            keeping.undo(**of)
            messages.success(request, _("The last change was undone."))
        elif act == "remove":
            keeping.keep(**of, text="", how="removed")
            messages.success(request, _("The trip was taken away; its texts stay in the records."))
            return redirect("desk:form-trips", key)
        else:
            keeping.written(**of, text=given)
            messages.success(request, _("The trip was saved."))
    except DraftError as error:
        told = {"id": "clash" if isinstance(error, Clash) else "text", "message": str(error)}
        return _page(request, draft, kept, given or kept.text, (told,))
    return redirect("desk:form-trip", key, name)
