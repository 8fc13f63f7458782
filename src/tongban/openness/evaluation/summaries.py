"""What the public may know of ratings: with denominators, without small cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from tongban.openness.evaluation.models import Occasion, Rating
from tongban.openness.evaluation.ratings import settled

SMALL = 5  # a cell of fewer could point at a person


@dataclass(frozen=True)
class Summary:
    """Ratings of one service. `decided`: cases that could be rated; `count`: those that were, and are settled;
    `average`: of five, to one place; `satisfied`: percent with three stars or more; `cells`: how many gave 1, 2, 3, 4,
    5 stars.

    Numbers below 5 and what would betray them are None; `hidden` says so.
    """

    decided: int | None
    count: int | None
    average: Decimal | None
    satisfied: int | None
    cells: tuple[int, ...] | None
    hidden: bool


def summary(*, offer: str) -> Summary:
    """The ratings of a service by all its applicants, once case and follow-up are closed; visits to a hall are another
    matter. Two queries.
    """
    decided = Occasion.objects.filter(offer=offer, visit=None).count()
    rated = Rating.objects.filter(settled(), occasion__offer=offer, occasion__visit=None)
    rows = dict(rated.values_list("stars").annotate(count=Count("id")).order_by())
    return conceal(decided, tuple(rows.get(stars, 0) for stars in range(1, 6)))


def conceal(decided: int, cells: tuple[int, ...]) -> Summary:
    """What of the counts of 1, 2, 3, 4 and 5 stars may be told."""
    count = sum(cells)
    if count < SMALL:
        return Summary(decided if decided >= SMALL else None, None, None, None, None, hidden=decided > 0)
    average = Decimal(sum(stars * many for stars, many in enumerate(cells, 1))) / count
    whole = all(many == 0 or many >= SMALL for many in cells)
    return Summary(
        decided,
        count,
        average.quantize(Decimal("0.1")),
        round(100 * sum(cells[2:]) / count),
        cells if whole else None,
        hidden=not whole,
    )
