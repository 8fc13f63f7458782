"""Rating a service (好差评): one case, one rating."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal.views.cases import own
from tongban.openness.evaluation import api as evaluation
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET", "POST"))
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """The five stars with what was good or bad, in the applicant's own words."""
    case = own(request, number)
    by, at = acting(request), timezone.now()
    if not evaluation.may_rate(case=number, by=by, at=at):
        messages.info(request, _("This case cannot be rated now, or has been rated."))
        return redirect("portal:case", number)
    errors = []
    if request.method == "POST":
        stars = request.POST.get("stars", "")
        try:
            evaluation.rate(
                case=number, stars=int(stars) if stars in "12345" and len(stars) == 1 else 0,
                tags=tuple(request.POST.getlist("tags")[:10]), comment=request.POST.get("comment", "")[:2001],
                by=by, at=at,
            )  # fmt: skip
        except evaluation.EvaluationError as error:
            errors.append({"id": "stars", "message": str(error)})
        else:
            messages.success(request, _("Thank you for your rating."))
            return redirect("portal:case", number)
    facts = {"case": case, "errors": errors, "tags": evaluation.tags(), "posted": request.POST}
    return render(request, "portal/rate.html", facts, status=422 if errors else 200)
