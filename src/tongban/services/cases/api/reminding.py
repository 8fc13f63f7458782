"""Urging (催办) and copies (抄送): told in the transaction of the act, and nothing of the process changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, colleagues, history, remarks, telling
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.colleagues import Recipient
from tongban.services.cases.errors import Incomplete, NotFound
from tongban.services.cases.events import CopySent, TaskUrged
from tongban.services.cases.models import Case
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

URGE = "cases.urge"
MOST_COPIES, LISTED = 20, 50


@dataclass(frozen=True)
class CopyRow:
    """A case that somebody was sent to look at, as their inbox lists it."""

    id: int
    number: str
    title: Text
    sender: str
    sent: dt.datetime


@dataclass(frozen=True)
class Sent:
    """A copy as its case shows it: to whom, when, and since when it is read."""

    who: str
    sent: dt.datetime
    seen: dt.datetime | None


def urge(*, task: int, text: str, by: Subject, at: dt.datetime) -> None:
    """Reminds those who could do a task; with `cases.urge` in the unit that leads the case or in the task's own.

    At most every four hours. Raises Conflict, Incomplete, NotFound, Denied.
    """
    with access.urging(task, URGE, by=by, at=at) as (case, work):
        with refusing():
            processes.urge(task=task, by=by.person, at=at)
        work.urged = at
        work.save(update_fields=["urged"])
        references = (f"person:{work.assignee}",) if work.assignee else tuple(work.candidates)
        persons = colleagues.persons_of(references, at)
        task_name = {"zh": work.name_zh, "en": work.name_en}
        outbox.publish(TaskUrged(**telling.about(case), task=task_name, persons=persons), at=at)
        history.write(case, "urged", by=by, at=at, unit=work.unit, public=False, task=work.name)
        remarks.write(case, "urged", text, by=by, at=at, name=work.name)
        access.note(case, "urge", by=by, at=at, element=work.element)


def readers(*, number: str, by: Subject, at: dt.datetime) -> tuple[Recipient, ...]:
    """To whom a copy of a case can go. Raises NotFound."""
    return colleagues.readers(access.at_desk(number, by=by, at=at), at)


def send_copy(*, number: str, to: Sequence[str], text: str, by: Subject, at: dt.datetime) -> int:
    """Shows a case to officials of the units that take part in it; another department is asked for its opinion instead,
    which shows it only what it needs. Returns to how many it went.

    Raises Incomplete (to), Conflict, NotFound, Denied.
    """
    with access.desk(number, URGE, by=by, at=at) as case:
        known = {one.reference for one in colleagues.readers(case, at)}
        if not to or not set(to) <= known or len(to) > MOST_COPIES:
            raise Incomplete(
                "to", _("Pick from 1 to {most} recipients of the departments in the case."), most=MOST_COPIES
            )
        with refusing():
            processes.copy(business_key=number, to=to, by=by.person, at=at)
        persons = colleagues.persons_of(tuple(to), at)
        outbox.publish(CopySent(**telling.about(case), persons=persons, sender=by.name), at=at)
        history.write(case, "copied", by=by, at=at, unit=case.unit, public=False, count=len(set(to)))
        remarks.write(case, "copied", text, by=by, at=at)
        access.note(case, "copy", by=by, at=at, to=len(set(to)))
        return len(set(to))


def my_copies(*, by: Subject, at: dt.datetime) -> tuple[CopyRow, ...]:
    """The copies that the subject has not read, oldest first, of cases that the subject may see. Three queries."""
    found = processes.copies(references=authority.refs_of(by), limit=LISTED)
    if not found:
        return ()
    numbers = access.readable([one.business_key for one in found], by=by, at=at)
    cases = {case.number: case for case in Case.objects.filter(number__in=numbers)}
    names = {one: colleagues.name_of(one) for one in {copy.by for copy in found}}
    return tuple(
        CopyRow(one.id, one.business_key, cases[one.business_key].title, names[one.by], one.sent)
        for one in found
        if one.business_key in cases
    )


def read_copy(*, copy: int, by: Subject, at: dt.datetime) -> None:
    """Marks a copy as read; again changes nothing. Raises NotFound."""
    try:
        processes.seen(copy=copy, references=authority.refs_of(by), at=at)
    except processes.NotFound as error:
        raise NotFound from error


def copies_of(case: Case) -> tuple[Sent, ...]:
    """The copies of a case, in the order of sending."""
    found = processes.copies_of(case.number)
    labels = {one: colleagues.label_of(one) for one in dict.fromkeys(copy.reference for copy in found)}
    return tuple(Sent(labels[one.reference], one.sent, one.seen) for one in found)


__all__ = ["CopyRow", "Sent", "copies_of", "my_copies", "read_copy", "readers", "send_copy", "urge"]
