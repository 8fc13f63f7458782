"""Why this date, as a letter to keep: the same explanation as on the page, as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tongban.channels.portal import explaining
from tongban.channels.portal.views.cases import own
from tongban.kernel.web.api import inert
from tongban.services.cases import api as cases
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET",))
def why_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The day-by-day explanation of the dates as a file."""
    view, at = own(request, number), timezone.now()
    clocks = cases.why(number=number, by=acting(request), at=at)
    plan = cases.plan(number=number, by=acting(request), at=at)
    letter = explaining.letter(number=view.number, title=str(view.summary.title), clocks=clocks, at=at, plan=plan)
    return inert(letter, "application/pdf", f"{number}-why.pdf")
