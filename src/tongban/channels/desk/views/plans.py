"""The one promised day of a life event, for whoever coordinates it and for those who have a part in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.channels.desk.views.case import at_desk
from tongban.channels.portal import api as portal
from tongban.services.cases import api as cases
from tongban.trust.authority.api import OFFICIAL, access, acting


def plan_of(request: HttpRequest, number: str) -> cases.PlanView | None:
    """The plan of a case that the official may see; None for a case without one. Raises Http404."""
    try:
        return cases.plan(number=number, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(number) from None


@access(OFFICIAL, methods=("GET",))
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """The day of the whole, and each part: when it begins, when it is due, what it waits for."""
    found = plan_of(request, number)
    if found is None:
        return redirect("desk:why", number)
    facts = {"case": at_desk(request, number), "plan": found, "timeline": portal.timeline(found)}
    return render(request, "desk/plan.html", facts)


@access(OFFICIAL, methods=("GET",))
def plan_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a program."""
    found = plan_of(request, number)
    if found is None:
        return redirect("desk:why-json", number)
    return JsonResponse(portal.plan_json(found), json_dumps_params={"default": str})
