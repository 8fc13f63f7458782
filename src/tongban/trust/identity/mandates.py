"""Acting for a company: who may, for what and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tongban.trust.identity import models


@dataclass(frozen=True)
class Mandate:
    """A mandate in force. `scope` lists offer keys; empty means everything. `basis` says why:
    `legal_representative` or `agent`.
    """

    id: int
    person: str
    credit_code: str
    company: str
    basis: str
    scope: tuple[str, ...]
    since: dt.datetime
    until: dt.datetime | None


def _value(row: models.Mandate) -> Mandate:
    return Mandate(
        row.pk, row.person_id, row.credit_code, row.company, row.basis, tuple(row.scope), row.since, row.until
    )  # fmt: skip


def _in_force(person: str, at: dt.datetime) -> QuerySet[models.Mandate]:
    rows = models.Mandate.objects.filter(person=person, since__lte=at)
    rows = rows.filter(Q(until=None) | Q(until__gt=at))
    return rows.filter(Q(revoked_at=None) | Q(revoked_at__gt=at))


def mandates_of(*, person: str, at: dt.datetime) -> tuple[Mandate, ...]:
    """The mandates in force of a person, by company."""
    return tuple(_value(row) for row in _in_force(person, at).order_by("company", "id"))


def mandate_for(*, person: str, credit_code: str, at: dt.datetime) -> Mandate | None:
    """The mandate in force of a person for one company; the widest when there are several."""
    rows = [_value(row) for row in _in_force(person, at).filter(credit_code=credit_code).order_by("id")]
    return min(rows, key=lambda mandate: (bool(mandate.scope), mandate.id), default=None)
