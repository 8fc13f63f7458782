"""Rating without signing in: by the code on a slip, in a mail or text message, behind a QR code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.web.api import allowed
from tongban.openness.evaluation import api as evaluation
from tongban.trust.authority.api import PUBLIC, access, acting

LONGEST = 60


def refused(request: HttpRequest, message: str, status: int, typed: str = "") -> HttpResponse:
    """The page on which a code is typed, saying why there is nothing to rate: the same for every reason."""
    facts = {"errors": [{"id": "code", "message": message}] if message else [], "typed": typed[:LONGEST]}
    return private(render(request, "portal/code.html", facts, status=status))


def private(answer: HttpResponse) -> HttpResponse:
    """Nobody keeps a page whose address lets its holder act."""
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@access(PUBLIC, methods=("GET",))
def code(request: HttpRequest) -> HttpResponse:
    """Where a code is typed: from the hall's screen, or on the tablet of a window."""
    typed = "".join(one for one in request.GET.get("code", "")[:LONGEST] if one.isascii() and one.isalnum())
    return redirect("portal:rate-code", typed) if typed else refused(request, "", 200)


@access(PUBLIC, methods=("GET", "POST"))
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """The five stars for whoever holds the code; after a bad rating, the answer to it and the second one."""
    by, at = acting(request), timezone.now()
    if not allowed(request, at=at, what="rating"):
        answer = refused(request, _("Too many tries. Wait a minute and try again."), 429, code)
        answer["Retry-After"] = "60"
        return answer
    unknown = _("This code is not known, was used, or its time is over. A visit can be rated once it has begun.")
    found = evaluation.invited(code=code, by=by, at=at)
    if found is None:
        return refused(request, unknown, 404, code)
    errors: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            return rated(request, code)
        except LookupError:
            return refused(request, unknown, 404, code)
        except evaluation.EvaluationError as error:
            errors.append({"id": error.field or "stars", "message": str(error)})
    facts = {"invited": found, "errors": errors, "tags": evaluation.tags(), "posted": request.POST}
    return private(render(request, "portal/rate-code.html", facts, status=422 if errors else 200))


def rated(request: HttpRequest, code: str) -> HttpResponse:
    """Takes the rating; whoever gave a bad one is led to where the answer will stand."""
    stars = request.POST.get("stars", "")
    following = evaluation.rate_invited(
        code=code, stars=int(stars) if stars in "12345" and len(stars) == 1 else 0,
        tags=tuple(request.POST.getlist("tags")[:10]), comment=request.POST.get("comment", "")[:2001],
        by=acting(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Thank you for your rating."))
    return redirect("portal:rate-code", following) if following else redirect("portal:code")
