"""What each act of a scenario does: the same calls as the pages of desk and portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tongban.engines.processes import api as processes
from tongban.services.cases import events, subscriptions
from tongban.services.cases.api import acceptance, decisions, examination, prolonging, reading, suspending, time
from tongban.services.cases.api.acceptance import Missing, Reply
from tongban.services.cases.errors import CaseError, Conflict
from tongban.services.cases.holding import locked
from tongban.services.cases.models import Case, Work
from tongban.services.cases.operations import registry
from tongban.services.cases.scenarios import files, office, paying
from tongban.services.cases.scenarios.asking import Filled
from tongban.services.cases.scenarios.declarations import OF_OFFICIALS, Step, written
from tongban.services.cases.scenarios.people import Officials
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

ROUNDS = 50
TASK_OF = {"decline": "accept", "supplement": "accept"}


@dataclass
class Trip:
    """A scenario on its way."""

    applicant: Subject
    officials: Officials
    at: dt.datetime
    number: str = ""
    filled: Filled | None = None

    def case(self) -> Case:
        return Case.objects.get(number=self.number)


def act(trip: Trip, step: Step) -> None:
    """Does one act, then everything that follows by itself. Raises CaseError, Denied, FormInvalid, LookupError."""
    by = trip.applicant
    if step.act in OF_OFFICIALS:
        by = trip.officials.at_post(step.post, step.who, at=trip.at)
    ACTS[step.act](trip, step, by)


def _task(trip: Trip, step: Step) -> Work:
    """The task that the official would open: by act, part, and the unit of the post."""
    rows = Work.objects.filter(case__number=trip.number).select_related("matter").order_by("pk")
    found = [row for row in rows if row.act == TASK_OF.get(step.act, step.act)]
    if step.part:
        found = [row for row in found if row.matter is not None and row.matter.offer == step.part]
    if not found:
        there = ", ".join(f"{row.unit}:{row.act}" for row in rows) or "none"
        raise LookupError(f"no open task to {step.act}{' for ' + step.part if step.part else ''}; open: {there}")
    unit = authority.post(step.post).unit
    return next((row for row in found if row.unit == unit), found[0])


def _article(trip: Trip, step: Step, part: str) -> int:
    """The place of an article in the legal basis of a part, or of the whole offer."""
    case = trip.case()
    offer = offers.offer(part) if part else offers.offer(case.offer, case.offer_version)
    cited = [f"{one.law.zh}{one.article}" for one in offer.legal_basis]
    place = next((place for place, text in enumerate(cited) if step.article in text), None)
    if place is None:
        raise LookupError(f"article: {step.article} is not in the legal basis of {offer.key}: {', '.join(cited)}")
    return place


def _accept(trip: Trip, step: Step, by: Subject) -> None:
    acceptance.accept(task=_task(trip, step).task, by=by, at=trip.at)


def _decline(trip: Trip, step: Step, by: Subject) -> None:
    acceptance.decline_acceptance(
        task=_task(trip, step).task, reasons=step.reasons, article=_article(trip, step, ""), by=by, at=trip.at
    )


def _supplement(trip: Trip, step: Step, by: Subject) -> None:
    items = [Missing(one.id, one.text, one.wanted) for one in step.items]
    acceptance.request_supplement(task=_task(trip, step).task, items=items, by=by, at=trip.at)


def _answer(trip: Trip, step: Step, by: Subject) -> None:
    """Every item of the open notice: texts as the scenario gives them, files made here."""
    notice = reading.case(number=trip.number, by=by, at=trip.at).notice
    if notice is None:
        raise Conflict("There is no open supplement notice in this case.")
    replies = {}
    for item, _text, wanted in notice.items:
        if wanted == "text":
            replies[item] = Reply(text=str(step.answers.get(item, "")))
        else:
            owner, holder = f"person:{by.person}", f"case:{trip.number}"
            ids = files.attached([f"{item}.pdf"], field=item, owner=owner, holder=holder, at=trip.at)
            replies[item] = Reply(attachments=tuple(ids))
    acceptance.answer_supplement(number=trip.number, replies=replies, by=by, at=trip.at)


def _examine(trip: Trip, step: Step, by: Subject) -> None:
    examination.examine(
        task=_task(trip, step).task, recommendation=step.recommendation, note=step.note,
        findings=written(step.answers), by=by, at=trip.at,
    )  # fmt: skip


def _inspect(trip: Trip, step: Step, by: Subject) -> None:
    examination.inspect(
        task=_task(trip, step).task,
        passed=step.passed,
        findings=step.findings,
        answers=written(step.answers),
        by=by,
        at=trip.at,
    )


def _decide(trip: Trip, step: Step, by: Subject) -> None:
    work = _task(trip, step)
    part = work.matter.offer if work.matter else ""
    decisions.decide(
        task=work.task,
        outcome=step.outcome,
        article=_article(trip, step, part),
        reasons=step.reasons,
        by=by,
        at=trip.at,
    )


def _do(trip: Trip, step: Step, by: Subject) -> None:
    examination.settle_task(task=_task(trip, step).task, answers=written(step.answers), by=by, at=trip.at)


def _suspend(trip: Trip, step: Step, by: Subject) -> None:
    suspending.suspend(number=trip.number, cause=step.cause, by=by, at=trip.at)


def _resume(trip: Trip, step: Step, by: Subject) -> None:
    suspending.resume(number=trip.number, cause=step.cause, by=by, at=trip.at)


def _extend(trip: Trip, step: Step, by: Subject) -> None:
    prolonging.extend(number=trip.number, amount=step.amount, reason=step.reasons, by=by, at=trip.at)


def _withdraw(trip: Trip, step: Step, by: Subject) -> None:
    del step
    decisions.withdraw(number=trip.number, by=by, at=trip.at)


def _pay(trip: Trip, step: Step, by: Subject) -> None:
    del step
    open_bills = [one for one in reading.case(number=trip.number, by=by, at=trip.at).bills if one.state == "open"]
    if not open_bills:
        raise LookupError("there is no open bill to pay")
    for bill in open_bills:
        paying.pay(bill, at=trip.at)


def _wait(trip: Trip, step: Step, by: Subject) -> None:
    """Time passes for this case alone: clocks that are over, then timers of its process."""
    del step, by
    for happen in time.BY_ITSELF:  # `tick` would move every case
        with locked(trip.number, at=trip.at) as case:
            happen(case, trip.at)
    if any(one.due and one.due <= trip.at for one in processes.timers(business_key=trip.number)):
        processes.tick(at=trip.at)
        ended = all(one.ended for one in processes.state(trip.number))
        subscriptions.process_moved(events.ProcessMoved(trip.number, ended), trip.at)


def settle(trip: Trip) -> None:
    """Runs the operations that processes asked for, as the relay would, until nothing moves."""
    for _round in range(ROUNDS):
        waiting = [one for one in processes.calls(business_key=trip.number) if one.state == "requested"]
        if not waiting:
            return
        for call in waiting:
            registry.requested(events.OperationRequested(call.id, trip.number, call.operation), trip.at)
    raise CaseError("the operations of this process never come to an end")


ACTS: dict[str, Callable[[Trip, Step, Subject], None]] = {
    "accept": _accept, "decline": _decline, "supplement": _supplement, "examine": _examine, "inspect": _inspect,
    "decide": _decide, "do": _do, "suspend": _suspend, "resume": _resume, "extend": _extend, "answer": _answer,
    "withdraw": _withdraw, "pay": _pay, "wait": _wait, "supervise": office.supervise, "report": office.report,
    "settle": office.settle, "offer-hearing": office.offer_hearing, "ask-hearing": office.ask_hearing,
    "call-hearing": office.call_hearing, "close-hearing": office.close_hearing, "withdraw-part": office.withdraw_part,
}  # fmt: skip
