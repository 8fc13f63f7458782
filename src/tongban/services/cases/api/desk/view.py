"""The case on one page of the desk: what is known and from where, where it stands, and what I may do now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language

from tongban.engines.processes import api as processes
from tongban.services.cases import access, facts, hearings, history, obligations, remarks
from tongban.services.cases.api import reopening, routings, supervising
from tongban.services.cases.api.desk.acts import acts_of
from tongban.services.cases.api.desk.shapes import Act, Found
from tongban.services.cases.api.inbox import TaskRow, row_of
from tongban.services.cases.api.opinions import OpinionView, answers
from tongban.services.cases.api.reading import Issued, Notice, Part, Summary, notices_of, outputs_of, parts_of, summary
from tongban.services.cases.api.reconsidering.showing import Tie, called, ties
from tongban.services.cases.api.reminding import Sent, copies_of
from tongban.services.cases.api.routings import RoutingView
from tongban.services.cases.api.time import Why, explained
from tongban.services.cases.clocks import WHOLE, calendar, last_day
from tongban.services.cases.models import Case, Clock, Examination, Inspection, Work
from tongban.services.cases.operations.registry import Failed, failed_of
from tongban.services.cases.showing import PaperView, papers_of
from tongban.services.decisions.api import Explanation
from tongban.services.offers import api as offers
from tongban.services.payments import api as payments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

RUNNING = dt.datetime.min.replace(tzinfo=dt.UTC)  # clocks that run stand first


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
    papers: tuple[PaperView, ...]
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
    supervisions: tuple[supervising.SupervisionView, ...]
    hearings: tuple[hearings.HearingView, ...]
    obligations: tuple[obligations.ObligationView, ...]
    reopenings: tuple[reopening.ReopeningView, ...]
    ties: tuple[Tie, ...]
    reasons: tuple[Explanation, ...]
    routings: tuple[RoutingView, ...]
    units: Mapping[str, str]

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
    units = {unit.code: unit for unit in authority.units()}
    names = {code: str(unit.name) for code, unit in units.items()}
    days = calendar()
    tied = ties(case, at=at, units=units, days=days)
    clocks = Prefetch("clocks", Clock.objects.select_related("matter").prefetch_related("pauses", "extensions"))
    prefetch_related_objects([case], "supervisions", "hearings", "reopenings", "remarks", clocks)
    reasons, routed = routings.of(case, by=by, at=at)
    owed, papers = obligations.of(case, at), papers_of(case, known)
    return DeskView(
        summary=summary(case, at, last_day(case.due_at), called(case, tied)),
        offer_version=case.offer_version,
        applicant=case.name,
        credit_code=case.credit_code,
        channel=case.channel,
        accepted_at=case.accepted_at,
        deemed_accepted=case.deemed_accepted,
        parts=parts_of(case, at=at, units=units, days=days, tied=tied),
        facts=known,
        evidence=tuple(one for part in offers.parts(case.offer, case.offer_version) for one in part.evidence),
        papers=papers,
        picture=_picture(running),
        tasks=tuple(row_of(one, by) for one in work),
        acts=acts_of(case, work, by=by, at=at, halted=_halted(running), owed=owed, papers=papers, tied=tied),
        clocks=tuple(
            explained(one, at=one.stopped_at or at, days=days, names=True)
            for one in sorted(case.clocks.all(), key=lambda one: (one.stopped_at or RUNNING, one.pk))
            if one.kind != WHOLE
        ),
        notices=notices_of(case),
        opinions=answers(case, by=by, at=at),
        found=_found(case, names),
        failed=failed_of(case.number),
        bills=payments.bills_of(case=number),
        outputs=outputs_of(case),
        history=history.lines(case, public=False),
        remarks=remarks.of(case, names),
        copies=copies_of(case),
        halted=_halted(running),
        supervisions=supervising.of(case, at, names),
        hearings=_hearings(case, by=by, at=at),
        obligations=owed,
        reopenings=reopening.of(case),
        ties=tied,
        reasons=reasons,
        routings=routed,
        units=names,
    )


def read_facts(case: Case, *, by: Subject, at: dt.datetime) -> tuple[facts.Known, ...]:
    """The facts of a case for an official; the applicant can see that they were read."""
    with access.reading(by, number=case.number, at=at, purpose=access.HANDLING):
        known = facts.current(case)
        if case.tag and known:
            names = sorted(fact.name for fact in known)
            privacy.read(subject_tag=case.tag, resource="cases.facts", fields=names, record=f"case:{case.number}")
        return facts.listed(case, known, at=at)


def _hearings(case: Case, *, by: Subject, at: dt.datetime) -> tuple[hearings.HearingView, ...]:
    with access.reading(by, number=case.number, at=at, purpose=access.HANDLING):
        return hearings.of(case, parties=True)


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


def _found(case: Case, names: Mapping[str, str]) -> tuple[Found, ...]:
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
