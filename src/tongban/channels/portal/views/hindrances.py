"""“I cannot get it done”: reported past the department, and what came of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.openness.hindrances import api as hindrances
from tongban.services.cases import api as cases
from tongban.services.offers import api as offers
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What one reported, and the answers."""
    page = hindrances.mine(by=acting(request), at=timezone.now(), after=request.GET.get("after", ""))
    return render(request, "portal/hindrances.html", {"page": page})


@access(RESIDENT, methods=("GET", "POST"))
def in_case(request: HttpRequest, number: str) -> HttpResponse:
    """About one's own case."""
    try:
        about = cases.about(number=number, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(number) from None
    return _report(request, about.title, {"case": number})


@access(RESIDENT, methods=("GET", "POST"))
def with_offer(request: HttpRequest, key: str) -> HttpResponse:
    """About a service that one could not even begin."""
    try:
        one = offers.offer(key)
    except LookupError:
        raise Http404(key) from None
    return _report(request, one.title, {"offer": key})


def _report(request: HttpRequest, title: object, what: dict[str, str]) -> HttpResponse:
    errors: list[dict[str, str]] = []
    posted = request.POST
    if request.method == "POST":
        who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
        key = posted.get("key", "")[:64].replace("\0", "") or uuid.uuid4().hex
        try:
            text, named = posted.get("text", "")[:2_001], posted.get("named") == "yes"
            case, offer = what.get("case", ""), what.get("offer", "")
            hindrances.report(text=text, key=key, named=named, case=case, offer=offer, **who)
        except hindrances.HindranceError as error:
            errors = [{"id": error.field, "message": str(error)}]
        else:
            messages.success(request, _("Thank you. Supervision looks into it and answers you."))
            return redirect("portal:hindrances")
    facts = {"title": title, "what": what, "errors": errors, "posted": posted, "key": uuid.uuid4().hex}
    return render(request, "portal/hindrance.html", facts, status=422 if errors else 200)
