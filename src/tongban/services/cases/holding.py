"""The lock under which a case changes, and what is done when a change is complete.

Commands lock the case before the process, in this order everywhere. The engine's own timers lock the process first;
what they would change in the case is left to an event.
"""

from __future__ import annotations

import contextlib
import contextvars
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, falling, history, projection, telling, unanswered, wholes
from tongban.services.cases.deciding import all_decided
from tongban.services.cases.errors import NotFound
from tongban.services.cases.events import CaseClosed
from tongban.services.cases.models import Case, Clock, Hearing, Matter, Obligation, Reconsideration, Supplement, Work
from tongban.services.cases.models.hearing import LIVE
from tongban.services.cases.models.obligations import LIVE as OWED
from tongban.trust.authority.api import SYSTEM


@dataclass
class Lock:
    """A held case; the process host notes here that the process came to its end."""

    ended: bool = False


_held: contextvars.ContextVar[dict[str, Lock] | None] = contextvars.ContextVar("cases_held", default=None)


def lock_of(number: str) -> Lock | None:
    """The lock of this thread on a case, if it holds one."""
    return (_held.get() or {}).get(number)


@contextlib.contextmanager
def locked(number: str, *, at: dt.datetime) -> Iterator[Case]:
    """One transaction over one case; in the end the copies for the desk are written. Raises NotFound."""
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).filter(number=number).first()
        if case is None:
            raise NotFound
        with held(case, at=at):
            yield case


@contextlib.contextmanager
def held(case: Case, *, at: dt.datetime) -> Iterator[None]:
    """Notes that this thread holds the case; also for one that was only just made."""
    lock = Lock()
    token = _held.set({**(_held.get() or {}), case.number: lock})
    try:
        yield
        falling.clear(case, at=at)
        if lock.ended and case.open:
            Matter.objects.filter(case=case, state="open").update(state="dropped")
            all_decided(case, at=at)
            finish(case, "closed", at=at)
        wholes.settle(case, at=at)
        projection.refresh(case)
    finally:
        _held.reset(token)


def finish(case: Case, state: str, *, at: dt.datetime) -> None:
    """Brings a case to a final state: no clock, no task, no open notice remains."""
    case.state, case.closed_at = state, at
    clocks.stop(case, at=at, result="" if state == "closed" else "void")
    Supplement.objects.filter(case=case, state="open").update(state="void")
    Hearing.objects.filter(case=case, state__in=LIVE).update(state="void", ended_at=at)
    Matter.objects.filter(case=case, state="open").update(state="dropped")
    unanswered.close(case, at=at)
    if state != "closed" or case.outcome not in ("granted", "partly"):
        _released(case, at=at)
    Work.objects.filter(case=case).delete()
    _unreviewed(case, state, at=at)
    if state == "closed":
        history.write(case, "closed", by=SYSTEM, at=at)
    outbox.publish(CaseClosed(**telling.about(case), state=state, outcome=case.outcome), at=at)


def _unreviewed(case: Case, state: str, *, at: dt.datetime) -> None:
    """A reconsideration that ends without a word on the decision; the contested case says so."""
    outcome = {"withdrawn": "withdrawn", "not_accepted": "inadmissible"}.get(state, "terminated")
    row = Reconsideration.objects.filter(case=case, outcome="").select_related("contested").first()
    if row is not None:
        row.outcome, row.settled_at = outcome, at
        row.save(update_fields=["outcome", "settled_at"])
        history.write(row.contested, f"reconsideration-{outcome}", by=SYSTEM, at=at, number=case.number)


def _released(case: Case, *, at: dt.datetime) -> None:
    """Nothing was granted: nothing is owed any more."""
    rows = Obligation.objects.filter(case=case, state__in=OWED)
    Clock.objects.filter(obligation__in=rows, stopped_at=None).update(stopped_at=at, result="void")
    rows.update(state="void")
