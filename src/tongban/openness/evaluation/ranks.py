"""Who satisfies how many, in an order that a few good ratings cannot lead: by the lower bound of Wilson's interval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tongban.openness.evaluation.models import Rating
from tongban.openness.evaluation.ratings import settled, visible
from tongban.openness.evaluation.summaries import SMALL
from tongban.openness.evaluation.wilson import interval
from tongban.trust.authority.api import Subject

SATISFIED = 3  # stars from which a rating counts as satisfied
PERCENT = 100


@dataclass(frozen=True)
class Rank:
    """An offer or a unit: of `count` ratings `satisfied` had three stars or more; `low` is the percentage that is
    exceeded with 97.5 percent confidence, by which the ranks are ordered.
    """

    key: str
    count: int
    satisfied: int
    low: int

    @property
    def share(self) -> int:
        """The satisfied in percent."""
        return round(PERCENT * self.satisfied / self.count)


def ordered(counts: Iterable[tuple[str, int, int]]) -> tuple[Rank, ...]:
    """Ranks of (key, ratings, satisfied), the best first; equals by number of ratings, then by key."""
    found = [(interval(good, count)[0], Rank(key, count, good, 0)) for key, count, good in counts if count]
    found.sort(key=lambda pair: (-pair[0], -pair[1].count, pair[1].key))
    return tuple(Rank(one.key, one.count, one.satisfied, int(PERCENT * low)) for low, one in found)


def _counted(rows: QuerySet[Rating], field: str) -> Iterable[tuple[str, int, int]]:
    good = Count("id", filter=Q(stars__gte=SATISFIED))
    return rows.order_by().values_list(field).annotate(count=Count("id"), good=good)


def offer_ranks() -> tuple[Rank, ...]:
    """The offers that enough people rated to tell nobody's rating, for everybody. One query."""
    rows = _counted(Rating.objects.filter(settled(), occasion__visit=None), "occasion__offer")
    return ordered(row for row in rows if row[1] >= SMALL)


def desk_ranks(*, by: Subject, at: dt.datetime) -> tuple[tuple[Rank, ...], tuple[Rank, ...]]:
    """The units, and the offers, of the settled ratings that an official may look into. Two queries more."""
    rows = visible(by, at).filter(settled())
    return ordered(_counted(rows, "occasion__unit")), ordered(
        _counted(rows.filter(occasion__visit=None), "occasion__offer")
    )
