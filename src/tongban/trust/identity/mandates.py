"""Acting for a company: who may, for what and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject
from tongban.trust.identity import models

Basis = Literal["legal_representative", "agent"]


@dataclass(frozen=True)
class Mandate:
    """A mandate in force. `scope` lists offer keys; empty means everything. `company` is the name when given."""

    id: int
    person: str
    credit_code: str
    company: str
    basis: str
    scope: tuple[str, ...]
    since: dt.datetime
    until: dt.datetime | None

    def covers(self, offer: str) -> bool:
        """Does the mandate reach an offer (key)?"""
        return not self.scope or offer in self.scope


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


def give_mandate(
    *,
    person: str,
    credit_code: str,
    company: str,
    basis: Basis,
    scope: Sequence[str] = (),
    since: dt.datetime,
    until: dt.datetime | None = None,
    by: Subject,
    at: dt.datetime,
) -> Mandate:
    """Lets a person act for a company; the same mandate again changes nothing.

    Raises LookupError for an unknown person, ValueError when the term is empty.
    """
    if until is not None and until <= since:
        raise ValueError("a mandate must end after it begins")
    with transaction.atomic():
        if not models.Person.objects.filter(pk=person).exists():
            raise LookupError(f"no person {person}")
        row, new = models.Mandate.objects.get_or_create(
            person_id=person, credit_code=credit_code, since=since,
            defaults={
                "company": company, "basis": basis, "scope": sorted(scope), "until": until, "granted_by": by.person,
            },
        )  # fmt: skip
        if new:
            _note("give_mandate", row, by, at)
    return _value(row)


def revoke_mandate(*, mandate: int, by: Subject, at: dt.datetime) -> None:
    """Ends a mandate now; ending it twice changes nothing. Raises LookupError."""
    with transaction.atomic():
        row = models.Mandate.objects.select_for_update().filter(pk=mandate).first()
        if row is None:
            raise LookupError(f"no mandate {mandate}")
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = at, by.person
            row.save(update_fields=["revoked_at", "revoked_by"])
            _note("revoke_mandate", row, by, at)


def _note(action: str, row: models.Mandate, by: Subject, at: dt.datetime) -> None:
    detail = {"credit_code": row.credit_code, "basis": row.basis}
    audit.record(at=at, by=by, action=f"identity.{action}", object=f"person:{row.person_id}", detail=detail)
