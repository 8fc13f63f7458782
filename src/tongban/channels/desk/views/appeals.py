"""Appeals against malicious ratings: made by the rated unit, decided by somebody of another one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.openness.evaluation import api as evaluation
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import access, acting

LONGEST = 2001


@access("evaluation.follow", methods=("GET", "POST"))
def appeal(request: HttpRequest, follow_up: int) -> HttpResponse:
    """Why the unit holds a bad rating to be malicious, and what proves it."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, Any]] = []
    try:
        found = evaluation.follow_up(id=follow_up, by=by, at=at)
        if request.method == "POST":
            texts = {name: request.POST.get(name, "")[:LONGEST] for name in ("reason", "evidence")}
            ground = request.POST.get("ground", "")[:20]
            evaluation.appeal(follow_up=follow_up, ground=ground, by=by, at=at, **texts)
            messages.success(request, _("Your appeal was sent. Until it is decided the rating does not count."))
            return redirect("desk:follow-up", follow_up)
    except LookupError:
        raise Http404(str(follow_up)) from None
    except evaluation.EvaluationError as error:
        errors.append({"id": error.field or "ground", "message": str(error)})
    facts = {"one": found, "until": evaluation.appeal_until(found.opened_at), "grounds": evaluation.grounds()}
    facts |= {"errors": errors, "posted": request.POST, "about": rated(found.rating)}
    return render(request, "desk/appeal.html", facts, status=422 if errors else 200)


def rated(one: evaluation.RatingView | evaluation.AppealView) -> dict[str, Any]:
    """What was said, without the number that would tell whose it is."""
    return {"title": one.title, "stars": one.stars, "tags": one.tags, "comment": one.comment}


@access("evaluation.judge", methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the most urgent first; or what was decided."""
    by, at, decided = acting(request), timezone.now(), request.GET.get("state") == "decided"
    page = evaluation.appeals(by=by, at=at, after=request.GET.get("after", ""), decided=decided)
    facts = {"page": page, "decided": decided, "names": {unit.code: unit.name for unit in authority.units()}}
    return render(request, "desk/appeals.html", facts)


@access("evaluation.judge", methods=("GET", "POST"))
def one(request: HttpRequest, appeal: int) -> HttpResponse:
    """One appeal, and the decision."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, Any]] = []
    try:
        found = evaluation.appeal_before(id=appeal, by=by, at=at)
        if request.method == "POST":
            outcome, reasons = (request.POST.get(name, "")[:LONGEST] for name in ("outcome", "reasons"))
            evaluation.decide_appeal(appeal=appeal, outcome=outcome, reasons=reasons, by=by, at=at)
            messages.success(request, _("Decided. Both sides are told."))
            return redirect("desk:appeals")
    except LookupError:
        raise Http404(str(appeal)) from None
    except evaluation.EvaluationError as error:
        errors.append({"id": error.field or "outcome", "message": str(error)})
    names = {unit.code: unit.name for unit in authority.units()}
    facts = {"one": found, "errors": errors, "posted": request.POST, "unit": names.get(found.unit, found.unit)}
    return render(request, "desk/appeal-before.html", facts | {"about": rated(found)}, status=422 if errors else 200)
