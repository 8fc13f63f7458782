"""Legal time: why this date, and what the passing of time does by itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tongban.engines.deadlines import api as deadlines
from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, choices, clocks, history, holding, telling
from tongban.services.cases.api import escalating, hearing, prolonging, silence, supervising, suspending, tacit
from tongban.services.cases.api.acceptance import accepted, await_acceptance
from tongban.services.cases.api.obligations import breaching
from tongban.services.cases.errors import CaseError
from tongban.services.cases.events import CaseDueSoon, CaseOverdue, SupplementLapsed
from tongban.services.cases.models import Case, Clock, Hearing, Obligation, Pause, Supervision, Supplement, Work
from tongban.trust.authority.api import SYSTEM, Subject

log = logging.getLogger(__name__)
BATCH = 500


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
    pauses: tuple[suspending.Stood, ...]
    extensions: tuple[prolonging.Granted, ...]


def why(*, number: str, by: Subject, at: dt.datetime) -> tuple[Why, ...]:
    """Why the dates of a case are what they are: its clocks, the running ones first. For applicant and desk.

    Raises NotFound.
    """
    case = access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)
    rows = (
        Clock.objects.filter(case=case)
        .exclude(kind=clocks.WHOLE)
        .select_related("matter")
        .prefetch_related("pauses", "extensions")
    )
    found = sorted(rows, key=lambda clock: (clock.stopped_at is not None, clock.matter_id or 0, clock.pk))
    days = clocks.calendar()
    return tuple(
        explained(clock, at=min(at, clock.stopped_at) if clock.stopped_at else at, days=days, names=by.official)
        for clock in found
    )


def explained(clock: Clock, *, at: dt.datetime, names: bool, days: deadlines.Calendar | None = None) -> Why:
    """A clock with its ledger; pauses and extensions must be loaded. `days`: the calendar, when it is at hand;
    `names`: who prolonged it.
    """
    stops = sorted(clock.pauses.all(), key=lambda one: (one.start, one.pk))
    more = sorted(clock.extensions.all(), key=lambda one: one.sequence)
    found = clocks.compute(clock, at=at, pauses=stops, extensions=more, days=days)
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
        ledger=choices.explained(found.ledger, clock, stops),
        pauses=tuple(suspending.stood(one) for one in stops),
        extensions=tuple(prolonging.granted(one, names=names) for one in more),
    )


def tick(*, at: dt.datetime) -> int:
    """What time does by itself: deemed acceptance, lapsed notices, yellow and red lights, timers of processes.

    Each happens once and in its own transaction, also after a crash or a long stop; a case in which it fails is logged
    and does not stop the others. Returns how many things happened.
    """
    done = sum(_each(numbers, act, at) for numbers, act in _due(at))
    return done + processes.tick(at=at) + processes.advance(at=at)


def _due(at: dt.datetime) -> Iterator[tuple[list[str], Callable[[Case, dt.datetime], int]]]:
    """What is due, kind by kind; each is looked up when the one before is done."""
    running = clocks.of_case(Clock.objects.filter(stopped_at=None))
    capped = Pause.objects.filter(end=None, until__lte=clocks.day_of(at), clock__stopped_at=None)
    yield _numbers(capped, "until", of="clock__case__number"), suspending.run_out
    late = running.filter(kind="acceptance", due_at__lte=at)
    lapsed = Supplement.objects.filter(state="open", due_at__lte=at)
    red = running.filter(red_told=None, due_at__lte=at).exclude(kind="acceptance")
    yellow = running.filter(yellow_told=None, yellow_at__lte=at)
    yield _numbers(late, "due_at"), _deem
    yield _numbers(lapsed, "due_at"), _lapse
    yield _numbers(red, "due_at"), _red
    yield _numbers(yellow, "yellow_at"), _yellow
    silent = running.exclude(silence="").filter(due_at__lte=at)
    yield _numbers(silent, "due_at"), tacit.decide
    watched = Supervision.objects.filter(state="open", escalated_at=None, due_at__lte=at)
    yield _numbers(watched, "due_at"), supervising.overdue
    yield _numbers(Hearing.objects.filter(state="offered", until_at__lte=at), "until_at"), hearing.waive
    yield _numbers(silence.silent(at), "due_at"), silence.run_out
    yield _numbers(silence.soon(at), "yellow_at"), silence.warn
    owed = Obligation.objects.filter(state="open", clock__yellow_at__lte=at)
    yield _numbers(owed.filter(clock__due_at__lte=at), "clock__due_at"), breaching.lapse
    yield _numbers(owed.filter(clock__yellow_told=None), "clock__yellow_at"), breaching.remind


def _numbers(rows: QuerySet[Any], order: str, *, of: str = "case__number") -> list[str]:
    return list(dict.fromkeys(rows.order_by(order).values_list(of, flat=True)[:BATCH]))


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
    return sum(_told(case, clock, "red", at) for clock in clocks.of_case(rows).select_related("matter"))


def _yellow(case: Case, at: dt.datetime) -> int:
    rows = Clock.objects.filter(case=case, stopped_at=None, yellow_told=None, yellow_at__lte=at)
    return sum(_told(case, clock, "yellow", at) for clock in clocks.of_case(rows).select_related("matter"))


def _told(case: Case, clock: Clock, light: str, at: dt.datetime) -> int:
    """Notes that the light of a clock was told; tells it, once. Red swallows a yellow that was never told."""
    late = light == "red"
    clock.yellow_told = clock.yellow_told or at
    clock.red_told = at if late else None
    clock.save(update_fields=["yellow_told", "red_told"])
    if clock.due_on is None or (not late and at >= clock.due_at) or _behind(case, clock):
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
    if late:
        escalating.escalate(case, clock, at)
    return 1


def _behind(case: Case, clock: Clock) -> bool:
    """Whether it is the joint limit of a case whose parts have a plan: the day of the plan is told in its place."""
    joint = clock.matter_id is None and clock.kind == "handling"
    return joint and Clock.objects.filter(case=case, kind=clocks.WHOLE).exists()


BY_ITSELF = (
    suspending.run_out,
    _deem,
    _lapse,
    _red,
    _yellow,
    tacit.decide,
    supervising.overdue,
    hearing.waive,
    silence.run_out,
    silence.warn,
    breaching.lapse,
    breaching.remind,
)  # what `tick` does to a case
