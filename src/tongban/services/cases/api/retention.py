"""Closed cases as the archive asks for them, and what in a case keeps it from being destroyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.services.cases.clocks import day_of
from tongban.services.cases.errors import NotFound
from tongban.services.cases.models import Case, Hearing, Obligation, Reconsideration, Reopening, Supervision
from tongban.services.cases.models.hearing import LIVE
from tongban.services.cases.models.obligations import LIVE as OWED


@dataclass(frozen=True)
class Closed:
    """A closed case: its service in the version that it began with, and when it was closed. `id` orders."""

    id: int
    number: str
    offer: str
    offer_version: str
    title: Text
    unit: str
    unit_path: str
    closed_at: dt.datetime


def closed_before(*, before: dt.datetime, after: tuple[dt.datetime, int] | None = None, limit: int) -> list[Closed]:
    """Closed cases that are not destroyed, the oldest first; `after` is closing and id of the last one seen. For the
    archive, which has asked for the right. One query by index.
    """
    rows = Case.objects.filter(destroyed_at=None, closed_at__isnull=False, closed_at__lt=before)
    if after is not None:
        rows = rows.filter(Q(closed_at__gt=after[0]) | Q(closed_at=after[0], pk__gt=after[1]))
    return [
        Closed(row.pk, row.number, row.offer, row.offer_version, row.title, row.unit, row.unit_path, row.closed_at)
        for row in rows.order_by("closed_at", "pk")[:limit]
        if row.closed_at is not None
    ]


def keep_still(*, number: str) -> None:
    """Nobody else changes or destroys the case before the caller's transaction ends. Raises NotFound."""
    if not Case.objects.select_for_update(no_key=True).filter(number=number).values_list("pk").first():
        raise NotFound


def why_kept(*, numbers: Collection[str], at: dt.datetime) -> dict[str, str]:
    """By case, what still hangs on it: open, reopening, obligation, supervision, hearing, or a reconsideration
    of its decision. Six queries.
    """
    wanted, found = {"case__number__in": list(numbers)}, dict[str, str]()
    owed = Q(state__in=OWED) | Q(state="breached", settled="") | Q(barred_until__gte=day_of(at))
    for why, rows in (
        ("hearing", Hearing.objects.filter(**wanted, state__in=LIVE)),
        ("supervision", Supervision.objects.filter(**wanted, state__in=("open", "answered"))),
        ("obligation", Obligation.objects.filter(owed, **wanted)),
        ("reopening", Reopening.objects.filter(**wanted, state="proposed")),
    ):
        found |= dict.fromkeys(rows.values_list("case__number", flat=True), why)
    contested = Reconsideration.objects.filter(contested__number__in=list(numbers), outcome="")
    found |= dict.fromkeys(contested.values_list("contested__number", flat=True), "contested")
    alive = Case.objects.filter(number__in=list(numbers), closed_at=None)
    return found | dict.fromkeys(alive.values_list("number", flat=True), "open")
