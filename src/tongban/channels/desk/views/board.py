"""The supervision board (电子监察): open cases by offer and light, for whoever leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk import charts
from tongban.services.cases import api as cases
from tongban.trust.authority.api import OFFICIAL, access, acting


@access(OFFICIAL, methods=("GET",))
def board(request: HttpRequest) -> HttpResponse:
    """Counts by light for each offer in reach, as table and picture."""
    unit = request.GET.get("unit", "")[:64]
    found = cases.board(by=acting(request), at=timezone.now(), unit=unit)
    rows = [
        charts.Bar(str(row.title), (("late", row.red), ("wait", row.yellow), ("good", row.green), ("", row.still)))
        for row in found.rows
    ]
    sums = {
        name: sum(getattr(row, name) for row in found.rows) for name in ("total", "red", "yellow", "green", "still")
    }
    picture = charts.bars(rows, title=_("Open cases by service and light; the table has the numbers")) if rows else ""
    facts = {"board": found, "unit": unit, "picture": picture, "sums": sums}
    return render(request, "desk/board.html", facts)
