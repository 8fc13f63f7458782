"""The inbox: what is to be done, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.channels.desk.views import words
from tongban.channels.desk.views.tables import sheet
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.services.offers import api as offers
from tongban.trust.authority.api import OFFICIAL, access, acting

LONGEST, EXPORTED = 80, 10_000
HEAD = ("number", "service", "applicant", "state", "light", "due", "opened")


def asked(request: HttpRequest) -> cases.Filters:
    """The filters of the query; the list of one's own units unless another is asked for."""
    values = {field.name: request.GET.get(field.name, "")[:LONGEST] for field in fields(cases.Filters)}
    return cases.Filters(**{"who": "team"} | values if "who" not in request.GET else values)


@access(OFFICIAL, methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """Cases by due day, with counts, lights and filters."""
    by = acting(request)
    filters = asked(request)
    page = cases.inbox(by=by, at=timezone.now(), filters=filters, after=request.GET.get("after", ""))
    onward = request.GET.copy()
    onward["after"] = page.after
    facts = {
        "copies": cases.my_copies(by=by, at=timezone.now()) if not request.GET.get("after") else (),
        "filters": filters,
        "page": page,
        "onward": onward.urlencode(),
        "news": conversations.unread(numbers=[row.number for row in page.rows], by=by),
        "batch_acts": cases.batches.ACTS.values(),
        "most": cases.batches.MOST,
        "states": words.STATES.items(),
        "offers": offers.offers(),
        "filtered": any(
            getattr(filters, name)
            for name in ("state", "light", "offer", "unit", "text", "supervised", "unread", "owed")
        ),
    }
    return render(request, "desk/inbox.html", facts)


@access(OFFICIAL, methods=("POST",))
def read(request: HttpRequest, copy: int) -> HttpResponse:
    """Marks a copy as read: it leaves the inbox."""
    try:
        cases.read_copy(copy=copy, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(copy) from None
    return redirect("desk:inbox")


@access(OFFICIAL, methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, at most ten thousand rows; no cell can be taken for a formula."""
    return sheet("cases.csv", HEAD, _rows(request))


def _rows(request: HttpRequest) -> Iterator[tuple[object, ...]]:
    by, at, filters = acting(request), timezone.now(), asked(request)
    after, count = "", 0
    while count < EXPORTED:
        page = cases.inbox(by=by, at=at, filters=filters, after=after, limit=200)
        for row in page.rows:
            opened = timezone.localtime(row.opened_at).date()
            yield row.number, row.title, row.applicant, row.state, row.light, row.due, opened
        count, after = count + len(page.rows), page.after
        if not after:
            return
