"""From the decision to the application for its reconsideration (行政复议)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.channels.portal.views.apply import Trip, trip
from tongban.engines.forms import api as forms
from tongban.services.cases import api as cases
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET", "POST"))
def contest(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """Says where and until when; a POST begins the application, with the decision filled in."""
    try:
        way = cases.contestable(number=number, part=part, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(number) from None
    except cases.CaseError as error:
        return render(
            request,
            "portal/contest.html",
            {"number": number, "refused": str(error), "another": another(request, number)},
        )
    now = trip(request, way.offer.key)
    other = begun(now, way)
    if request.method == "POST" and not other:
        return start(now, way)
    facts = {"way": way, "offer": way.offer, "number": number, "other": other}
    return render(request, "portal/contest.html", facts)


def another(request: HttpRequest, number: str) -> bool:
    """Whether the case is of somebody for whom this person may act, and does not now."""
    by = acting(request)
    return cases.case(number=number, by=by, at=timezone.now()).credit_code != by.acting_for


def begun(now: Trip, way: cases.Contestable) -> str:
    """The other decision about which this person has an unfinished application, if there is one."""
    written = str(now.values.get(way.field) or "")
    return "" if written == way.reference else written


def start(now: Trip, way: cases.Contestable) -> HttpResponse:
    """The draft with the decision in it, at its first page."""
    forms.save_draft(
        owner=now.owner, key=way.offer.key, form_key=now.item.key, form_version=now.item.version,
        values={way.field: way.reference}, at=now.at,
    )  # fmt: skip
    return redirect("portal:apply-page", way.offer.key, now.pages()[0].id)
