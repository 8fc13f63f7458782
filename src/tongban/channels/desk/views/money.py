"""The money of a day, to be laid beside the statement of the payment channel."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.channels.desk.views.tables import sheet
from tongban.channels.desk.views.visits import DAY, day_of
from tongban.kernel.web.api import number
from tongban.services.payments import api as payments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import access, acting

KINDS = {"payment": _("Payment"), "surplus": _("Receipt without a debt"), "refund-done": _("Refund")}
PAGE = 100
HEAD = ("time", "kind", "bill", "receipt", "reference", "amount", "currency")


def movements(request: HttpRequest) -> tuple[dt.date, payments.Daily]:
    """The day asked for and its movements. They are those of all units: raises Denied for a right in one unit only."""
    by = acting(request)
    authority.require(subject=by, permission="payments.read", unit_path="", at=timezone.now())
    day = day_of(request.GET.get("day", ""))
    return day, payments.daily(day=day)


@access("payments.read", methods=("GET",))
def money(request: HttpRequest) -> HttpResponse:
    """Each movement with its receipt and the channel's reference, and the sums."""
    day, found = movements(request)
    text = request.GET.get("after", "")
    start = number(text, digits=9) or 0
    facts = {
        "day": day,
        "before": day - DAY,
        "after": day + DAY,
        "found": found,
        "lines": [(line, KINDS[line.kind]) for line in found.lines[start : start + PAGE]],
        "next": start + PAGE if len(found.lines) > start + PAGE else None,
    }
    return render(request, "desk/money.html", facts)


@access("payments.read", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV; no cell can be taken for a formula."""
    day, found = movements(request)
    rows = (
        (
            timezone.localtime(line.at).isoformat(timespec="seconds"), line.kind, line.bill, line.receipt,
            line.reference, line.amount.amount, line.amount.currency,
        )
        for line in found.lines
    )  # fmt: skip
    return sheet(f"payments-{day}.csv", HEAD, rows)
