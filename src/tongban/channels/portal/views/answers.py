"""My rating of a case, what the authority answered to a bad one, and whether that helped."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal.views.cases import own
from tongban.openness.evaluation import api as evaluation
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET", "POST"))
def rating(request: HttpRequest, number: str) -> HttpResponse:
    """The rating with its follow-up; once answered, it can be rated again."""
    case = own(request, number)
    found = evaluation.rating(case=number)
    if found is None:
        raise Http404(number)
    errors = []
    if request.method == "POST":
        stars, comment = request.POST.get("stars", ""), request.POST.get("comment", "")[:2001]
        chosen = int(stars) if stars in "12345" and len(stars) == 1 else 0
        try:
            evaluation.rate_again(
                case=number, stars=chosen, comment=comment, by=acting(request), at=timezone.now()
            )  # fmt: skip
        except evaluation.EvaluationError as error:
            errors.append({"id": error.field, "message": str(error)})
        else:
            messages.success(request, _("Thank you. That closes the matter."))
            return redirect("portal:rating", number)
    facts = {"case": case, "rating": found, "errors": errors, "posted": request.POST}
    return render(request, "portal/rating.html", facts, status=422 if errors else 200)
