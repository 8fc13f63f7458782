"""Which closed cases have been kept long enough, and what keeps others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from tongban.kernel.codes import api as codes
from tongban.services.archives import registry
from tongban.services.archives.models import Hold, Item
from tongban.services.cases import api as cases
from tongban.services.offers import api as offers
from tongban.services.payments import api as payments

AT_ONCE, MOST = 500, 2_000


@dataclass(frozen=True)
class Term:
    """How long a case is kept: full years, none for ever or where nothing says so; and by what rule."""

    years: int | None
    basis: str
    why: Literal["", "permanent", "no-rule"] = ""


@dataclass(frozen=True)
class Due:
    """A closed case on whose time an answer is due: `why` is empty where it may be destroyed."""

    case: cases.Closed
    closed_on: dt.date
    over_on: dt.date
    basis: str
    why: str


def term_of(offer: str, version: str, *, on: dt.date) -> Term:
    """What the offer says with which the case began, else the node's dated parameter `archives.retention`."""
    said = _declared(offer, version)
    if said is not None:
        basis = str(said.legal_basis) if said.legal_basis else ""
        return Term(None, basis, "permanent") if said.permanent else Term(said.years, basis)
    return _of_node(on)


def _of_node(on: dt.date) -> Term:
    try:
        value = codes.parameter("archives.retention", on=on)
    except codes.UnknownKey:
        return Term(None, "", "no-rule")
    if not isinstance(value.value, Decimal) or value.unit != "years":
        return Term(None, "", "no-rule")
    note = "" if value.verified else "（未核对原文 / not verified at the source）"
    return Term(int(value.value), f"{value.article}{note}")


def _horizon(today: dt.date) -> dt.date | None:
    """Closed before this day, a case may have been kept long enough by the shortest term in force; None without one."""
    terms = [one.retention.years for one in offers.offers() if one.retention and not one.retention.permanent]
    shortest = min([*terms, *(years for years in (_of_node(today).years,) if years is not None)], default=None)
    return None if shortest is None else dt.date(today.year - shortest, 1, 1)


@lru_cache(maxsize=500)
def _declared(offer: str, version: str) -> offers.Retention | None:
    """A published version never changes."""
    return offers.offer(offer, version).retention


def over(closed: dt.date, years: int) -> dt.date:
    """The first day on which a case closed on this day is no longer kept: so many full calendar years later."""
    return dt.date(closed.year + years + 1, 1, 1)


def due(*, at: dt.datetime) -> Iterator[Due]:
    """Cases whose time is over and which are on no list, the oldest first, with what keeps them."""
    zone, after = ZoneInfo(settings.CONFIG.time_zone), None
    horizon = _horizon(timezone.localdate(at, zone))
    if horizon is None:
        return
    before = dt.datetime.combine(horizon, dt.time(), zone)
    while rows := cases.closed_before(before=before, after=after, limit=AT_ONCE):
        after = rows[-1].closed_at, rows[-1].id
        yield from _judged(rows, at, zone)


def _judged(rows: Sequence[cases.Closed], at: dt.datetime, zone: ZoneInfo) -> Iterator[Due]:
    today = timezone.localdate(at, zone)
    terms, listed = {}, _listed([row.number for row in rows])
    for row in rows:
        day = timezone.localdate(row.closed_at, zone)
        term = term_of(row.offer, row.offer_version, on=day)
        if term.years is not None and over(day, term.years) <= today and row.number not in listed:
            terms[row.number] = (day, over(day, term.years), term.basis)
    why = keeping(list(terms), at=at)
    for row in rows:
        if row.number in terms:
            yield Due(row, *terms[row.number], why.get(row.number, ""))


def _listed(numbers: Sequence[str]) -> set[str]:
    """Those on a list that is not settled."""
    rows = Item.objects.filter(case__in=numbers, verdict__in=("", "destroy"))
    return set(rows.values_list("case", flat=True))


def keeping(numbers: Sequence[str], *, at: dt.datetime) -> dict[str, str]:
    """By case, the code of what keeps it from being destroyed now; a hold before everything else."""
    found = registry.kept(numbers) | dict.fromkeys(payments.unsettled(cases=numbers), "payment")
    found |= cases.why_kept(numbers=numbers, at=at)
    held = Hold.objects.filter(case__in=numbers, lifted_at=None).values_list("case", flat=True)
    return found | dict.fromkeys(held, "hold")
