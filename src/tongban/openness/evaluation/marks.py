"""The marks that officials got, for supervision: stars and moments, no words and no applicant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from tongban.openness.evaluation.models import RatedClerk


@dataclass(frozen=True)
class Mark:
    """One rating of one official's work in a unit. `worded`: the applicant wrote something to it or chose words."""

    person: str
    unit: str
    stars: int
    worded: bool
    at: dt.datetime


def marks(*, since: dt.datetime, until: dt.datetime) -> Iterator[Mark]:
    """Every mark given from `since` and before `until` that no appeal struck out, official by official in the order of
    time. One query, streamed.

    Who may see them is the caller's to check.
    """
    rows = (
        RatedClerk.objects.filter(rating__at__gte=since, rating__at__lt=until)
        .exclude(rating__appeal__outcome="upheld")
        .order_by("person", "rating__at", "id")
    )
    worded = ~Q(rating__comment="") | ~Q(rating__tags=[])
    for person, unit, stars, moment, said in (
        rows.annotate(said=worded)
        .values_list("person", "rating__occasion__unit", "rating__stars", "rating__at", "said")
        .iterator(chunk_size=2000)
    ):
        yield Mark(person, unit, stars, bool(said), moment)
