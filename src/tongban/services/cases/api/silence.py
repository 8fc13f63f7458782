"""A department that was asked does not answer: the clock does what the offer's rule makes of silence, once."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, colleagues, history, telling
from tongban.services.cases.events import OpinionDueSoon, OpinionSilent
from tongban.services.cases.models import Case, Opinion
from tongban.services.cases.models.case import OPEN_STATES
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

SILENCE = "silence"  # the verdict that nobody gave


def silent(at: dt.datetime) -> QuerySet[Opinion]:
    """Questions whose time ran out and of which nobody has been told."""
    return Opinion.objects.filter(given_at=None, silent_at=None, due_at__lte=at, case__state__in=OPEN_STATES)


def soon(at: dt.datetime) -> QuerySet[Opinion]:
    """Questions whose light is yellow and of which nobody has been told."""
    rows = Opinion.objects.filter(given_at=None, silent_at=None, yellow_told=None, yellow_at__lte=at, due_at__gt=at)
    return rows.filter(case__state__in=OPEN_STATES)


def warn(case: Case, at: dt.datetime) -> int:
    """Tells the asked department that its answer is due soon, once a question; the case is locked."""
    rows = list(soon(at).filter(case=case).order_by("yellow_at", "id"))
    for row in rows:
        row.yellow_told = at
        row.save(update_fields=["yellow_told"])
        history.write(case, "opinion-soon", by=SYSTEM, at=at, public=False, what=authority.unit(row.unit).name)
        persons = tuple(authority.staff(units=[row.unit], at=at))
        news = OpinionDueSoon(
            **telling.about(case), opinion=row.pk, asked_unit=row.unit, due=row.due_on, persons=persons
        )
        outbox.publish(news, at=at)
    return len(rows)


def run_out(case: Case, at: dt.datetime) -> int:
    """Carries the rule out for each question of the case that is over; the case is locked."""
    return sum(_carry_out(case, row, at) for row in silent(at).filter(case=case).order_by("due_at", "id"))


def _carry_out(case: Case, row: Opinion, at: dt.datetime) -> int:
    row.silent_at = at
    if row.silence == "no_objection":
        row.given_at, row.verdict = row.due_at, SILENCE  # it counts from the end of the time, whenever it is noticed
    row.save(update_fields=["silent_at", "given_at", "verdict"])
    holders = colleagues.persons_of((authority.post_ref(row.post),), at) if row.post else ()
    asked = authority.unit(row.unit).name
    post = Text(**row.post_name) if row.post else ""
    history.write(case, f"opinion-{row.silence}", by=SYSTEM, at=at, public=False, what=asked, post=post)
    access.note(case, "opinion-silent", by=SYSTEM, at=at, unit=row.unit, silence=row.silence, post=row.post)
    news = OpinionSilent(
        **telling.about(case),
        opinion=row.pk,
        asked_unit=row.unit,
        due=row.due_on,
        silence=row.silence,
        post=row.post,
        persons=tuple(dict.fromkeys((row.asked_by, *holders))),
    )
    outbox.publish(news, at=at)
    return 1
