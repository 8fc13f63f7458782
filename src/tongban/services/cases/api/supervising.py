"""Supervised items (督办): issued with a reason and a day, answered with measures, accepted or issued again.

Nothing of the law's time changes by them; what is overdue is told once to who issued it and who is responsible.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, colleagues, history, holding, remarks, telling
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.events import CaseSupervised
from tongban.services.cases.models import Case, Supervision
from tongban.services.offers.api import Limit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

SUPERVISE, ANSWER = "cases.supervise", "cases.answer-supervision"
LIVE = ("open", "answered")
MOST_DAYS = 60  # working days


@dataclass(frozen=True)
class SupervisionView:
    """A supervised item as the desk shows it. `state`: open, answered, accepted, reissued; `late`: not answered in
    time.
    """

    sequence: int
    unit: str
    reason: str
    by: str
    at: dt.datetime
    due: dt.date
    state: str
    late: bool
    measures: str
    answered_by: str
    answered_at: dt.datetime | None


def live(case: Case) -> Supervision | None:
    """The supervised item of a case that is not settled."""
    return next((row for row in case.supervisions.all() if row.state in LIVE), None)


def supervise(*, number: str, unit: str, reason: str, days: int, by: Subject, at: dt.datetime) -> int:
    """Issues a supervised item to a unit, to be answered within so many working days; returns its number in the case.

    Needs `cases.supervise`. Raises Incomplete (unit, reason, days), Conflict while one is open, NotFound, Denied.
    """
    with access.desk(number, SUPERVISE, by=by, at=at) as case:
        if live(case) is not None:
            raise Conflict(_("This case is supervised already."))
        return _issue(case, unit, reason, days, by=by, at=at).sequence


def _issue(case: Case, code: str, reason: str, days: int, *, by: Subject, at: dt.datetime) -> Supervision:
    unit = next((one for one in authority.units() if one.code == code), None)
    if unit is None:
        raise Incomplete("unit", _("Pick the department."))
    if not 0 < days <= MOST_DAYS:
        raise Incomplete("days", _("From 1 to {most} working days."), most=MOST_DAYS)
    due_on, due_at = clocks.due_of(Limit(days), at)
    row = Supervision.objects.create(
        case=case, sequence=Supervision.objects.filter(case=case).count() + 1, unit=unit.code, unit_path=unit.path,
        reason=remarks.given(reason), by=by.person, by_name=by.name, at=at, due_on=due_on, due_at=due_at,
    )  # fmt: skip
    _noted(case, row, "issued", by=by, at=at)
    return row


def answer_supervision(*, number: str, measures: str, by: Subject, at: dt.datetime) -> None:
    """The responsible unit says what it did. Needs `cases.answer-supervision` there.

    Raises Incomplete (measures), Conflict, NotFound, Denied.
    """
    with _watched(number, "open", by=by, at=at) as (case, row):
        access.require(case, ANSWER, by=by, at=at, unit_path=row.unit_path)
        row.measures, row.state = remarks.given(measures, field="measures"), "answered"
        row.answered_at, row.answered_by, row.answered_by_name = at, by.person, by.name
        row.save()
        _noted(case, row, "answered", by=by, at=at)


def accept_measures(*, number: str, by: Subject, at: dt.datetime) -> None:
    """The measures suffice: the item is settled. Needs `cases.supervise`. Raises Conflict, NotFound, Denied."""
    with _watched(number, "answered", by=by, at=at) as (case, row):
        _judged(case, row, by=by, at=at)
        row.state, row.settled_at = "accepted", at
        row.save()
        _noted(case, row, "accepted", by=by, at=at)


def reissue(*, number: str, reason: str, days: int, by: Subject, at: dt.datetime) -> int:
    """The measures do not suffice: the item is issued again. Raises Incomplete (reason, days), and as `supervise`."""
    with _watched(number, "answered", by=by, at=at) as (case, row):
        _judged(case, row, by=by, at=at)
        row.state, row.settled_at = "reissued", at
        row.save()
        return _issue(case, row.unit, reason, days, by=by, at=at).sequence


def _judged(case: Case, row: Supervision, *, by: Subject, at: dt.datetime) -> None:
    access.require(case, SUPERVISE, by=by, at=at)
    if row.answered_by == by.person:
        raise Conflict(_("Who answered does not judge the answer."))


@contextlib.contextmanager
def _watched(number: str, state: str, *, by: Subject, at: dt.datetime) -> Iterator[tuple[Case, Supervision]]:
    """The live item of a case in a state; also when the case is closed by now."""
    access.at_desk(number, by=by, at=at)
    with holding.locked(number, at=at) as case:
        row = live(case)
        if row is None or row.state != state:
            raise Conflict(_("The supervised item was settled or answered meanwhile. Load the case again."))
        yield case, row


def overdue(case: Case, at: dt.datetime) -> int:
    """The clock: an item that nobody answered in time is told of once."""
    row = Supervision.objects.filter(case=case, state="open", escalated_at=None, due_at__lte=at).first()
    if row is None:
        return 0
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    _noted(case, row, "overdue", by=SYSTEM, at=at)
    return 1


def _noted(case: Case, row: Supervision, step: str, *, by: Subject, at: dt.datetime) -> None:
    """History, ledger and news of a step: the other side is told, and both when it is overdue."""
    history.write(case, f"supervision-{step}", by=by, at=at, unit=row.unit, public=False, sequence=row.sequence)
    access.note(case, f"supervision-{step}", by=by, at=at, sequence=row.sequence, unit=row.unit)
    unit = colleagues.persons_of((authority.unit_ref(row.unit),), at)
    persons = {"answered": (row.by,), "overdue": (row.by, *unit)}.get(step, unit)
    told = tuple(dict.fromkeys(one for one in persons if one != by.person))
    outbox.publish(
        CaseSupervised(**telling.about(case), step=step, sequence=row.sequence, due=row.due_on, persons=told), at=at
    )


def of(case: Case, at: dt.datetime, names: dict[str, str]) -> tuple[SupervisionView, ...]:
    """The supervised items of a case, the newest first; `names` are those of units."""
    return tuple(
        SupervisionView(
            row.sequence,
            names.get(row.unit, row.unit),
            row.reason,
            row.by_name,
            row.at,
            row.due_on,
            row.state,
            (row.answered_at or at) >= row.due_at,
            row.measures,
            row.answered_by_name,
            row.answered_at,
        )
        for row in sorted(case.supervisions.all(), key=lambda row: -row.sequence)
    )
