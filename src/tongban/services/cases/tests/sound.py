"""What holds in a case whatever was done to it: state, clocks, notices, tasks, tokens, copies and ledger agree."""

from __future__ import annotations

import datetime as dt

from tongban.engines.processes import api as processes
from tongban.kernel.outbox.models import Message
from tongban.services.cases.clocks import DUTY
from tongban.services.cases.models import (
    Case,
    Clock,
    Decision,
    Hearing,
    HistoryLine,
    Involvement,
    Matter,
    Obligation,
    Pause,
    Reopening,
    Supervision,
    Supplement,
    Work,
)
from tongban.services.cases.models.case import FINAL_STATES
from tongban.services.cases.models.hearing import LIVE
from tongban.trust.audit.models import Pending

FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


def traces(case: Case) -> tuple[object, ...]:
    """What every act leaves and a refused or killed one must not."""
    case.refresh_from_db()
    return (
        case.state, case.outcome, case.due_at, HistoryLine.objects.count(), Pending.objects.count(),
        Message.objects.count(), Supplement.objects.count(), Work.objects.count(),
        tuple(Clock.objects.order_by("pk").values_list("due_at", "stopped_at")),
    )  # fmt: skip


def sound(case: Case) -> None:
    """Fails with what does not fit."""
    case.refresh_from_db()
    clocks = list(Clock.objects.filter(case=case, stopped_at=None).values_list("kind", flat=True))
    running = [kind for kind in clocks if not kind.startswith(DUTY)]
    owed = Obligation.objects.filter(case=case, state="open")
    assert len(clocks) - len(running) == owed.count()
    notices = list(Supplement.objects.filter(case=case).order_by("sequence"))
    asked = [one for one in notices if one.state == "open"]
    assert running.count("acceptance") == (case.state == "submitted"), (case.state, running)
    assert len(asked) == (case.state == "supplement")
    assert ("handling" in running) == (case.state == "accepted"), (case.state, running)
    tasks = {one.id for one in processes.tasks(business_key=case.number) if one.state == "open"}
    assert {one.task for one in Work.objects.filter(case=case)} == tasks
    statuses = {one.status for one in processes.state(case.number)}
    if case.state in FINAL_STATES:
        assert not running
        assert not tasks
        assert not statuses & {"running", "suspended"}
    else:
        assert statuses & {"running", "suspended"}
    decided = Matter.objects.filter(case=case, state="decided")
    again = Reopening.objects.filter(case=case, state="confirmed").count()
    assert decided.count() + again == Decision.objects.filter(matter__case=case).count()
    assert all(row.state == case.state for row in Involvement.objects.filter(case=case))
    _lawful(case, notices)
    _heard(case)
    watched = list(Supervision.objects.filter(case=case))
    told = HistoryLine.objects.filter(case=case, code="supervision-overdue").count()
    assert told == sum(one.escalated_at is not None for one in watched)


def _heard(case: Case) -> None:
    """Articles 45 to 48: nothing is decided while a hearing is under way, and its time does not count."""
    for one in Hearing.objects.filter(case=case):
        over = one.ended_at or FAR
        assert not Decision.objects.filter(matter__case=case, at__gte=one.offered_at, at__lt=over).exists()
        if one.state in LIVE:
            assert case.state not in FINAL_STATES, one.state
        if one.state in ("asked", "called"):
            standing = Pause.objects.filter(clock__case=case, clock__kind="handling", cause="hearing", end=None)
            assert standing.exists() or not Clock.objects.filter(case=case, kind="handling", stopped_at=None).exists()


def _lawful(case: Case, notices: list[Supplement]) -> None:
    """Article 32: each notice within the time for acceptance, a second by a supervisor only, silence is acceptance."""
    times = list(Clock.objects.filter(case=case, kind="acceptance").order_by("pk"))
    for notice in notices:
        assert any(one.started_at <= notice.asked_at < one.due_at for one in times)
        assert notice.sequence == 1 or notice.asked_by == "chief"
    if case.deemed_accepted:
        assert case.accepted_at == times[-1].started_at
    elif case.accepted_at:
        assert case.accepted_at < times[-1].due_at
    if case.state == "not_accepted":
        assert case.closed_at is not None
        assert case.closed_at < times[-1].due_at
