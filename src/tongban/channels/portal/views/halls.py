"""The screen of a hall: which number goes to which counter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.openness.evaluation import api as evaluation
from tongban.services.appointments import api as appointments
from tongban.trust.authority.api import PUBLIC, access


@access(PUBLIC, methods=("GET",))
def hall(request: HttpRequest, resource: str) -> HttpResponse:
    """Numbers only, for everybody in the hall; asked to, it renews itself every ten seconds, without a script."""
    at = timezone.now()
    try:
        shown = appointments.screen(resource=resource, at=at)
    except LookupError:
        raise Http404(resource) from None
    facts = {"office": appointments.resource(resource), "screen": shown, "now": at, "slip": evaluation.slip()}
    answer = render(request, "portal/hall.html", facts)
    answer["Cache-Control"] = "no-store"
    return answer
