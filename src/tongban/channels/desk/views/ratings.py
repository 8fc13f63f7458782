"""Ratings of the unit's work, and the bad ones that wait for an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.openness.evaluation import api as evaluation
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import OFFICIAL, access, acting

LONGEST = 2001


def plain(text: str) -> str:
    """Text that both databases take."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")[:200]


@access(OFFICIAL, methods=("GET",))
def ratings(request: HttpRequest) -> HttpResponse:
    """Ratings of one's units, of one offer or one case if asked; never those of one's own open matters."""
    by, at = acting(request), timezone.now()
    offer, case = (plain(request.GET.get(name, "")) for name in ("offer", "case"))
    page = evaluation.desk_ratings(by=by, at=at, after=request.GET.get("after", ""), offer=offer, case=case)
    facts = {"page": page, "asked": {"offer": offer, "case": case}, "offers": offers.offers()}
    return render(request, "desk/ratings.html", facts)


@access("evaluation.read", methods=("GET",))
def ranks(request: HttpRequest) -> HttpResponse:
    """One's units and their offers by satisfaction, with how many rated."""
    by, at = acting(request), timezone.now()
    units, found = evaluation.desk_ranks(by=by, at=at)
    names = {unit.code: unit.name for unit in authority.units()}
    titles = {one.key: one.title for one in offers.offers()}
    facts = {
        "units": [(names.get(one.key, one.key), one) for one in units],
        "offers": [(titles.get(one.key, one.key), one) for one in found],
        "appeals": [(names.get(one.unit, one.unit), one) for one in evaluation.appeal_counts(by=by, at=at)],
    }
    return render(request, "desk/ranks.html", facts)


@access("evaluation.follow", methods=("GET",))
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What was rated badly in one's units and is not settled, the most urgent first."""
    page = evaluation.follow_ups(by=acting(request), at=timezone.now(), after=request.GET.get("after", ""))
    return render(request, "desk/follow-ups.html", {"page": page})


@access("evaluation.follow", methods=("GET", "POST"))
def follow_up(request: HttpRequest, follow_up: int) -> HttpResponse:
    """One bad rating: the answer to the applicant, and what was put right."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, Any]] = []
    try:
        found = evaluation.follow_up(id=follow_up, by=by, at=at)
        if request.method == "POST":
            text, repair = (request.POST.get(name, "")[:LONGEST] for name in ("reply", "repair"))
            evaluation.reply(follow_up=follow_up, text=text, repair=repair, by=by, at=at)
            messages.success(request, _("Your answer was sent. The applicant is asked whether it helped."))
            return redirect("desk:follow-ups")
    except LookupError:
        raise Http404(str(follow_up)) from None
    except evaluation.EvaluationError as error:
        errors.append({"id": error.field, "message": str(error)})
    today = timezone.localtime(at).date()
    facts = {
        "one": found, "errors": errors, "posted": request.POST,
        "appeal": evaluation.appeal_of(follow_up=follow_up, by=by, at=at),
        "may_appeal": found.state in ("open", "replied") and evaluation.appeal_until(found.opened_at) >= today,
    }  # fmt: skip
    return render(request, "desk/follow-up.html", facts, status=422 if errors else 200)
