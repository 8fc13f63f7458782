"""One promised day for all parts of a life event: why this day, and taking one part back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal import timelines
from tongban.channels.portal.views.cases import own
from tongban.services.cases import api
from tongban.trust.authority.api import RESIDENT, access, acting


def _plan(request: HttpRequest, number: str) -> api.PlanView | None:
    try:
        return api.plan(number=number, by=acting(request), at=timezone.now())
    except api.NotFound:
        raise Http404(number) from None


@access(RESIDENT, methods=("GET",))
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """The day of the whole, and each part: when it begins, when it is due, what it waits for."""
    view, found = own(request, number), _plan(request, number)
    if found is None:
        return redirect("portal:why", number)
    facts = {"case": view, "plan": found, "timeline": timelines.timeline(found)}
    return render(request, "portal/plan.html", facts)


@access(RESIDENT, methods=("GET",))
def plan_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a program."""
    found = _plan(request, number)
    if found is None:
        return redirect("portal:why-json", number)
    return JsonResponse(timelines.as_json(found), json_dumps_params={"default": str})


@access(RESIDENT, methods=("GET", "POST"))
def withdraw_part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """Takes one part back, after saying what that does to the others."""
    view = own(request, number)
    try:
        found = api.parting(number=number, part=part, by=acting(request))
        if request.method == "POST":
            api.withdraw_part(number=number, part=part, by=acting(request), at=timezone.now())
            messages.success(request, _("This part is taken back. The others go on."))
            return redirect("portal:plan", number)
    except api.NotFound:
        raise Http404(part) from None
    except api.CaseError as error:
        messages.error(request, str(error))
        return redirect("portal:plan", number)
    plan = _plan(request, number)
    open_to = plan is not None and any(one.withdrawable for one in plan.legs if one.part == part)
    return render(request, "portal/withdraw-part.html", {"case": view, "parting": found, "may": open_to})
