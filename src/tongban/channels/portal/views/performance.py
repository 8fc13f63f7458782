"""How the departments perform, for everybody."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.governance.supervision import api as supervision
from tongban.openness.evaluation import api as evaluation
from tongban.services.offers import api as offers
from tongban.trust.authority.api import PUBLIC, access

DAY = dt.timedelta(days=1)


@access(PUBLIC, methods=("GET",))
def performance(request: HttpRequest) -> HttpResponse:
    """The cases of twelve months by department, in time and late, and how satisfied people are; no small numbers."""
    titles = {one.key: one.title for one in offers.offers()}
    ranks = [(titles[one.key], one) for one in evaluation.offer_ranks() if one.key in titles]
    found = supervision.public_board(today=timezone.localdate())
    return render(
        request,
        "portal/performance.html",
        {"found": found, "last": found.until - DAY, "ranks": ranks, "appeals": evaluation.appeals_of_all()},
    )
