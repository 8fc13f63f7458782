"""Work handed over at the desk: for good (转办), or delegated (委派) and given back with the result."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.services.cases import access, colleagues, history, remarks
from tongban.services.cases.colleagues import PERSON, Recipient
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.models import Work
from tongban.trust.authority.api import Subject


def recipients(*, task: int, by: Subject, at: dt.datetime) -> tuple[Recipient, ...]:
    """To whom an open task can be handed over or delegated: the others of its unit and their posts."""
    unit = Work.objects.filter(task=task).values_list("unit", flat=True).first()
    return tuple(one for one in colleagues.of_unit(unit, at) if one.reference != PERSON + by.person) if unit else ()


def transfer(*, task: int, to: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Hands a task over to a colleague, who has it at once, or to a post of the unit; by who holds it or may take it,
    or with `cases.assign` by a supervisor, whoever holds it. No clock changes.

    Raises Incomplete (to, reason), Conflict, NotFound, Denied.
    """
    with access.handing(task, by=by, at=at) as (case, work):
        why = remarks.given(reason)
        colleagues.checked(case, work, to, at)
        person = to.removeprefix(PERSON) if to.startswith(PERSON) else ""
        with refusing():
            processes.transfer(task=task, to=[to], assignee=person, by=by.person, at=at)
        history.write(case, "transferred", by=by, at=at, unit=work.unit, public=False, task=work.name)
        remarks.write(case, "transferred", why, by=by, at=at, name=work.name)
        access.note(case, "transfer", by=by, at=at, element=work.element, to=to)


def delegate(*, task: int, person: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Has a colleague of the unit prepare one's task; it comes back and stays one's own. No clock changes.

    Raises Incomplete (to), Conflict, NotFound, Denied.
    """
    with access.working(task, (), by=by, at=at) as (case, work):
        known = {one.reference for one in colleagues.of_unit(work.unit, at)} - {PERSON + by.person}
        if PERSON + person not in known:
            raise Incomplete("to", _("Pick a colleague of your department."))
        with refusing():
            processes.delegate(task=task, assignee=person, by=by.person, at=at)
        history.write(case, "delegated", by=by, at=at, unit=work.unit, public=False, task=work.name)
        remarks.write(case, "delegated", reason, by=by, at=at, name=work.name)
        access.note(case, "delegate", by=by, at=at, element=work.element, person=person)


def resolve(*, task: int, result: str, by: Subject, at: dt.datetime) -> None:
    """Gives a delegated task back with what was found. Raises Incomplete (reason), Conflict, NotFound, Denied."""
    with access.delegated(task, by=by, at=at) as (case, work):
        why = remarks.given(result)
        with refusing():
            processes.resolve(task=task, by=by.person, at=at)
        history.write(case, "resolved", by=by, at=at, unit=work.unit, public=False, task=work.name)
        remarks.write(case, "resolved", why, by=by, at=at, name=work.name)
        access.note(case, "resolve", by=by, at=at, element=work.element)


class refusing:  # noqa: N801 (a context manager is named as a verb)
    """What the engine refuses, as the desk says it."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, processes.AlreadyDone):
            raise Conflict(_("This task is already settled. Load the case again.")) from error
        if isinstance(error, processes.ProcessError):
            raise Conflict(error.message) from error
