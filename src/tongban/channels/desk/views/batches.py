"""One act on many cases: chosen in the inbox, previewed, ordered, watched."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongban.channels.desk.views.inbox import asked
from tongban.channels.desk.views.tables import sheet
from tongban.engines.forms import api as forms
from tongban.kernel.web.api import number
from tongban.services.cases import api as cases
from tongban.services.cases.api import batches
from tongban.trust.authority.api import OFFICIAL, access, acting

PAGE, LONGEST = 25, 100 * batches.MOST
STATES = {
    "waiting": gettext_lazy("not done yet"), "done": gettext_lazy("done"), "failed": gettext_lazy("failed"),
    "skipped": gettext_lazy("left out"), "cancelled": gettext_lazy("taken back"),
}  # fmt: skip


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": acting(request), "at": timezone.now()}


def _chosen(request: HttpRequest) -> tuple[list[str], bool]:
    """The receipt numbers that were ticked, or all that fit the filters; whether there are more than can be taken."""
    if request.method == "POST":
        ticked = request.POST.get("numbers", "")[:LONGEST].split(",")
    elif request.GET.get("all"):
        return _fitting(request)
    else:
        ticked = request.GET.getlist("number")
    found = list(dict.fromkeys(cases.tidy_number(one) for one in ticked if cases.tidy_number(one)))
    return found[: batches.MOST], len(found) > batches.MOST


def _fitting(request: HttpRequest) -> tuple[list[str], bool]:
    found: list[str] = []
    after = ""
    while len(found) <= batches.MOST:
        page = cases.inbox(filters=asked(request), after=after, limit=200, **_who(request))
        found, after = found + [row.number for row in page.rows], page.after
        if not after:
            break
    return found[: batches.MOST], len(found) > batches.MOST


@access(OFFICIAL, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """The preview, and the order itself; it is taken only for what the preview showed."""
    posted = request.POST if request.method == "POST" else request.GET
    code, to = posted.get("act", ""), posted.get("to", "").replace("\0", "")[:120]
    if code not in batches.ACTS:
        raise Http404(code)
    numbers, cut = _chosen(request)
    reason = request.POST.get("reason", "").replace("\0", "")[:LONGEST]
    order: dict[str, Any] = {"act": code, "numbers": numbers, "to": to}
    errors: list[forms.FieldError] = []
    if request.POST.get("do") == "start" and posted.get("seen") == to:
        try:
            made = batches.start(key=_key(request), reason=reason, **order, **_who(request))
            batches.go_on(batch=made, **_who(request))
            return redirect("desk:batch", made)
        except cases.Incomplete as error:
            errors.append(forms.FieldError(error.field, str(error)))
    declared = batches.ACTS[code]
    asked_for = request.method == "POST" or not (declared.to or declared.reason == "must")
    if asked_for and not errors:
        errors += _lacking(declared, to, reason)
    lines = batches.preview(**order, **_who(request)) if asked_for and not errors and numbers else ()
    fitting = sum(line.fits for line in lines)
    facts = {
        "act": declared, "numbers": ",".join(numbers), "count": len(numbers), "cut": cut, "most": batches.MOST,
        "recipients": batches.recipients(act=code, numbers=numbers, **_who(request)), "posted": posted, "seen": to,
        "errors": errors, "wrong": {one.field: one.message for one in errors}, "key": _key(request), "lines": lines,
        "fitting": fitting, "left": len(lines) - fitting,
    }  # fmt: skip
    return render(request, "desk/batch-new.html", facts, status=422 if errors else 200)


def _lacking(act: Any, to: str, reason: str) -> list[forms.FieldError]:
    """What the order does not say yet."""
    try:
        batches.ordered(act, to=to, reason=reason)
    except cases.Incomplete as error:
        return [forms.FieldError(error.field, str(error))]
    return []


def _key(request: HttpRequest) -> str:
    """The same through all previews of one order, so that a second press orders nothing twice."""
    given = request.POST.get("key", "")
    return given if given.isalnum() and given.isascii() and len(given) <= 64 else secrets.token_hex(16)  # noqa: PLR2004


def _own(request: HttpRequest, batch: int) -> batches.BatchView:
    try:
        return batches.batch(batch=batch, by=acting(request))
    except (cases.NotFound, OverflowError):
        raise Http404(batch) from None


@access(OFFICIAL, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """My batches, the latest first."""
    before = number(request.GET.get("before", ""), digits=15)
    found = batches.batches(by=acting(request), before=before, limit=PAGE + 1)
    facts = {"batches": found[:PAGE], "next": found[PAGE - 1].id if len(found) > PAGE else None}
    return render(request, "desk/batches.html", facts)


@access(OFFICIAL, methods=("GET",))
def one(request: HttpRequest, batch: int) -> HttpResponse:
    """How far a batch is, and what became of each case."""
    found = _own(request, batch)
    rows = batches.rows(batch=batch, by=acting(request))
    counts = [(code, name, getattr(found, code)) for code, name in STATES.items()]
    return render(
        request,
        "desk/batch.html",
        {"batch": found, "counts": counts, "rows": [(row, STATES[row.state]) for row in rows]},
    )


@access(OFFICIAL, methods=("GET",))
def export(request: HttpRequest, batch: int) -> HttpResponse:
    """The result as CSV."""
    _own(request, batch)
    rows = batches.rows(batch=batch, by=acting(request))
    lines = (
        (row.number, row.title, row.state, row.reason, row.at and timezone.localtime(row.at).isoformat("T", "seconds"))
        for row in rows
    )
    return sheet("cases.csv", ("number", "service", "result", "reason", "time"), lines)


@access(OFFICIAL, methods=("POST",))
def go_on(request: HttpRequest, batch: int) -> HttpResponse:
    """The next slice at once, without waiting for the node's clock."""
    _own(request, batch)
    batches.go_on(batch=batch, **_who(request))
    return redirect("desk:batch", batch)


@access(OFFICIAL, methods=("POST",))
def retry(request: HttpRequest, batch: int) -> HttpResponse:
    """Tries again what failed."""
    _own(request, batch)
    batches.retry(batch=batch, **_who(request))
    batches.go_on(batch=batch, **_who(request))
    return redirect("desk:batch", batch)


@access(OFFICIAL, methods=("POST",))
def cancel(request: HttpRequest, batch: int) -> HttpResponse:
    """Takes back what waits."""
    _own(request, batch)
    count = batches.cancel(batch=batch, **_who(request))
    text = ngettext("%(n)d case was taken back.", "%(n)d cases were taken back.", count) % {"n": count}
    messages.info(request, text if count else _("Nothing waited any more."))
    return redirect("desk:batch", batch)
