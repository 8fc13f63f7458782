"""Who may do what with a case. Everything below the front door begins here."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.services.cases.errors import CaseError, Conflict, Destroyed, NotFound
from tongban.services.cases.holding import locked
from tongban.services.cases.impartiality import partial
from tongban.services.cases.models import Case, Decision, Examination, Inspection, Involvement, Reconsideration, Work
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

HANDLING = "case-handling"
OWN = "own-case"
ATTRIBUTES = {"offer": "case__offer", "channel": "case__channel"}  # where rows about a case have them
PERMISSION = {
    "accept": "cases.accept",
    "examine": "cases.examine",
    "inspect": "cases.inspect",
    "decide": "cases.decide",
    "do": "cases.examine",
}


def attributes(case: Case) -> dict[str, str]:
    """What conditions on grants may ask of a case."""
    return {"offer": case.offer, "channel": case.channel}


def reading(by: Subject, *, number: str, at: dt.datetime, purpose: str) -> AbstractContextManager[Any]:
    """The privacy context of one case."""
    return privacy.access(purpose=purpose, by=by, at=at, case=number)


def visible(
    by: Subject, *, at: dt.datetime, permission: str = "cases.read", across: bool = False
) -> QuerySet[Involvement]:
    """The units' parts in cases that a subject may see at the desk.

    `across`: for a list over many units in the order of due days. The path is then compared as an expression, so that
    no database sorts what it found by unit.
    """
    rows = Involvement.objects.all()
    return authority.visible_to(
        rows.annotate(path=Concat("unit_path", Value(""))) if across else rows,
        subject=by,
        permission=permission,
        at=at,
        unit_field="path" if across else "unit_path",
        level_field="level",
        columns=ATTRIBUTES,
        purpose=HANDLING,
    )


def at_desk(number: str, *, by: Subject, at: dt.datetime) -> Case:
    """A case that an official may see; `tied` says whether a reconsideration points from it or at it, which spares most
    pages a query. Raises NotFound.
    """
    ties = Reconsideration.objects.filter(Q(case=OuterRef("pk")) | Q(contested=OuterRef("pk")))
    case = Case.objects.annotate(tied=Exists(ties)).filter(number=number).first()
    if case is None or not visible(by, at=at).filter(case=case).exists():
        raise NotFound
    return remaining(case)


def remaining(case: Case) -> Case:
    """The case, unless it was destroyed. Raises Destroyed."""
    if case.destroyed_at is not None:
        raise Destroyed(case.destroyed_at, case.destroyed_under)
    return case


def readable(
    numbers: Collection[str], *, by: Subject, at: dt.datetime, permission: str = "cases.read"
) -> frozenset[str]:
    """Those of the cases that an official may open at the desk. One query beside the grants."""
    seen = visible(by, at=at, permission=permission).filter(case__number__in=numbers)
    return frozenset(seen.values_list("case__number", flat=True))


def owned(by: Subject) -> Q:
    """The cases of a person, or of the company that the person acts for now."""
    if not by.person:
        return Q(pk__in=[])
    return Q(credit_code=by.acting_for) if by.acting_for else Q(person=by.person)


def own(number: str, *, by: Subject) -> Case:
    """The subject's own case. Raises NotFound."""
    case = Case.objects.filter(owned(by), number=number).first()
    if case is None:
        gone = Case.objects.filter(number=number, destroyed_at__isnull=False).first() if by.person else None
        if gone is not None:
            remaining(gone)  # whose it was is not known any more: whoever has the number is told
        raise NotFound
    return case


def require(case: Case, permission: str, *, by: Subject, at: dt.datetime, unit_path: str = "") -> None:
    """Raises Denied unless the subject may, within the case's unit or the given one."""
    authority.require(
        subject=by,
        permission=permission,
        unit_path=unit_path or case.unit_path,
        level=case.level,
        facts=attributes(case),
        purpose=HANDLING,
        at=at,
    )


@contextlib.contextmanager
def desk(number: str, permission: str, *, by: Subject, at: dt.datetime, over: bool = False) -> Iterator[Case]:
    """A command of an official whose unit takes part in the case; with `over` also when the case is closed.

    Raises Conflict, NotFound, Denied.
    """
    at_desk(number, by=by, at=at)
    with locked(number, at=at) as case:
        impartial(case, by)
        if not visible(by, at=at, permission=permission).filter(case=case).exists():
            require(case, permission, by=by, at=at)
        if not case.open and not over:
            raise Conflict(_("This case is closed."))
        with reading(by, number=number, at=at, purpose=HANDLING):
            yield case


@contextlib.contextmanager
def working(task: int, acts: tuple[str, ...], *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    """A command of an official on a task of theirs. Raises NotFound, Denied, Conflict."""
    with _task(task, by=by, at=at) as (case, work):
        authorise(case, work, by=by, at=at)
        if acts and work.act not in acts:
            raise CaseError(_("This task is for something else: {name}."), name=work.name)
        if work.assignee and work.assignee != by.person:
            raise Conflict(_("A colleague has taken this task. Ask them to give it back."))
        with reading(by, number=case.number, at=at, purpose=HANDLING):
            yield case, work


@contextlib.contextmanager
def supervising(task: int, permission: str, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    """A command of a supervisor on anybody's task in a unit of theirs. Raises NotFound, Denied, Conflict."""
    with _task(task, by=by, at=at) as (case, work):
        require(case, permission, by=by, at=at, unit_path=work.unit_path)
        yield case, work


@contextlib.contextmanager
def handing(task: int, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    """A command of who holds a task or may take it, or of who gives tasks to others. Raises as `working`."""
    with _task(task, by=by, at=at) as (case, work):
        if not may(case, "cases.assign", by=by, at=at, unit_path=work.unit_path):
            authorise(case, work, by=by, at=at)
            if work.assignee and work.assignee != by.person:
                raise Conflict(_("A colleague has taken this task. Ask them to give it back."))
        yield case, work


@contextlib.contextmanager
def urging(task: int, permission: str, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    """A command of who leads the case, or of the task's own unit. Raises NotFound, Denied, Conflict."""
    with _task(task, by=by, at=at) as (case, work):
        at_desk(case.number, by=by, at=at)
        if not may(case, permission, by=by, at=at, unit_path=work.unit_path):
            require(case, permission, by=by, at=at)
        yield case, work


@contextlib.contextmanager
def delegated(task: int, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    """A command of who was delegated a task. Raises NotFound, Conflict."""
    with _task(task, by=by, at=at) as (case, work):
        at_desk(case.number, by=by, at=at)
        if not work.owner or work.assignee != by.person:
            raise Conflict(_("This task is not delegated to you (any more)."))
        with reading(by, number=case.number, at=at, purpose=HANDLING):
            yield case, work


def may(case: Case, permission: str, *, by: Subject, at: dt.datetime, unit_path: str) -> bool:
    """Whether somebody may do something of a case in a unit."""
    try:
        require(case, permission, by=by, at=at, unit_path=unit_path)
    except authority.Denied:
        return False
    return True


@contextlib.contextmanager
def _task(task: int, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Work]]:
    number = Work.objects.filter(task=task).values_list("case__number", flat=True).first()
    if number is None:
        raise settled(task, by=by, at=at)
    with locked(number, at=at) as case:
        work = Work.objects.filter(task=task).select_related("matter").first()
        if work is None:
            raise settled(task, by=by, at=at)
        impartial(case, by)
        yield case, work


def impartial(case: Case, by: Subject) -> None:
    """Raises Denied for whoever had a hand in the decision that the case contests."""
    if reason := partial(case, by):
        raise authority.Denied(str(reason))


def authorise(case: Case, work: Work, *, by: Subject, at: dt.datetime) -> None:
    """Raises Denied unless the subject may do this work: permission in the unit, and one of its candidates."""
    permission = PERMISSION[work.act]
    require(case, permission, by=by, at=at, unit_path=work.unit_path)
    if not candidate(work, by):
        raise authority.Denied(str(_("This task is for another post.")))


def candidate(work: Work, by: Subject) -> bool:
    """Is the task for this subject?"""
    return by.kind == "system" or bool(authority.refs_of(by) & set(work.candidates))


def settled(task: int, *, by: Subject, at: dt.datetime) -> CaseError:
    """What to say of a task that is no longer open: who was faster, for those who may see the case."""
    try:
        known = processes.task(task)
        at_desk(known.business_key, by=by, at=at)
    except (processes.NotFound, NotFound):
        return NotFound()
    if known.state == "open":
        return NotFound()
    who = _doer(task)
    if not who:
        return Conflict(_("This task is already settled. Load the case again."))
    return Conflict(_("{name} has already done this. Load the case again."), name=who)


def _doer(task: int) -> str:
    for noun in (Decision, Examination, Inspection):
        name = noun.objects.filter(task=task).values_list("by_name", flat=True).first()
        if name:
            return str(name)
    return ""


def note(case: Case, action: str, *, by: Subject, at: dt.datetime, purpose: str = HANDLING, **detail: Any) -> None:
    """The ledger's entry of an act."""
    audit.record(
        at=at,
        by=by,
        action=f"cases.{action}",
        object=f"case:{case.number}",
        purpose=purpose,
        case=case.number,
        detail=detail,
    )
