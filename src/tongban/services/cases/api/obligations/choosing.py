"""What may follow by a pledge or a tolerated gap, and the applicant's choice of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tongban.services.cases import access, clocks, history
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.models import Case, Obligation
from tongban.services.offers.api import Evidence, Later, Offer
from tongban.trust.authority.api import Subject

MOST = 10_000


@dataclass(frozen=True)
class Choice:
    """A piece of evidence that may follow. `must`: without it nothing is sent; `barred`: until when this applicant is
    not trusted with it, after a breach.
    """

    evidence: Evidence
    later: Later
    must: bool
    barred: dt.date | None


def choices(*, offer: Offer, values: Mapping[str, Any], by: Subject, at: dt.datetime) -> tuple[Choice, ...]:
    """What of the offer's evidence may follow an application with these answers. One query, if anything may."""
    open_ones = list(_open(offer, values))
    until = barred(by, at=at) if open_ones else None
    return tuple(Choice(one, later, one.required, until) for one, later in open_ones)


def _open(offer: Offer, values: Mapping[str, Any]) -> Iterator[tuple[Evidence, Later]]:
    for one in offer.evidence:
        if one.later is not None and not (one.field and values.get(one.field)):
            yield one, one.later


def barred(by: Subject, *, at: dt.datetime) -> dt.date | None:
    """Until when the applicant, or the company acted for, is not trusted any more; None when trusted."""
    mine = {"case__credit_code": by.acting_for}
    if not by.acting_for:
        mine["case__person"] = by.person
    today = clocks.day_of(at)
    found: dt.date | None = Obligation.objects.filter(**mine, barred_until__gte=today).aggregate(m=Max("barred_until"))[
        "m"
    ]
    return found


def choose(
    case: Case, offer: Offer, values: Mapping[str, Any], accepted: Mapping[str, str], *, by: Subject, at: dt.datetime
) -> None:
    """Writes what the applicant chose: `accepted` holds the statement by the evidence's id.

    Raises Incomplete (evidence id) for what lacks without a choice and for a barred applicant, Conflict for a statement
    that is not the offer's.
    """
    found = choices(offer=offer, values=values, by=by, at=at)
    if set(accepted) - {one.evidence.id for one in found}:
        raise Conflict(_("What may follow has changed or is here already. Check your answers and send again."))
    for place, one in enumerate(found):
        if one.evidence.id not in accepted:
            if one.must:
                raise Incomplete(
                    one.evidence.id, _("Add this, or accept the statement: {what}"), what=one.evidence.title
                )
            continue
        if one.barred is not None:
            raise Incomplete(
                one.evidence.id, _("After a breach nothing may follow until {day}. Add it now."), day=one.barred
            )
        _choose(case, place + 1, one, accepted[one.evidence.id], by=by, at=at)


def _choose(case: Case, sequence: int, one: Choice, statement: str, *, by: Subject, at: dt.datetime) -> None:
    said = " ".join(statement[:MOST].split())
    if said not in {" ".join(text.split()) for text in (one.later.statement.zh, one.later.statement.en) if text}:
        raise Conflict(_("The statement was changed in the meantime. Read it again before you accept it."))
    title, limit = one.evidence.title, one.later.limit
    Obligation.objects.create(
        case=case, sequence=sequence, kind=one.later.kind, evidence=one.evidence.id, title_zh=title.zh,
        title_en=title.en, statement=said, limit={"amount": limit.amount, "unit": limit.unit},
        remind=one.later.remind, bar_months=one.later.bar_months, basis=clocks.basis_of(one.later.legal_basis),
    )  # fmt: skip
    history.write(case, f"obligation-{one.later.kind}", by=by, at=at, what=title)
    access.note(case, "obligation-choose", by=by, at=at, purpose=access.OWN, evidence=one.evidence.id)
