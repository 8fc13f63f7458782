"""Why the dates of a case are what they are, for the desk: as a page, as PDF, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.channels.desk.views.case import at_desk
from tongban.channels.desk.views.plans import plan_of
from tongban.channels.portal import api as portal
from tongban.kernel.web.api import inert
from tongban.trust.authority.api import OFFICIAL, access


@access(OFFICIAL, methods=("GET",))
def why(request: HttpRequest, number: str) -> HttpResponse:
    """Every clock of the case with its limit, its law and its days."""
    view = at_desk(request, number)
    return render(request, "desk/why.html", {"case": view, "clocks": portal.told(view.clocks)})


@access(OFFICIAL, methods=("GET",))
def why_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a file."""
    view, at = at_desk(request, number), timezone.now()
    title = str(view.summary.title)
    plan = plan_of(request, number)
    letter = portal.why_letter(number=number, title=title, clocks=view.clocks, at=at, plan=plan)
    return inert(letter, "application/pdf", f"{number}-why.pdf")


@access(OFFICIAL, methods=("GET",))
def why_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a program that wants to count the days again."""
    view = at_desk(request, number)
    return JsonResponse([asdict(one) for one in view.clocks], safe=False, json_dumps_params={"default": str})
