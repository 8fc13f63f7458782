"""What residents could not get done: supervision sees to it, the named department answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.openness.hindrances import api as hindrances
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import OFFICIAL, access, acting

LONGEST = 2_001


@access(OFFICIAL, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What waits, by due day: all units in reach for supervision, the own questions for a department."""
    by, at = acting(request), timezone.now()
    over = "closed" in request.GET
    supervises = bool(authority.can(subject=by, permission="hindrances.supervise", at=at))
    after = request.GET.get("after", "")
    facts = {
        "page": hindrances.listed(side="supervision", by=by, at=at, after=after, closed=over) if supervises else None,
        "asked": hindrances.listed(side="department", by=by, at=at, closed=over),
        "counts": hindrances.counts(by=by, at=at) if supervises else (),
        "over": over,
    }
    return render(request, "desk/hindrances.html", facts)


@access(OFFICIAL, methods=("GET", "POST"))
def one(request: HttpRequest, hindrance: int) -> HttpResponse:
    """One report: supervision asks and closes, the department answers."""
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    errors: list[dict[str, str]] = []
    try:
        found = hindrances.one(hindrance=hindrance, **who)
        if request.method == "POST":
            _act(request, found, who)
            messages.success(request, _("It was kept and goes on."))
            return redirect("desk:hindrances")
    except LookupError:
        raise Http404(str(hindrance)) from None
    except hindrances.HindranceError as error:
        errors = [{"id": error.field, "message": str(error)}]
    facts = {"one": found, "errors": errors, "posted": request.POST}
    return render(request, "desk/hindrance.html", facts, status=422 if errors else 200)


def _act(request: HttpRequest, found: hindrances.HindranceView, who: dict[str, Any]) -> None:
    posted = {name: request.POST.get(name, "")[:LONGEST] for name in ("question", "answer", "reply", "outcome", "act")}
    if found.side == "department":
        hindrances.answer(hindrance=found.id, text=posted["answer"], **who)
    elif posted["act"] == "ask":
        hindrances.ask(hindrance=found.id, question=posted["question"], **who)
    else:
        hindrances.close(hindrance=found.id, outcome=posted["outcome"], reply=posted["reply"], **who)
