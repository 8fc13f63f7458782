"""What supervision found: lists, and one finding to explain or to judge."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.supervision import DAY, day_or
from tongban.channels.desk.views.tables import sheet
from tongban.governance.supervision import api as supervision
from tongban.services.cases.api import readable
from tongban.trust.authority.api import Denied, access, acting

LONGEST, MOST = 2001, 200
LAST = dt.date.max - DAY
STATES = {
    "open": gettext_lazy("to be explained"),
    "explained": gettext_lazy("explained"),
    "upheld": gettext_lazy("upheld"),
    "dismissed": gettext_lazy("dismissed"),
}
TONES = {"open": "warning", "explained": "", "upheld": "error", "dismissed": "success"}
HEAD = ("id", "kind", "what", "case", "department", "happened", "found", "explain by", "state")


def chosen(request: HttpRequest) -> tuple[supervision.Filters, dict[str, Any]]:
    """The filters asked for, and as the page shows them."""
    exact = {name: plain(request.GET.get(name, "")) for name in ("kind", "state", "unit", "offer", "case")}
    since, last = (day_or(request.GET.get(name, ""), None) for name in ("since", "last"))
    until = min(last, LAST) + DAY if last else None
    return supervision.Filters(**exact, since=since, until=until), exact | {"since": since, "last": last}


def listed(request: HttpRequest, limit: int) -> tuple[supervision.Findings, dict[str, Any]]:
    filters, shown = chosen(request)
    page = supervision.findings(
        by=acting(request),
        at=timezone.now(), filters=filters, after=request.GET.get("after", ""), limit=limit,
    )  # fmt: skip
    return page, shown


@access("supervision.read", methods=("GET",))
def findings(request: HttpRequest) -> HttpResponse:
    """The findings in one's reach, filtered by kind, state, department, case and day."""
    page, shown = listed(request, 30)
    rows = [(row, STATES[row.state], TONES[row.state]) for row in page.rows]
    facts = {"page": page, "rows": rows, "asked": shown, "kinds": supervision.KINDS.values(), "states": STATES.items()}
    return render(request, "desk/supervision/findings.html", facts)


@access("supervision.read", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV: at most 200 from the cursor on."""
    page, _shown = listed(request, MOST)
    rows = (
        (
            row.id, row.kind.title, row.what, row.case, row.unit, timezone.localtime(row.occurred_at).date(),
            timezone.localtime(row.found_at).date(), row.explain_by, STATES[row.state],
        )
        for row in page.rows
    )  # fmt: skip
    return sheet("findings.csv", HEAD, rows)


@access("supervision.read", methods=("GET", "POST"))
def finding(request: HttpRequest, finding: int) -> HttpResponse:
    """One finding: what was seen and by which rule, the unit's explanation, the verdict."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, Any]] = []
    try:
        found = supervision.finding(id=finding, by=by, at=at)
        if request.method == "POST":
            _act(request, finding)
            return redirect("desk:finding", finding)
    except LookupError:
        raise Http404(str(finding)) from None
    except Denied as error:
        raise PermissionDenied(str(error)) from None
    except supervision.SupervisionError as error:
        errors.append({"id": error.field, "message": str(error)})
    said = {"state": STATES[found.state], "tone": TONES[found.state]}
    facts = {"one": found, "errors": errors, "posted": request.POST, "readable": readable([found.case], by=by, at=at)}
    return render(request, "desk/supervision/finding.html", facts | said, status=422 if errors else 200)


def _act(request: HttpRequest, finding: int) -> None:
    """Explains or judges, as the button pressed says. Raises as the front door does."""
    by, at = acting(request), timezone.now()
    text, verdict = request.POST.get("text", "")[:LONGEST], request.POST.get("verdict", "")
    if verdict in ("upheld", "dismissed"):
        supervision.judge(finding=finding, upheld=verdict == "upheld", text=text, by=by, at=at)
        messages.success(request, _("Your verdict is kept; the department sees it."))
    else:
        supervision.explain(finding=finding, text=text, by=by, at=at)
        messages.success(request, _("Your explanation is kept; somebody outside the department judges it."))
