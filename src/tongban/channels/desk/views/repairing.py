"""The page on which an administrator repairs a running process of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tongban.kernel.web.api import number as whole
from tongban.services.cases import api as cases
from tongban.trust.authority.api import OFFICIAL, access, acting

ROWS, LONGEST = 3, 2_001


@access(OFFICIAL, methods=("GET", "POST"))
def repair(request: HttpRequest, number: str) -> HttpResponse:
    """Tokens taken away and put, variables set, with a reason; what no run comes to is asked for twice."""
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    try:
        found = cases.running(number=number, **who)
    except cases.NotFound:
        raise Http404(number) from None
    errors: list[dict[str, str]] = []
    doubtful = False
    if request.method == "POST":
        try:
            cases.repair(number=number, **_asked(request), **who)
            messages.success(request, _("The process was repaired."))
            return redirect("desk:case", number)
        except cases.Incomplete as error:
            doubtful = isinstance(error, cases.Doubtful)
            errors = [{"id": error.field, "message": str(error)}]
        except cases.CaseError as error:
            messages.error(request, str(error))
            return redirect("desk:case", number)
    facts = {
        "number": number,
        "running": [(one, mark_safe(one.picture)) for one in found],  # noqa: S308 (drawn and escaped by the engine)
        "errors": errors,
        "wrong": {one["id"]: one["message"] for one in errors},
        "doubtful": doubtful,
        "posted": request.POST,
        "taken": request.POST.getlist("take"),
        "rows": [(i, *(request.POST.get(f"{name}-{i}", "") for name in ("put", "name", "value"))) for i in range(ROWS)],
    }
    return render(request, "desk/repair.html", facts, status=422 if errors else 200)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the form asks for: each thing names the instance that it belongs to, and all must be of one."""
    posted = request.POST
    texts = [posted.get(f"put-{i}", "")[:LONGEST] for i in range(ROWS)]
    names = {posted.get(f"name-{i}", "")[:LONGEST].strip(): posted.get(f"value-{i}", "")[:LONGEST] for i in range(ROWS)}
    instance = whole(posted.get("instance", ""), digits=12)
    return {
        "instance": -1 if instance is None else instance,
        "take": [_number(text) for text in posted.getlist("take")[:50]],
        "put": [_place(text) for text in texts if text],
        "variables": {name: value for name, value in names.items() if name},
        "reason": posted.get("reason", "")[:LONGEST].replace("\0", ""),
        "anyway": posted.get("anyway") == "yes",
    }


def _number(text: str) -> int:
    found = whole(text, digits=9)
    return -1 if found is None else found


def _place(text: str) -> tuple[str, int]:
    """An element and the token that holds its scope, as the form writes them: `3 element`."""
    parent, _space, element = text.partition(" ")
    return element, _number(parent)
