"""Work sent back (退回), taken back (取回), and one more department in a step that several do (加签).

None of these stops or moves a clock of the law: the applicant's time runs on while officials do a step again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, history, remarks
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Work
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

TARGETS = frozenset({"examine", "inspect", "do"})  # acceptance and decisions are acts of law: they stand
REPEATABLE = frozenset({"rules.decide", "mediator.fetch"})  # asked again, these do no harm
FINAL = frozenset({"accept", "decide"})


@dataclass(frozen=True)
class Back:
    """A step to which work can be sent back; `cancelled` are the steps open now that are taken away."""

    element: str
    name: Text
    cancelled: tuple[Text, ...]


def ways_back(*, task: int) -> tuple[Back, ...]:
    """Where an open task can be sent back to, nearest first: to steps that officials work on, and not across an act of
    law (acceptance, a decision) or a service that has acted (a bill, a certificate, an entry in a register).
    """
    try:
        known = processes.task(task)
        found = processes.returns(task=task)
    except processes.ProcessError:
        return ()
    nodes = graph_of(*known.definition).nodes
    settled = _settled(known)
    return tuple(
        Back(one.element, one.name, tuple(name for _element, name in one.cancelled))
        for one in found
        if nodes[one.element].kind == "userTask"
        and nodes[one.element].properties.get("act", "do") in TARGETS
        and not settled & one.again
    )


def _settled(task: processes.Task) -> frozenset[str]:
    """The elements of a task's instance that were done and must not be done again."""
    done = [one for one in processes.tasks(business_key=task.business_key) if one.state == "done"]
    calls = [one for one in processes.calls(business_key=task.business_key) if one.operation not in REPEATABLE]
    acts = {one.element for one in done if one.properties.get("act", "do") in FINAL and one.instance == task.instance}
    return frozenset(acts | {one.element for one in calls if one.state == "done" and one.instance == task.instance})


def send_back(*, task: int, to: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Sends a case back to an earlier step, by who has the task; all that is known stays, and so do the clocks.

    Raises Incomplete (to, reason), Conflict, NotFound, Denied.
    """
    with access.working(task, (), by=by, at=at) as (case, work):
        why = remarks.given(reason)
        way = next((one for one in ways_back(task=task) if one.element == to), None)
        if way is None:
            raise Incomplete("to", _("Pick the step to which it goes back."))
        with refusing():
            processes.send_back(task=task, to=to, reason=_REASON, by=by.person, at=at)
        history.write(case, "returned", by=by, at=at, unit=work.unit, public=False, what=way.name)
        remarks.write(case, "returned", why, by=by, at=at, name=way.name)
        access.note(case, "send-back", by=by, at=at, element=work.element, to=to)


_REASON = "see the case"  # the words of an official stay with the case: the engine keeps its history for good


def last_step(case: Case, *, by: Subject, at: dt.datetime) -> processes.Task | None:
    """The step that this official completed last, or the answer given in it, if it can be taken back now."""
    done = [
        one for one in processes.tasks(business_key=case.number) if one.done_by == by.person and one.state == "done"
    ]
    last = max(done, key=lambda one: (one.done_at or one.created, one.id), default=None)
    if last is None or last.properties.get("act", "do") in FINAL:
        return None
    return last if processes.recallable(task=last.id, by=by.person, at=at) else None


def recall(*, task: int, by: Subject, at: dt.datetime) -> None:
    """Takes back the step that one has completed last, while nobody has begun what followed; what was written stays. Of
    a step that several do, one's own answer is withdrawn, and those of the others stand.

    Raises Conflict, NotFound, Denied.
    """
    with refusing():
        known = processes.task(task)
    with access.desk(known.business_key, access.PERMISSION[known.properties.get("act", "do")], by=by, at=at) as case:
        mine = last_step(case, by=by, at=at)
        if mine is None or mine.id != task:
            raise Conflict(_("This step cannot be taken back any more. Ask for the work to be sent back instead."))
        with refusing():
            processes.recall(task=task, by=by.person, at=at)
        history.write(case, "recalled", by=by, at=at, unit=case.unit, public=False, task=mine.name)
        access.note(case, "recall", by=by, at=at, element=mine.element)


def addable(*, task: int) -> tuple[authority.Unit, ...]:
    """The departments that could join in a step that several departments do; empty when it is not such a step."""
    try:
        parties = processes.parties(task=task)
    except processes.ProcessError:
        return ()
    if not parties or not all(isinstance(one, str) for one in parties):
        return ()
    units = authority.units()
    known = {unit.code for unit in units}
    return tuple(one for one in units if one.code not in parties) if set(parties) <= known else ()


def add_department(*, task: int, unit: str, by: Subject, at: dt.datetime) -> None:
    """One more department takes part in a step that several do, while it is open; by who has a task of it or gives out
    tasks. Raises Incomplete (unit), Conflict, NotFound, Denied.
    """
    with access.handing(task, by=by, at=at) as (case, work):
        chosen = next((one for one in addable(task=task) if one.code == unit), None)
        if chosen is None:
            raise Incomplete("unit", _("Pick the department."))
        if not _able(work, unit):
            raise Incomplete("unit", _("This department has nobody for this step."))
        with refusing():
            processes.add_party(task=task, item=unit, by=by.person, at=at)
        history.write(case, "party-added", by=by, at=at, unit=work.unit, task=work.name, what=chosen.name)
        access.note(case, "add-party", by=by, at=at, element=work.element, unit=unit)


def _able(work: Work, unit: str) -> bool:
    """Whether the department has the post for which the step asks."""
    post = work.properties.get("post", "")
    names = {f"{unit}.{post}", f"{unit}-{post}", post}
    return not post or any(one.code in names for one in authority.posts(under=unit) if one.unit == unit)
