"""The case on one page of the desk: what is known and from where, where it stands, and what I may do now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases import access, facts, history, remarks
from tongban.services.cases.api.examination import desk_form
from tongban.services.cases.api.inbox import TaskRow, row_of
from tongban.services.cases.api.opinions import OpinionView, shown
from tongban.services.cases.api.reading import Issued, Notice, Part, Summary, notices_of, outputs_of, parts_of, summary
from tongban.services.cases.api.reminding import URGE, Sent, copies_of
from tongban.services.cases.api.repairing import REPAIR
from tongban.services.cases.api.standing import HALT
from tongban.services.cases.api.time import Why, explained
from tongban.services.cases.api.turning import last_step
from tongban.services.cases.clocks import last_day
from tongban.services.cases.models import Case, Clock, Examination, Inspection, Opinion, Supplement, Work
from tongban.services.cases.operations.registry import Failed, failed_of
from tongban.services.offers import api as offers
from tongban.services.payments import api as payments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

LABELS = {
    "return": _("Send back"),
    "transfer": _("Hand over"),
    "delegate": _("Delegate"),
    "resolve": _("Give back with the result"),
    "urge": _("Urge"),
    "add": _("Add a department"),
    "recall": _("Take back"),
    "copy": _("Send a copy"),
    "halt": _("Stop the process"),
    "go-on": _("Let the process go on"),
    "repair": _("Repair the process"),
    "accept": _("Accept"),
    "decline": _("Do not accept"),
    "supplement": _("Ask for what is missing"),
    "examine": _("Record the examination"),
    "inspect": _("Record the inspection"),
    "decide": _("Decide"),
    "do": _("Mark as done"),
    "claim": _("Take the task"),
    "release": _("Give the task back"),
    "assign": _("Give the task to a colleague"),
    "opinion": _("Ask another department"),
    "suspend": _("Stop the clock"),
    "extend": _("Prolong the time"),
}
WHOLE = {"opinion": "cases.examine", "suspend": "cases.suspend", "extend": "cases.extend"}
MINOR = frozenset({"return", "transfer", "delegate", "urge", "add"})
_TAKEN = _("A colleague has taken this task.")
OF_TASK = {"accept": ("accept", "decline", "supplement")}


@dataclass(frozen=True)
class Act:
    """Something that may be done now. `task` is the task it settles, none for acts on the whole case; `reason` says why
    it is not allowed; `form` is the key of the desk form to fill in; `articles` are those to pick from.
    """

    code: str
    label: str
    task: int | None
    allowed: bool
    reason: str
    name: Text
    form: str
    articles: tuple[LegalBasis, ...]

    @property
    def minor(self) -> bool:
        """Whether it moves the work and does not do it."""
        return self.code in MINOR


@dataclass(frozen=True)
class Found:
    """What one department found on site, or one examiner."""

    kind: str
    unit: str
    who: str
    at: dt.datetime
    verdict: str
    text: str
    part: str


@dataclass(frozen=True)
class DeskView:
    """A case for the desk. `picture` is SVG with current and done steps."""

    summary: Summary
    offer_version: str
    applicant: str
    credit_code: str
    channel: str
    accepted_at: dt.datetime | None
    deemed_accepted: bool
    parts: tuple[Part, ...]
    facts: tuple[facts.Known, ...]
    evidence: tuple[offers.Evidence, ...]
    picture: str
    tasks: tuple[TaskRow, ...]
    acts: tuple[Act, ...]
    clocks: tuple[Why, ...]
    notices: tuple[Notice, ...]
    opinions: tuple[OpinionView, ...]
    found: tuple[Found, ...]
    failed: tuple[Failed, ...]
    bills: tuple[payments.Bill, ...]
    outputs: tuple[Issued, ...]
    history: tuple[history.Line, ...]
    remarks: tuple[remarks.RemarkView, ...]
    copies: tuple[Sent, ...]
    halted: bool

    @property
    def number(self) -> str:
        return self.summary.number

    def act(self, code: str) -> Act | None:
        """The first allowed act of this code."""
        return next((one for one in self.acts if one.code == code and one.allowed), None)


def desk_case(*, number: str, by: Subject, at: dt.datetime) -> DeskView:
    """A case for an official whose unit takes part in it; the look at personal data is noted. Raises NotFound.

    A constant number of queries.
    """
    case = access.at_desk(number, by=by, at=at)
    work = list(Work.objects.filter(case=case).select_related("matter").order_by("pk"))
    known = read_facts(case, by=by, at=at)
    running = processes.state(case.number)
    clocks = Clock.objects.filter(case=case).select_related("matter").prefetch_related("pauses", "extensions")
    return DeskView(
        summary=summary(case, at, last_day(case.due_at)),
        offer_version=case.offer_version,
        applicant=case.name,
        credit_code=case.credit_code,
        channel=case.channel,
        accepted_at=case.accepted_at,
        deemed_accepted=case.deemed_accepted,
        parts=parts_of(case, at=at),
        facts=known,
        evidence=tuple(one for part in offers.parts(case.offer, case.offer_version) for one in part.evidence),
        picture=_picture(running),
        tasks=tuple(row_of(one, by) for one in work),
        acts=_acts(case, work, by, at, halted=_halted(running)),
        clocks=tuple(explained(one, at=one.stopped_at or at) for one in clocks.order_by("stopped_at", "pk")),
        notices=notices_of(case),
        opinions=tuple(
            shown(row, at, ()) for row in Opinion.objects.filter(case=case).select_related("case").order_by("pk")
        ),
        found=_found(case),
        failed=failed_of(case.number),
        bills=payments.bills_of(case=number),
        outputs=outputs_of(case),
        history=history.lines(case, public=False),
        remarks=remarks.of(case, {unit.code: str(unit.name) for unit in authority.units()}),
        copies=copies_of(case),
        halted=_halted(running),
    )


def read_facts(case: Case, *, by: Subject, at: dt.datetime) -> tuple[facts.Known, ...]:
    """The facts of a case for an official; the applicant can see that they were read."""
    with access.reading(by, number=case.number, at=at, purpose=access.HANDLING):
        known = facts.current(case)
        if case.tag and known:
            names = sorted(fact.name for fact in known)
            privacy.read(subject_tag=case.tag, resource="cases.facts", fields=names, record=f"case:{case.number}")
        return facts.listed(case, known, at=at)


def _picture(running: list[processes.Progress]) -> str:
    """The process of the case in the version under which it runs now."""
    main = next(one for one in running if one.parent is None)
    return processes.picture(
        main.graph,
        current=main.current,
        done=main.done,
        returned=main.returned,
        language=get_language() or "zh-hans",
    )


def _halted(running: list[processes.Progress]) -> bool:
    return any(one.status == "suspended" for one in running)


def _found(case: Case) -> tuple[Found, ...]:
    names = {unit.code: str(unit.name) for unit in authority.units()}
    examined = Examination.objects.filter(matter__case=case).select_related("matter")
    seen = [
        Found("examination", names.get(r.unit, r.unit), r.by_name, r.at, r.recommendation, r.note, str(r.matter.title))
        for r in examined
    ]
    seen += [
        Found(
            "inspection", names.get(r.unit, r.unit), r.by_name, r.at, "passed" if r.passed else "failed", r.findings, ""
        )
        for r in Inspection.objects.filter(case=case)
    ]
    return tuple(sorted(seen, key=lambda one: one.at))


def _acts(case: Case, work: list[Work], by: Subject, at: dt.datetime, *, halted: bool) -> tuple[Act, ...]:
    """What may be done now and what may not and why; refused acts of other units' tasks are left out."""
    if not case.open:
        return ()
    judge = _Judge(case, by, at, halted=halted)
    found = [act for one in work for act in (judge.of_task(one) if judge.mine(one) else judge.of_others(one))]
    if case.state == "accepted":
        found += [judge.whole(code) for code in WHOLE]
    return (*found, *judge.around(halted=halted))


class _Judge:
    """Asks authority once for each permission and unit."""

    def __init__(self, case: Case, by: Subject, at: dt.datetime, *, halted: bool) -> None:
        self.case, self.by, self.at, self.halted = case, by, at, halted
        self.known: dict[tuple[str, str], authority.Decision] = {}

    def may(self, permission: str, path: str) -> authority.Decision:
        key = (permission, path)
        if key not in self.known:
            self.known[key] = authority.can(
                subject=self.by,
                permission=permission,
                unit_path=path,
                level=self.case.level,
                facts=access.attributes(self.case),
                purpose=access.HANDLING,
                at=self.at,
            )
        return self.known[key]

    def mine(self, work: Work) -> bool:
        """Whether the task is for this official: as candidate, or because a colleague delegated it."""
        return access.candidate(work, self.by) or bool(work.owner and work.assignee == self.by.person)

    def of_others(self, work: Work) -> list[Act]:
        """What may be done with a task that is for others: hand it over, urge it."""
        found = [self.act("transfer", work, "")] if self.may("cases.assign", work.unit_path) else []
        if self.may(URGE, work.unit_path) or self.may(URGE, self.case.unit_path):
            found.append(self.act("urge", work, ""))
        return found

    def moves(self, work: Work) -> list[Act]:
        """How somebody who has a task may move it instead of doing it."""
        codes = ["transfer", "delegate"]
        if work.act != "accept" and self.case.state == "accepted":
            codes.insert(0, "return")
        if work.act == "inspect":
            codes.append("add")
        return [self.act(code, work, "") for code in codes]

    def around(self, *, halted: bool) -> list[Act]:
        """What may be done with the process of the case."""
        done = last_step(self.case, by=self.by) if not halted else None
        found = []
        if done is not None:
            found.append(Act("recall", str(LABELS["recall"]), done.id, True, "", done.name, "", ()))  # noqa: FBT003
        for code, permission in (("copy", URGE), ("go-on" if halted else "halt", HALT), ("repair", REPAIR)):
            if self.may(permission, self.case.unit_path):
                found.append(Act(code, str(LABELS[code]), None, True, "", Text("", ""), "", ()))  # noqa: FBT003
        return found

    def of_task(self, work: Work) -> list[Act]:
        if work.owner and work.assignee == self.by.person:
            return [self.act("resolve", work, "")]
        decision = self.may(access.PERMISSION[work.act], work.unit_path)
        reason = "" if decision.allowed else decision.reason
        if work.assignee and work.assignee != self.by.person:
            reason = str(_("You delegated this task.") if work.owner == self.by.person else _TAKEN)
        if self.halted:
            reason = reason or str(_("The process stands still by order."))
        acts = [
            self.act(code, work, reason or self.hindrance(code, work)) for code in OF_TASK.get(work.act, (work.act,))
        ]
        mine = work.assignee == self.by.person
        moves = [] if reason else self.moves(work)
        if reason and self.may("cases.assign", work.unit_path):
            moves = [self.act("transfer", work, "")]
        return [*acts, self.act("release" if mine else "claim", work, reason), *moves]

    def hindrance(self, code: str, work: Work) -> str:
        """Why the case does not let this be done now."""
        if code in ("accept", "decline", "supplement"):
            if self.case.state == "supplement":
                return str(_("The applicant's answer to the supplement notice is awaited."))
            again = code == "supplement" and Supplement.objects.filter(case=self.case).exists()
            second = self.may("cases.supplement-again", work.unit_path) if again else None
            return str(_("The law allows one notice; a second needs a supervisor.")) if again and not second else ""
        if code in ("examine", "inspect", "decide") and self.case.state != "accepted":
            return str(_("The case is not accepted yet."))
        if code == "decide" and work.matter is not None:
            return self.eyes(work)
        return ""

    def eyes(self, work: Work) -> str:
        offer = offers.offer(work.matter.offer, work.matter.offer_version) if work.matter else None
        examined = Examination.objects.filter(matter=work.matter, by=self.by.person)
        if offer and offer.four_eyes and examined.exists():
            return str(_("You examined this; by the rule of four eyes somebody else decides."))
        return ""

    def act(self, code: str, work: Work, reason: str) -> Act:
        part = work.matter if code == "decide" else None
        offer = offers.offer(part.offer, part.offer_version) if part else None
        if code == "decline":
            offer = offers.offer(self.case.offer, self.case.offer_version)
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

    def whole(self, code: str) -> Act:
        decision = self.may(WHOLE[code], self.case.unit_path)
        reason = "" if decision.allowed else decision.reason
        return Act(code, str(LABELS[code]), None, not reason, reason, Text("", ""), "", ())
