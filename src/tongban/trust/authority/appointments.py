"""Who holds a post, and that nobody is two kinds of officer."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.trust.audit import api as audit
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.models import Appointment, Officer, Post
from tongban.trust.authority.subjects import Subject

COOLING = dt.timedelta(days=90)
"""An officer's duty excludes the two others for as long as it lasts and for this long afterwards."""


def appoint(
    *,
    person: str,
    post: str,
    since: dt.datetime,
    until: dt.datetime | None = None,
    kind: str = "regular",
    at: dt.datetime,
    by: Subject,
) -> None:
    """Appoints a person (id) to a post (code) for a term; the same appointment again changes nothing.

    Raises LookupError for an unknown post, Refused when the term is empty or the person is, or was less than 90 days
    before, another kind of officer.
    """
    if until is not None and until <= since:
        raise Refused(_("An appointment must end after it begins."))
    with transaction.atomic():
        row = Post.objects.filter(code=post).first()
        if row is None:
            raise LookupError(f"no post {post!r}")
        if row.officer:
            _only_one_duty(person, row.officer, since, until)
        new = Appointment.objects.get_or_create(
            person=person, post=row, since=since, defaults={"until": until, "kind": kind, "by": by.person}
        )[1]
        if new:
            audit.record(at=at, by=by, action="authority.appoint", object=f"person:{person}", detail={"post": post})


def _only_one_duty(person: str, officer: str, since: dt.datetime, until: dt.datetime | None) -> None:
    Officer.objects.get_or_create(person=person)
    Officer.objects.select_for_update().get(person=person)
    others = Appointment.objects.filter(person=person).exclude(post__officer__in=["", officer])
    others = others.filter(Q(until=None) | Q(until__gt=since - COOLING))
    if until is not None:
        others = others.filter(since__lt=until + COOLING)
    if others.exists():
        raise Refused(
            _("System, security and audit officers are different people: this person is or was recently another.")
        )


def end_appointment(*, person: str, post: str, at: dt.datetime, by: Subject) -> int:
    """Ends a person's appointments to a post now; returns how many ended."""
    with transaction.atomic():
        running = Appointment.objects.select_for_update().filter(person=person, post__code=post)
        running = running.filter(Q(until=None) | Q(until__gt=at))
        ended = [row.pk for row in running]
        for row in Appointment.objects.filter(pk__in=ended):
            Appointment.objects.filter(pk=row.pk).update(until=max(at, row.since))
        if ended:
            audit.record(at=at, by=by, action="authority.dismiss", object=f"person:{person}", detail={"post": post})
    return len(ended)
