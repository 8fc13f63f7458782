"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.services.cases import api as cases
from tongban.services.offers import api as offers
from tongban.trust.authority.api import PUBLIC, access, acting


@access(PUBLIC, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """Search, life events, services most asked for, and what waits for the person."""
    every = offers.offers()
    subject = acting(request)
    waiting = cases.waiting_for(by=subject, at=timezone.now()) if subject.kind == "resident" else None
    facts = {
        "events": [one for one in every if one.life_event],
        "offers": [one for one in every if not one.life_event][:12],
        "waiting": waiting,
    }
    return render(request, "portal/home.html", facts)
