"""Acceptance (受理): accept, decline, ask once for all that is missing (Administrative Licensing Law, art. 32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import (
    access,
    clocks,
    history,
    holding,
    limits,
    obligations,
    papers,
    pauses,
    starting,
    telling,
    wholes,
)
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.events import AcceptanceDeclined, CaseAccepted, SupplementAnswered, SupplementRequested
from tongban.services.cases.models import Case, Matter, Supplement, Work
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject

MAX_ITEMS = 50
OVER = _("The time for acceptance is over: by law the application counts as accepted.")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: `wanted` is a text or a file. `id` is the evidence's id or the field's name."""

    id: str
    text: Text
    wanted: Literal["text", "file"] = "file"


@dataclass(frozen=True)
class Reply:
    """The answer to one missing thing: a text, or ids of files attached with holder `case:<number>`."""

    text: str = ""
    attachments: tuple[str, ...] = ()


def accept(*, task: int, by: Subject, at: dt.datetime) -> None:
    """Accepts the application: the clocks of handling start, after the time for acceptance as of the day of receipt.

    Raises Conflict, NotFound, Denied.
    """
    with access.working(task, ("accept",), by=by, at=at) as (case, work):
        submitted(case)
        accepted(case, work, by=by, at=at, since=by_law(case, at=at))


def by_law(case: Case, *, at: dt.datetime) -> dt.datetime | None:
    """Since when the application counts as accepted because nobody answered in time, whether or not the node's clock
    has written it yet; None while there is time (Administrative Licensing Law, art. 32).
    """
    clock = clocks.running(case, "acceptance") if case.state == "submitted" else None
    return clock.started_at if clock is not None and at >= clock.due_at else None


def undecided(case: Case, *, at: dt.datetime) -> None:
    """Raises Conflict unless acceptance can still be refused or made to wait for more papers."""
    submitted(case)
    if by_law(case, at=at) is not None:
        raise Conflict(OVER)


def submitted(case: Case) -> None:
    """Raises Conflict unless acceptance is still to be decided."""
    if case.state == "supplement":
        raise Conflict(_("The applicant's answer to the supplement notice is awaited."))
    if case.state != "submitted":
        raise Conflict(_("Acceptance of this case has been decided already."))


def accepted(case: Case, work: Work | None, *, by: Subject, at: dt.datetime, since: dt.datetime | None = None) -> None:
    """What acceptance does, by a clerk or, with `since`, by law: then it counts from the receipt of the application
    (Administrative Licensing Law, art. 32). The case is locked.
    """
    deemed = since is not None
    clocks.stop(case, at=at, kinds=("acceptance",), result="deemed" if deemed else "")
    case.state, case.accepted_at, case.deemed_accepted = "accepted", since or at, deemed
    due = run_clocks(case, since or at)
    history.write(case, "deemed-accepted" if deemed else "accepted", by=by, at=at, unit=case.unit)
    obligations.begin(case, at=since or at)
    access.note(case, "accept", by=by, at=at, deemed=deemed)
    news = CaseAccepted(
        **telling.about(case), deemed=deemed, due=due.due_on if due else None, provisional=bool(due and due.provisional)
    )
    outbox.publish(news, at=at)
    if work is not None:
        complete(work, "accepted", True, by=by, at=at)  # noqa: FBT003 (the value that the process reads)


def complete(work: Work, name: str, value: Any, *, by: Subject, at: dt.datetime, **more: Any) -> None:
    """Settles a task with its result, under the name that the process wants."""
    patch = {work.properties.get("as", name): value} | more
    try:
        processes.complete(task=work.task, patch=patch, by=by.person, at=at)
    except processes.AlreadyDone as error:
        raise Conflict(_("This task is already settled. Load the case again.")) from error
    except (processes.Suspended, processes.Delegated) as error:
        raise Conflict(error.message) from error


def run_clocks(case: Case, at: dt.datetime) -> Any:
    """Starts the clocks of handling: the case's promise and the law's limit, and those of each matter, or where its
    parts stand in an order, those that need not wait; the clock that the applicant is told.
    """
    offer = offers.offer(case.offer, case.offer_version)
    whole = starting.pair(case, offer, at)
    if offer.order:
        return wholes.begin(case, at=at)
    started = starting.parts(case, Matter.objects.filter(case=case), at=at) if offer.life_event else []
    return whole or max(started, key=lambda clock: clock.due_at, default=None)


def article_of(case: Case, matter: Matter | None, article: int) -> LegalBasis:
    """The article that a clerk picked: a place in the legal basis of the part's offer. Raises Incomplete."""
    key, version = (matter.offer, matter.offer_version) if matter else (case.offer, case.offer_version)
    basis = offers.offer(key, version).legal_basis
    if not 0 <= article < len(basis):
        raise Incomplete("article", _("Pick the article on which this rests."))
    return basis[article]


def decline_acceptance(*, task: int, reasons: str, article: int, by: Subject, at: dt.datetime) -> None:
    """Does not accept the application, with reasons and the article (a place in the offer's legal basis).

    Only within the time for acceptance. Raises Incomplete without reasons, Conflict, NotFound, Denied.
    """
    with access.working(task, ("accept",), by=by, at=at) as (case, work):
        undecided(case, at=at)
        if not reasons.strip():
            raise Incomplete("reasons", _("Say why the application is not accepted."))
        basis = clocks.basis_of(article_of(case, None, article))
        case.outcome = ""
        history.write(case, "declined", by=by, at=at, unit=work.unit)
        access.note(case, "decline", by=by, at=at, article=str(basis["article"]))
        outbox.publish(AcceptanceDeclined(**telling.about(case), reasons=reasons.strip(), basis=basis), at=at)
        complete(work, "accepted", False, by=by, at=at)  # noqa: FBT003 (the value that the process reads)
        holding.finish(case, "not_accepted", at=at)
        processes.cancel(business_key=case.number, by=by.person, at=at, reason="not accepted")


def request_supplement(*, task: int, items: Sequence[Missing], by: Subject, at: dt.datetime) -> int:
    """Tells the applicant everything that is missing, at once; returns the notice's number in the case.

    Only within the time for acceptance: later the application counts as accepted. A second notice needs the permission
    `cases.supplement-again`. Raises Incomplete, Conflict, NotFound, Denied.
    """
    with access.working(task, ("accept",), by=by, at=at) as (case, work):
        undecided(case, at=at)
        _check(items)
        earlier = Supplement.objects.filter(case=case).count()
        if earlier:
            access.require(case, "cases.supplement-again", by=by, at=at, unit_path=work.unit_path)
        limit = offers.offer(case.offer, case.offer_version).supplement
        due_on, due_at = clocks.due_of(limit, at)
        Supplement.objects.create(
            case=case,
            sequence=earlier + 1,
            items=[{"id": i.id, "text": {"zh": i.text.zh, "en": i.text.en}, "wanted": i.wanted} for i in items],
            asked_at=at,
            asked_by=by.person,
            due_on=due_on,
            due_at=due_at,
        )
        _wait(case, at=at, by=by.person)
        case.state = "supplement"
        history.write(
            case, "supplement-requested", by=by, at=at, unit=work.unit, sequence=earlier + 1, count=len(items)
        )
        access.note(case, "request-supplement", by=by, at=at, sequence=earlier + 1, items=len(items))
        told: tuple[dict[str, object], ...] = tuple(
            {"id": i.id, "text": {"zh": i.text.zh, "en": i.text.en}} for i in items
        )
        news = SupplementRequested(**telling.about(case), sequence=earlier + 1, items=told, due=due_on)
        outbox.publish(news, at=at)
        return earlier + 1


def _wait(case: Case, *, at: dt.datetime, by: str) -> None:
    """The time for acceptance ends and begins anew with the answer, unless the offer lets it go on. A notice of the
    last day leaves nothing to go on with: it begins anew.
    """
    rule, clock = pauses.rules(case).get("supplement"), clocks.running(case, "acceptance")
    if rule is not None and clock is not None and rule.policy == "continue":
        for one in pauses.stand(case, [clock], rule, at=at, by=by):
            clocks.resettle(one, at=at)
            return
    clocks.stop(case, at=at, kinds=("acceptance",), result="void")


def _check(items: Sequence[Missing]) -> None:
    names = [item.id for item in items]
    if not items:
        raise Incomplete("items", _("Name everything that is missing: the law allows one notice."))
    if len(items) > MAX_ITEMS or len(set(names)) != len(names):
        raise Incomplete("items", _("Name each missing thing once, at most {most}."), most=MAX_ITEMS)
    if any(not item.id or not (item.text.zh or item.text.en).strip() for item in items):
        raise Incomplete("items", _("Say for each missing thing what is wanted."))


def answer_supplement(*, number: str, replies: Mapping[str, Reply], by: Subject, at: dt.datetime) -> None:
    """The applicant answers the open notice, every item at once: the time for acceptance begins anew.

    Files are attached before with holder `case:<number>`. Raises Incomplete naming the item, Conflict, NotFound.
    """
    access.own(number, by=by)
    with holding.locked(number, at=at) as case, access.reading(by, number=number, at=at, purpose=access.OWN):
        notice = Supplement.objects.filter(case=case, state="open").first()
        if notice is None:
            raise Conflict(_("There is no open supplement notice in this case."))
        if at >= notice.due_at:
            raise Conflict(_("The time to answer this notice is over. The department decides now."))
        notice.answers = {item["id"]: _reply(case, item, replies.get(item["id"])) for item in notice.items}
        notice.answered_at, notice.answered_by, notice.state = at, by.person, "answered"
        notice.save(update_fields=["answers", "answered_at", "answered_by", "state"])
        for item in notice.items:
            if files := notice.answers[item["id"]]["attachments"]:
                papers.hand_in(case, item["id"], files, by=by, at=at, title=Text(**item["text"]))
        await_acceptance(case, at=at)
        history.write(case, "supplement-answered", by=by, at=at, sequence=notice.sequence)
        access.note(case, "answer-supplement", by=by, at=at, purpose=access.OWN, sequence=notice.sequence)
        outbox.publish(SupplementAnswered(**telling.about(case), sequence=notice.sequence), at=at)


def await_acceptance(case: Case, *, at: dt.datetime) -> None:
    """The application is complete, or the applicant's time is over: the time for acceptance begins, or goes on."""
    offer = offers.offer(case.offer, case.offer_version)
    case.state = "submitted"
    waiting = clocks.running(case, "acceptance")
    if waiting is not None and pauses.go_on(waiting, cause="supplement", at=at):
        clocks.resettle(waiting, at=at)
        return
    limit = limits.settled(case, offer.acceptance or clocks.ACCEPTANCE, at=at)
    clocks.start(case=case, kind="acceptance", limit=limit, at=at, yellow=offer.yellow)


def _reply(case: Case, item: Mapping[str, Any], reply: Reply | None) -> dict[str, Any]:
    text = Text(**item["text"])
    if reply is None or not (reply.text.strip() if item["wanted"] == "text" else reply.attachments):
        raise Incomplete(item["id"], _("Answer this too: {what}"), what=text)
    held = {one.id for one in forms.attachments(ids=reply.attachments) if one.holder == f"case:{case.number}"}
    if held != set(reply.attachments):
        raise Incomplete(item["id"], _("Add this file again: {what}"), what=text)
    return {"text": reply.text.strip(), "attachments": list(reply.attachments)}
