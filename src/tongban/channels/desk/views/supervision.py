"""Electronic supervision for leaders: what was decided in time, what was found, and the cases behind each number."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk import charts
from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.tables import sheet
from tongban.governance.supervision import api as supervision
from tongban.services.cases.api import readable
from tongban.trust.authority.api import access, acting

DAY = dt.timedelta(days=1)
GROUPS = ("unit", "offer")
MOST = 200
HEAD = ("case", "service", "department", "state", "outcome", "opened", "decided", "days", "in time")


D = TypeVar("D", dt.date, None)


def day_or(text: str, default: D) -> dt.date | D:
    """A day written as in the address; what is none is the default."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return default


def period(request: HttpRequest) -> dict[str, dt.date]:
    """From the first to the last day asked for, both counted; this year until today unless told."""
    today = timezone.localdate()
    since = day_or(request.GET.get("since", ""), today.replace(month=1, day=1))
    last = day_or(request.GET.get("last", ""), today)
    last = min(max(since, last), dt.date.max - DAY)
    return {"since": since, "until": last + DAY}


@access("supervision.read", methods=("GET",))
def board(request: HttpRequest) -> HttpResponse:
    """Department by department or service by service; every number opens what it counts."""
    by, at, span = acting(request), timezone.now(), period(request)
    group = request.GET.get("by", "unit")
    group = cast("supervision.Group", group if group in GROUPS else "unit")
    unit = plain(request.GET.get("unit", ""))
    lines = supervision.board(by=by, at=at, since=span["since"], until=span["until"], group=group, unit=unit)
    rows = [
        charts.Bar(str(line.name), (("late", line.late), ("good", line.in_time), ("", line.decided - line.timed)))
        for line in lines
        if line.decided
    ]
    facts = asked(span) | {
        "lines": lines,
        "total": supervision.total(lines) if lines else None,
        "group": group,
        "unit": unit,
        "picture": charts.bars(rows, title=_("Decided cases: late, in time, without a clock")) if rows else "",
    }
    return render(request, "desk/supervision/board.html", facts)


def asked(span: dict[str, dt.date]) -> dict[str, Any]:
    """The period as a page shows it: its first and last day."""
    return {"since": span["since"], "last": span["until"] - DAY}


def counted(request: HttpRequest, limit: int) -> tuple[supervision.CaseRows, dict[str, Any]]:
    """The cases behind a number, and what was asked."""
    span = period(request)
    what, unit, offer = (plain(request.GET.get(name, "")) for name in ("what", "unit", "offer"))
    page = supervision.cases(
        by=acting(request),
        at=timezone.now(), since=span["since"], until=span["until"], what=what, unit=unit, offer=offer,
        after=request.GET.get("after", ""), limit=limit,
    )  # fmt: skip
    return page, asked(span) | {"what": what, "unit": unit, "offer": offer}


@access("supervision.read", methods=("GET",))
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that a number of the board counts."""
    page, facts = counted(request, 50)
    facts["readable"] = readable([row.number for row in page.rows], by=acting(request), at=timezone.now())
    return render(request, "desk/supervision/cases.html", {"page": page, **facts})


@access("supervision.read", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV: one page of at most 200, from the cursor on."""
    page, _facts = counted(request, MOST)
    rows = (
        (row.number, row.title, row.unit, row.state, row.outcome, row.opened_on, row.decided_on, row.days, row.in_time)
        for row in page.rows
    )
    return sheet("supervised-cases.csv", HEAD, rows)
