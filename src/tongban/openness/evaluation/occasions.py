"""What can be rated, as the events of cases and appointments tell it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from tongban.engines.processes import api as processes
from tongban.openness.evaluation import tokens
from tongban.openness.evaluation.models import Occasion, RatedClerk
from tongban.services.appointments import events as appointments
from tongban.services.cases import events as cases
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MOST_ACTS = 1000
NOBODY = {"", "system"}


def decided(event: cases.CaseDecided, at: dt.datetime) -> None:
    """A decided case can be rated."""
    Occasion.objects.get_or_create(
        case=event.number,
        defaults={
            "offer": event.offer, "unit": event.unit, "unit_path": authority.unit(event.unit).path,
            "person": event.person, "credit_code": event.credit_code, "decided_at": at,
            "title_zh": event.title["zh"], "title_en": event.title.get("en", ""), **_code(f"case:{event.number}", at),
        },
    )  # fmt: skip


def _code(about: str, at: dt.datetime) -> dict[str, object]:
    last = timezone.localtime(at).date() + dt.timedelta(days=tokens.DAYS)
    return {"token": tokens.hashed(tokens.code(about)), "rate_until": last}


def visited(event: appointments.VisitBegan, at: dt.datetime) -> None:
    """A visit can be rated from the moment when somebody serves the visitor; whoever else serves is noted as well."""
    Occasion.objects.get_or_create(
        visit=event.number,
        defaults={
            "offer": event.offer, "unit": event.unit, "unit_path": authority.unit(event.unit).path,
            "person": event.person, "credit_code": event.credit_code, "decided_at": at,
            "title_zh": event.title["zh"], "title_en": event.title.get("en", ""), **_code(f"visit:{event.number}", at),
        },
    )  # fmt: skip
    row = Occasion.objects.select_for_update().get(visit=event.number)
    if event.clerk and event.clerk not in row.clerks:
        row.clerks = [*row.clerks, event.clerk]
        row.save(update_fields=["clerks"])
        rated = getattr(row, "rating", None)
        if rated is not None:
            RatedClerk.objects.create(rating=rated, person=event.clerk)


def closed(event: cases.CaseClosed, at: dt.datetime) -> None:
    """A closed case: its rating may now be seen by whoever worked on it. Tried again if the decision comes later."""
    changed = Occasion.objects.filter(case=event.number, closed_at=None).update(closed_at=at)
    if event.outcome and not changed and not Occasion.objects.filter(case=event.number).exists():
        raise LookupError(f"case {event.number} is closed, but its decision was not told yet")


def own(by: Subject) -> Q:
    """The occasions of a person, or of the company acted for."""
    if not by.person:
        return Q(pk__in=[])
    return Q(credit_code=by.acting_for) if by.acting_for else Q(person=by.person)


def clerks_of(row: Occasion, *, by: Subject) -> set[str]:
    """Who worked on it: on a case by the history of its processes and by the ledger; on a visit who served."""
    case = row.case
    if not case:
        return set(row.clerks) - {by.person, row.person}
    acted = {event.by for event in processes.history(case, limit=MOST_ACTS)}
    acted |= {entry.actor for entry in audit.entries(case=case, limit=MOST_ACTS) if entry.kind == "official"}
    return acted - NOBODY - {by.person, row.person}
