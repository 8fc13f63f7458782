"""What may be done now with a case and its tasks, and what may not and why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.services.cases import access
from tongban.services.cases.api.acceptance import OVER, by_law
from tongban.services.cases.api.desk.judge import Judge
from tongban.services.cases.api.desk.shapes import Act
from tongban.services.cases.api.desk.table import LABELS, OF_TASK, WHOLE, Whole
from tongban.services.cases.api.examination import desk_form
from tongban.services.cases.api.reconsidering.showing import Tie
from tongban.services.cases.api.reminding import URGE
from tongban.services.cases.api.turning import last_step
from tongban.services.cases.models import Case, Examination, Supplement, Work
from tongban.services.cases.obligations import ObligationView
from tongban.services.cases.showing import PaperView
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject

DECIDE, RECONSIDER = "decide", "reconsider"
TAKEN = _("A colleague has taken this task.")
FOUR_EYES = _("You examined this; by the rule of four eyes somebody else decides.")


def acts_of(
    case: Case,
    work: list[Work],
    *,
    by: Subject,
    at: dt.datetime,
    halted: bool,
    owed: tuple[ObligationView, ...] = (),
    papers: tuple[PaperView, ...] = (),
    tied: tuple[Tie, ...] = (),
) -> tuple[Act, ...]:
    """The acts of an official on a case, its tasks first; refused acts of other units' tasks are left out."""
    judge = Judge(case, by, at, halted, owed, papers, tied)
    if judge.barred:
        return tuple(act for one in work if judge.mine(one) for act in _barred(judge, one))
    found = [act for one in work for act in (_of_task(judge, one) if judge.mine(one) else _of_others(judge, one))]
    back = last_step(case, by=by, at=at) if case.open and not halted else None
    if back is not None:
        one_of = back.loop is not None
        found.append(Act("recall", str(LABELS["recall"]), back.id, True, "", name=back.name, several=one_of))  # noqa: FBT003 (allowed)
    wholes = (_whole(judge, one) for one in WHOLE if one.fits(judge))
    return (*found, *(act for act in wholes if act is not None))


def _barred(judge: Judge, work: Work) -> list[Act]:
    return [_act(judge, code, work, judge.barred) for code in codes(judge, work)]


def codes(judge: Judge, work: Work) -> tuple[str, ...]:
    """The acts that settle a task; a reconsideration is decided in words of its own."""
    if work.act == DECIDE and judge.contests:
        return (RECONSIDER,)
    return OF_TASK.get(work.act, (work.act,))


def _whole(judge: Judge, declared: Whole) -> Act | None:
    decision = judge.may(declared.permission, declared.where(judge))
    if not decision.allowed and not declared.told:
        return None
    reason = "" if decision.allowed else decision.reason
    return Act(declared.code, str(declared.label), None, not reason, reason)


def _of_others(judge: Judge, work: Work) -> list[Act]:
    """What may be done with a task that is for others: hand it over, urge it."""
    found = [_act(judge, "transfer", work, "")] if judge.may("cases.assign", work.unit_path) else []
    if judge.may(URGE, work.unit_path) or judge.may(URGE):
        found.append(_act(judge, "urge", work, ""))
    return found


def _of_task(judge: Judge, work: Work) -> list[Act]:
    if work.owner and work.assignee == judge.by.person:
        return [_act(judge, "resolve", work, "")]
    reason = _refused(judge, work)
    acts = [_act(judge, code, work, reason or hindrance(judge, code, work)) for code in codes(judge, work)]
    mine = work.assignee == judge.by.person
    moves = [] if reason else _moves(judge, work)
    if reason and judge.may("cases.assign", work.unit_path):
        moves = [_act(judge, "transfer", work, "")]
    return [*acts, _act(judge, "release" if mine else "claim", work, reason), *moves]


def _refused(judge: Judge, work: Work) -> str:
    """Why this official may not touch the task at all."""
    decision = judge.may(access.PERMISSION[work.act], work.unit_path)
    reason = "" if decision.allowed else decision.reason
    if work.assignee and work.assignee != judge.by.person:
        reason = str(_("You delegated this task.") if work.owner == judge.by.person else TAKEN)
    return reason or (str(_("The process stands still by order.")) if judge.halted else "")


def _moves(judge: Judge, work: Work) -> list[Act]:
    """How somebody who has a task may move it instead of doing it."""
    codes = ["transfer", "delegate"]
    if work.act != "accept" and judge.case.state == "accepted":
        codes.insert(0, "return")
    if work.act == "inspect":
        codes.append("add")
    return [_act(judge, code, work, "") for code in codes]


def hindrance(judge: Judge, code: str, work: Work) -> str:
    """Why the case does not let this be done now."""
    case = judge.case
    if code in ("accept", "decline", "supplement"):
        if case.state == "supplement":
            return str(_("The applicant's answer to the supplement notice is awaited."))
        if code != "accept" and by_law(case, at=judge.at) is not None:
            return str(OVER)
        again = code == "supplement" and Supplement.objects.filter(case=case).exists()
        second = judge.may("cases.supplement-again", work.unit_path) if again else None
        return str(_("The law allows one notice; a second needs a supervisor.")) if again and not second else ""
    if code in ("examine", "inspect", DECIDE, RECONSIDER) and case.state != "accepted":
        return str(_("The case is not accepted yet."))
    if code in (DECIDE, RECONSIDER) and judge.hearing is not None:
        return str(_("A hearing is under way: it is decided on its record, and not before."))
    return _eyes(judge, work) if code in (DECIDE, RECONSIDER) and work.matter is not None else ""


def _eyes(judge: Judge, work: Work) -> str:
    offer = offers.offer(work.matter.offer, work.matter.offer_version) if work.matter else None
    examined = Examination.objects.filter(matter=work.matter, by=judge.by.person)
    return str(FOUR_EYES) if offer and offer.four_eyes and examined.exists() else ""


def _act(judge: Judge, code: str, work: Work, reason: str) -> Act:
    part = work.matter if code in (DECIDE, RECONSIDER) else None
    offer = offers.offer(part.offer, part.offer_version) if part else None
    if code == "decline":
        offer = offers.offer(judge.case.offer, judge.case.offer_version)
    return Act(
        code=code,
        label=str(LABELS[code]),
        task=work.task,
        allowed=not reason,
        reason=reason,
        name=work.name,
        form=work.properties.get("form", "") if desk_form(work) and code in ("examine", "inspect", "do") else "",
        articles=offer.legal_basis if offer else (),
    )
