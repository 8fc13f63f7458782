"""Letters between nodes, for the system officer: what goes, what comes, what is stuck. Their contents are not shown."""

from __future__ import annotations

import csv
import io
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.ratings import plain
from tongban.exchange.letters import api as letters
from tongban.kernel.web.api import csv_cell, inert, number
from tongban.trust.authority.api import access, acting, officer

WAYS = {"out": gettext_lazy("Letters sent"), "in": gettext_lazy("Letters received")}
STATES = {
    "waiting": (gettext_lazy("still waiting"), "wait"),
    "delivered": (gettext_lazy("delivered"), "good"),
    "taken": (gettext_lazy("taken"), "good"),
    "refused": (gettext_lazy("refused"), "late"),
    "dismissed": (gettext_lazy("dismissed"), "none"),
}
PAGE, MOST = 50, 10_000
HEAD = ("way", "number", "partner", "message", "correlation", "at", "state", "stuck", "attempts", "error", "settled")


def asked(request: HttpRequest) -> tuple[letters.Way, str, str]:
    """The way, state and partner that the page was asked for."""
    way: letters.Way = "in" if request.GET.get("way") == "in" else "out"
    state = request.GET.get("state", "")
    known = (*letters.STATES[way], "stuck")
    return way, state if state in known else "", plain(request.GET.get("partner", ""))[:40]


@access(officer("system"), methods=("GET",))
def post(request: HttpRequest) -> HttpResponse:
    """The letters of one way, the newest first."""
    way, state, partner = asked(request)
    found = letters.letters(
        way=way, state=state, partner=partner, after=number(request.GET.get("after", ""), digits=18), limit=PAGE
    )
    facts = {
        "rows": [(row, *STATES[row.state]) for row in found.rows],
        "next": found.next,
        "way": way,
        "state": state,
        "partner": partner,
        "ways": WAYS.items(),
        "states": [(one, STATES[one][0]) for one in letters.STATES[way]],
        "partners": letters.partners(),
        "stuck": letters.stuck(),
    }
    return render(request, "desk/post.html", facts)


@access(officer("system"), methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, at most MOST lines."""
    way, state, partner = asked(request)
    found = letters.letters(way=way, state=state, partner=partner, limit=MOST)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEAD)
    for row in found.rows:
        settled = row.settled.isoformat() if row.settled else ""
        cells = (row.way, row.number, row.partner, row.name, row.correlation, row.at.isoformat(), row.state, row.stuck,
                 row.attempts, row.fault, settled)  # fmt: skip
        sheet.writerow([csv_cell(one) for one in cells])
    return inert(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"letters-{way}.csv")


def the(way: str, number: int) -> letters.Row:
    """One letter. Raises Http404."""
    if way not in WAYS:
        raise Http404(way)
    try:
        return letters.letter(way=cast("letters.Way", way), id=number)
    except (LookupError, OverflowError):
        raise Http404(str(number)) from None


@access(officer("system"), methods=("GET", "POST"))
def letter(request: HttpRequest, way: str, pk: int) -> HttpResponse:
    """One letter; trying it again, or giving it up for a reason."""
    found = the(way, pk)
    errors: list[dict[str, Any]] = []
    if request.method == "POST":
        who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
        try:
            if request.POST.get("act") == "dismiss":
                letters.dismiss(way=found.way, id=found.id, reason=plain(request.POST.get("reason", "")), **who)
                messages.success(request, _("The letter was dismissed."))
            else:
                letters.retry(way=found.way, id=found.id, **who)
                messages.success(request, _("The letter is tried again at once."))
            return redirect("desk:post-letter", way, pk)
        except letters.LetterError as error:
            errors.append({"id": error.field or "reason", "message": str(error)})
    label, tone = STATES[found.state]
    facts = {
        "one": found, "label": label, "tone": tone, "errors": errors, "way_name": WAYS[found.way],
        "posted": request.POST,
    }  # fmt: skip
    return render(request, "desk/post-letter.html", facts, status=422 if errors else 200)
