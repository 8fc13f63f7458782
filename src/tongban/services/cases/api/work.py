"""Work at the desk: taking a task, giving it back, giving it to a colleague."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.services.cases import access, colleagues, history
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.errors import Incomplete
from tongban.services.cases.impartiality import partial
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


def claim(*, task: int, by: Subject, at: dt.datetime) -> None:
    """Takes a task for oneself; again changes nothing. Raises Conflict when a colleague has it, NotFound, Denied."""
    with access.working(task, (), by=by, at=at) as (case, work):
        if work.assignee == by.person:
            return
        processes.claim(task=task, by=by.person, at=at)
        work.assignee = by.person
        work.save(update_fields=["assignee"])
        history.write(case, "claimed", by=by, at=at, unit=work.unit, public=False, task=work.name)
        access.note(case, "claim", by=by, at=at, element=work.element)


def release(*, task: int, by: Subject, at: dt.datetime) -> None:
    """Gives a task back to everybody it is for; one that nobody holds stays so. Raises Conflict, NotFound, Denied."""
    with access.working(task, (), by=by, at=at) as (case, work):
        if not work.assignee:
            return
        with refusing():
            processes.release(task=task, by=by.person, at=at)
        work.assignee = ""
        work.save(update_fields=["assignee"])
        history.write(case, "released", by=by, at=at, unit=work.unit, public=False, task=work.name)
        access.note(case, "release", by=by, at=at, element=work.element)


def assign(*, task: int, person: str, by: Subject, at: dt.datetime) -> None:
    """Gives a task to a colleague who may do it, whoever holds it now; needs `cases.assign` in the task's unit.

    Raises Incomplete when the task is not for that person, Conflict, NotFound, Denied.
    """
    with access.supervising(task, "cases.assign", by=by, at=at) as (case, work):
        refs = {f"person:{person}"}
        for post in authority.posts_of(person=person, at=at):
            refs |= {authority.post_ref(post.code), authority.unit_ref(post.unit)}
        if not refs & set(work.candidates):
            raise Incomplete("person", _("The task is not for a post of this person."))
        if reason := partial(case, colleagues.as_subject(person, at)):
            raise Incomplete("person", str(reason))
        processes.assign(task=task, assignee=person, by=by.person, at=at)
        work.assignee, work.owner = person, ""
        work.save(update_fields=["assignee", "owner"])
        history.write(case, "assigned", by=by, at=at, unit=work.unit, public=False, task=work.name)
        access.note(case, "assign", by=by, at=at, element=work.element, person=person)
