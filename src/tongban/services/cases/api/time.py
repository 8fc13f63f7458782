"""Legal time: why this date, pauses by cause, extensions, and what the passing of time does by itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, choices, clocks, history, holding, limits, telling
from tongban.services.cases.api import hearing, supervising, tacit
from tongban.services.cases.api.acceptance import accepted, await_acceptance
from tongban.services.cases.errors import CaseError, Conflict, Incomplete
from tongban.services.cases.events import CaseDueSoon, CaseOverdue, DueDateChanged, SupplementLapsed
from tongban.services.cases.models import Case, Clock, Extension, Hearing, Supervision, Supplement, Work
from tongban.trust.authority.api import SYSTEM, Subject

log = logging.getLogger(__name__)
BATCH = 500
MOST_EXTRA = 15  # working days: Administrative Licensing Law, art. 42 (10; 15 where departments act jointly)


@dataclass(frozen=True)
class Why:
    """One clock of a case and its explanation. `part` is the matter's title, or empty for the whole case; `ledger` has
    a line for each run of days: from it alone the due day can be counted again.
    """

    kind: str
    part: str
    limit: deadlines.Limit
    basis: LegalBasis | None
    started: dt.date
    due: dt.date | None
    provisional: bool
    status: str
    remaining: int | None
    stopped: dt.date | None
    result: str
    ledger: tuple[deadlines.Line, ...]


def why(*, number: str, by: Subject, at: dt.datetime) -> tuple[Why, ...]:
    """Why the dates of a case are what they are: its clocks, the running ones first. For applicant and desk.

    Raises NotFound.
    """
    case = access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)
    rows = Clock.objects.filter(case=case).select_related("matter").prefetch_related("pauses", "extensions")
    found = sorted(rows, key=lambda clock: (clock.stopped_at is not None, clock.matter_id or 0, clock.pk))
    days = clocks.calendar()
    return tuple(
        explained(clock, at=min(at, clock.stopped_at) if clock.stopped_at else at, days=days) for clock in found
    )


def explained(clock: Clock, *, at: dt.datetime, days: deadlines.Calendar | None = None) -> Why:
    """A clock with its ledger; pauses and extensions must be loaded. `days`: the calendar, when it is at hand."""
    found = clocks.compute(
        clock, at=at, pauses=list(clock.pauses.all()), extensions=list(clock.extensions.all()), days=days
    )  # fmt: skip
    return Why(
        kind=clock.kind,
        part=str(clock.matter.title) if clock.matter else "",
        limit=clocks.limit_of(clock),
        basis=clocks.basis_from(clock.basis) if clock.basis else None,
        started=clocks.day_of(clock.started_at),
        due=clock.due_on,
        provisional=clock.provisional,
        status=str(found.status),
        remaining=int(found.remaining) if found.remaining is not None else None,
        stopped=clocks.day_of(clock.stopped_at) if clock.stopped_at else None,
        result=clock.result,
        ledger=choices.explained(found.ledger, clock, list(clock.pauses.all())),
    )


def _handling(case: Case) -> list[Clock]:
    return list(Clock.objects.filter(case=case, stopped_at=None, kind__in=("handling", "statutory")))


def suspend(*, number: str, cause: str, by: Subject, at: dt.datetime) -> None:
    """Stops the clocks of handling for a cause that the law names (Administrative Licensing Law, art. 45).

    `cause`: hearing, inspection, test, expert_review, third_party, payment, force_majeure. Needs `cases.suspend`.
    Raises Incomplete, Conflict when the clock stands for this cause already, NotFound, Denied.
    """
    with access.desk(number, "cases.suspend", by=by, at=at) as case:
        if cause not in history.CAUSES:
            raise Incomplete("cause", _("Pick the cause for which the clock stands still."))
        running = _handling(case)
        if not running:
            raise Conflict(_("No clock runs in this case."))
        choice = _allowed(case, cause, at)
        for clock in running:
            if clock.pauses.filter(cause=cause, end=None).exists():
                raise Conflict(_("The clock stands still for this cause already."))
            clocks.pause(clock, cause=cause, at=at, by=by.person, choice=choice)
        moved(case, running, f"pause:{cause}", at=at)
        history.write(case, "suspended", by=by, at=at, unit=case.unit, cause=cause)
        access.note(case, "suspend", by=by, at=at, cause=cause)


def _allowed(case: Case, cause: str, at: dt.datetime) -> deadlines.Choice | None:
    """What the offer's condition for this pause says. Raises Conflict when it does not hold."""
    found = limits.pause_allowed(case, cause, at=at)
    if found is None:
        return None
    rule, choice = found
    if choice.value is not True:
        raise Conflict(_("The clock may stand still for this cause only when: {condition}"), condition=rule.note)
    return choice


def resume(*, number: str, cause: str, by: Subject, at: dt.datetime) -> None:
    """Lets the clocks run again; the day itself counts. Raises Conflict, NotFound, Denied."""
    with access.desk(number, "cases.suspend", by=by, at=at) as case:
        if cause == hearing.CAUSE and hearing.live(case) is not None:
            raise Conflict(_("A hearing is under way: the clock runs again when it is over."))
        running = _handling(case)
        resumed = [clocks.resume(clock, cause=cause, at=at) for clock in running]
        if not any(resumed):
            raise Conflict(_("The clock does not stand still for this cause."))
        moved(case, running, f"resume:{cause}", at=at)
        history.write(case, "resumed", by=by, at=at, unit=case.unit)
        access.note(case, "resume", by=by, at=at, cause=cause)


def extend(*, number: str, amount: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Prolongs the clocks of handling once by working days, with the approval that `cases.extend` stands for.

    Raises Incomplete without a reason or for too much, Conflict for a second time, NotFound, Denied.
    """
    with access.desk(number, "cases.extend", by=by, at=at) as case:
        if not 0 < amount <= MOST_EXTRA:
            raise Incomplete("amount", _("From 1 to {most} working days."), most=MOST_EXTRA)
        most = limits.most_extra(case, at=at, most=MOST_EXTRA)
        if not most:
            raise Conflict(_("By the rule of this service its time is not prolonged in this case."))
        if amount > most:
            raise Incomplete("amount", _("From 1 to {most} working days."), most=most)
        if not reason.strip():
            raise Incomplete("reason", _("Say why more time is needed."))
        running = [clock for clock in _handling(case) if clock.unit != "hours"]
        if not running or Extension.objects.filter(clock__case=case).exists():
            raise Conflict(_("The time was prolonged before, or no clock runs."))
        Extension.objects.bulk_create(
            Extension(clock=clock, amount=amount, unit="working_days", reason=reason.strip()[:500], by=by.person, at=at)
            for clock in running
        )
        moved(case, running, "extension", at=at)
        history.write(case, "extended", by=by, at=at, unit=case.unit, amount=amount)
        access.note(case, "extend", by=by, at=at, amount=amount)


def moved(case: Case, running: list[Clock], cause: str, *, at: dt.datetime) -> bool:
    """Computes clocks anew; tells the new due day of the case when it moved."""
    moved = [clock for clock in running if clocks.resettle(clock, at=at)]
    main = next((clock for clock in moved if clock.matter_id is None and clock.kind == "handling"), None)
    main = main or next((clock for clock in moved if clock.kind in ("handling", "acceptance")), None)
    if main is not None:
        news = DueDateChanged(**telling.about(case), due=main.due_on, provisional=main.provisional, cause=cause)
        outbox.publish(news, at=at)
    return bool(moved)


def tick(*, at: dt.datetime) -> int:
    """What time does by itself: deemed acceptance, lapsed notices, yellow and red lights, timers of processes.

    Each happens once and in its own transaction, also after a crash or a long stop; a case in which it fails is logged
    and does not stop the others. Returns how many things happened.
    """
    done = sum(_each(numbers, act, at) for numbers, act in _due(at))
    return done + processes.tick(at=at) + processes.advance(at=at)


def _due(at: dt.datetime) -> Iterator[tuple[list[str], Callable[[Case, dt.datetime], int]]]:
    """What is due, kind by kind; each is looked up when the one before is done."""
    running = Clock.objects.filter(stopped_at=None)
    late = running.filter(kind="acceptance", due_at__lte=at)
    lapsed = Supplement.objects.filter(state="open", due_at__lte=at)
    red = running.filter(red_told=None, due_at__lte=at).exclude(kind="acceptance")
    yellow = running.filter(yellow_told=None, yellow_at__lte=at)
    yield _numbers(late, "due_at"), _deem
    yield _numbers(lapsed, "due_at"), _lapse
    yield _numbers(red, "due_at"), _red
    yield _numbers(yellow, "yellow_at"), _yellow
    silent = running.exclude(silence="").filter(due_at__lte=at)
    yield _numbers(silent, "due_at"), tacit.grant
    watched = Supervision.objects.filter(state="open", escalated_at=None, due_at__lte=at)
    yield _numbers(watched, "due_at"), supervising.overdue
    yield _numbers(Hearing.objects.filter(state="offered", until_at__lte=at), "until_at"), hearing.waive


def _numbers(rows: QuerySet[Any], order: str) -> list[str]:
    return list(dict.fromkeys(rows.order_by(order).values_list("case__number", flat=True)[:BATCH]))


def _each(numbers: list[str], act: Callable[[Case, dt.datetime], int], at: dt.datetime) -> int:
    done = 0
    for number in numbers:
        try:
            with holding.locked(number, at=at) as case:
                done += act(case, at)
        except (CaseError, processes.ProcessError, deadlines.DeadlineError, LookupError):
            log.exception("the clock could not act on %s", number)
    return done


def _deem(case: Case, at: dt.datetime) -> int:
    """Nobody answered in time: the application is accepted by law, and the process goes on."""
    clock = clocks.running(case, "acceptance")
    if clock is None or at < clock.due_at or case.state != "submitted":
        return 0
    work = Work.objects.filter(case=case, act="accept").select_related("matter").first()
    if work is not None and work.assignee:
        processes.assign(task=work.task, assignee=SYSTEM.person, by=SYSTEM.person, at=at)
    accepted(case, work, by=SYSTEM, at=at, since=clock.started_at)
    return 1


def _lapse(case: Case, at: dt.datetime) -> int:
    """The applicant did not answer: the clerk decides on acceptance as it stands."""
    notice = Supplement.objects.filter(case=case, state="open", due_at__lte=at).first()
    if notice is None:
        return 0
    notice.state = "lapsed"
    notice.save(update_fields=["state"])
    await_acceptance(case, at=at)
    history.write(case, "supplement-lapsed", by=SYSTEM, at=at, sequence=notice.sequence)
    access.note(case, "supplement-lapse", by=SYSTEM, at=at, sequence=notice.sequence)
    outbox.publish(SupplementLapsed(**telling.about(case), sequence=notice.sequence), at=at)
    return 1


def _red(case: Case, at: dt.datetime) -> int:
    rows = Clock.objects.filter(case=case, stopped_at=None, red_told=None, due_at__lte=at).exclude(kind="acceptance")
    return sum(_told(case, clock, "red", at) for clock in rows.select_related("matter"))


def _yellow(case: Case, at: dt.datetime) -> int:
    rows = Clock.objects.filter(case=case, stopped_at=None, yellow_told=None, yellow_at__lte=at)
    return sum(_told(case, clock, "yellow", at) for clock in rows.select_related("matter"))


def _told(case: Case, clock: Clock, light: str, at: dt.datetime) -> int:
    """Notes that the light of a clock was told; tells it, once. Red swallows a yellow that was never told."""
    late = light == "red"
    clock.yellow_told = clock.yellow_told or at
    clock.red_told = at if late else None
    clock.save(update_fields=["yellow_told", "red_told"])
    if clock.due_on is None or (not late and at >= clock.due_at):
        return 0
    news = (CaseOverdue if late else CaseDueSoon)(
        **telling.about(case),
        part=clock.matter.offer if clock.matter else "",
        part_unit=clock.matter.unit if clock.matter else case.unit,
        due=clock.due_on,
    )
    history.write(case, light, by=SYSTEM, at=at, public=False)
    access.note(case, light, by=SYSTEM, at=at, clock=clock.kind)
    outbox.publish(news, at=at)
    return 1


BY_ITSELF = (
    _deem,
    _lapse,
    _red,
    _yellow,
    tacit.grant,
    supervising.overdue,
    hearing.waive,
)  # what `tick` does to a case
