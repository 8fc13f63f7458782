"""How often units appeal against ratings, and with what success: said beside the figures that appeals change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from tongban.openness.evaluation.models import Appeal, Rating
from tongban.openness.evaluation.ratings import READ
from tongban.openness.evaluation.summaries import SMALL
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

COUNTED = {
    "bad": Count("id", filter=Q(follow_up__isnull=False)),
    "made": Count("id", filter=Q(appeal__isnull=False)),
    "upheld": Count("id", filter=Q(appeal__outcome="upheld")),
    "dismissed": Count("id", filter=Q(appeal__outcome="dismissed")),
}


@dataclass(frozen=True)
class AppealCount:
    """Of `bad` ratings of a unit `made` were appealed against; the rest of `made` is pending."""

    unit: str
    bad: int
    made: int
    upheld: int
    dismissed: int

    @property
    def pending(self) -> int:
        return self.made - self.upheld - self.dismissed


def appeal_counts(*, by: Subject, at: dt.datetime) -> tuple[AppealCount, ...]:
    """Unit by unit, of those that the official may look into and in which enough people rated badly that no count
    tells a rated clerk of one. One query beside the grants.
    """
    rows = authority.visible_to(
        Rating.objects.all(), subject=by, permission=READ, at=at, unit_field="occasion__unit_path"
    )
    counted: Any = rows.order_by().values("occasion__unit").annotate(**COUNTED)
    found = [
        AppealCount(row["occasion__unit"], row["bad"], row["made"], row["upheld"], row["dismissed"])
        for row in counted
        if row["bad"] >= SMALL and row["made"]
    ]
    return tuple(sorted(found, key=lambda one: (-one.made, one.unit)))


def appeals_of_all() -> AppealCount | None:
    """The whole node's, for everybody; None while there are too few. One query."""
    if Appeal.objects.count() < SMALL:
        return None
    row = Rating.objects.aggregate(**COUNTED)
    return AppealCount("", row["bad"], row["made"], row["upheld"], row["dismissed"])
