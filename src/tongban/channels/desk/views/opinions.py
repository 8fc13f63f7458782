"""Questions of other departments to ours."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.cases import api as cases
from tongban.trust.authority.api import OFFICIAL, Denied, access, acting


@access(OFFICIAL, methods=("GET",))
def opinions(request: HttpRequest) -> HttpResponse:
    """What we are asked, by due day: the open ones, those of one light, or all."""
    choices = {"": _("Open"), "red": _("Overdue"), "yellow": _("Due soon"), "green": _("In time"), "all": _("All")}
    show = request.GET.get("show", "")
    show = show if show in choices else ""
    page = cases.opinions(
        by=acting(request), at=timezone.now(), open_only=show != "all", colour=show, after=request.GET.get("after", "")
    )
    return render(request, "desk/opinions.html", {"page": page, "show": show, "choices": list(choices.items())})


@access(OFFICIAL, methods=("GET", "POST"))
def opinion(request: HttpRequest, opinion: int) -> HttpResponse:
    """One question with the facts that go with it, and our answer."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, str]] = []
    try:
        if request.method == "POST":
            verdict, text = request.POST.get("verdict", ""), request.POST.get("text", "")[:10_001]
            cases.give_opinion(opinion=opinion, verdict=verdict, text=text, by=by, at=at)  # type: ignore[arg-type]
            messages.success(request, _("Your answer was given."))
            return redirect("desk:opinions")
    except cases.Incomplete as error:
        errors = [{"id": error.field, "message": str(error)}]
    except cases.NotFound:
        raise Http404(str(opinion)) from None
    except (cases.CaseError, Denied) as error:
        messages.error(request, str(error))
        return redirect("desk:opinions")
    try:
        found = cases.opinion(opinion=opinion, by=by, at=at)
    except cases.NotFound:
        raise Http404(str(opinion)) from None
    facts = {"opinion": found, "errors": errors, "posted": request.POST}
    return render(request, "desk/opinion.html", facts, status=422 if errors else 200)
