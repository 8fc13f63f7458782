"""The case as its applicant sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases import access, clocks, cursors, facts, hearings, history, obligations, remedies
from tongban.services.cases.api.decisions import withdrawable
from tongban.services.cases.api.inbox import Light, light
from tongban.services.cases.api.reconsidering.showing import Tie, called, ties
from tongban.services.cases.models import Case, Decision, Matter, Output, Pause, Supplement
from tongban.services.cases.showing import PaperView, papers_of
from tongban.services.certificates import api as certificates
from tongban.services.payments import api as payments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject, Unit

MAX_LIMIT = 100
STATES = {
    "submitted": _("Waiting for acceptance"),
    "supplement": _("Waiting for your answer"),
    "accepted": _("In progress"),
    "decided": _("Decided"),
    "closed": _("Closed"),
    "withdrawn": _("Withdrawn"),
    "not_accepted": _("Not accepted"),
}
OUTCOMES = {"": "", "granted": _("Granted"), "refused": _("Refused"), "partly": _("Granted in part")}


@dataclass(frozen=True)
class Earlier:
    """A decision that was set aside when the case was taken up again."""

    outcome_text: str
    reasons: str
    basis: LegalBasis
    at: dt.datetime


@dataclass(frozen=True)
class Part:
    """One matter: who decides, what was decided and why. `due` is the last day in time while its clock runs."""

    offer: str
    title: Text
    unit: str
    unit_name: Text
    state: str
    outcome: str
    outcome_text: str
    reasons: str
    basis: LegalBasis | None
    decided_at: dt.datetime | None
    due: dt.date | None
    light: Light
    earlier: tuple[Earlier, ...] = ()
    remedies: tuple[remedies.Remedy, ...] = ()


@dataclass(frozen=True)
class Issued:
    """A certificate that came out, by number; `part` is the matter's offer."""

    number: str
    title: Text
    part: str
    at: dt.datetime


@dataclass(frozen=True)
class Notice:
    """A supplement notice. `items`: id, text, wanted ("text" or "file")."""

    sequence: int
    items: tuple[tuple[str, Text, str], ...]
    asked_at: dt.datetime
    due: dt.date
    state: str
    answered_at: dt.datetime | None
    answers: dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """A case in a list of one's own."""

    number: str
    offer: str
    title: Text
    state: str
    state_text: str
    outcome: str
    outcome_text: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    due: dt.date | None
    provisional: bool
    light: Light


@dataclass(frozen=True)
class CaseView:
    """The applicant's whole case. `may` names what the applicant may do now: answer, pay, hearing (ask for), withdraw.
    `running` is the kind of the clock behind `due`: acceptance, handling, answer (the applicant's own), or empty;
    `standing` the causes, in words, for which it stands still.
    """

    summary: Summary
    offer_version: str
    applicant: str
    credit_code: str
    deemed_accepted: bool
    running: str
    standing: tuple[str, ...]
    parts: tuple[Part, ...]
    timeline: tuple[history.Line, ...]
    notices: tuple[Notice, ...]
    facts: tuple[facts.Known, ...]
    bills: tuple[payments.Bill, ...]
    outputs: tuple[Issued, ...]
    certificates: tuple[certificates.Certificate, ...]
    hearings: tuple[hearings.HearingView, ...]
    obligations: tuple[obligations.ObligationView, ...]
    papers: tuple[PaperView, ...]
    ties: tuple[Tie, ...]
    may: frozenset[str]

    @property
    def number(self) -> str:
        return self.summary.number

    @property
    def notice(self) -> Notice | None:
        """The open supplement notice."""
        return next((one for one in self.notices if one.state == "open"), None)


def summary(case: Case, at: dt.datetime, due: dt.date | None, outcome: str = "") -> Summary:
    """A case in short. `due` is the last day of the running clock; `outcome`: its name, where that is special."""
    return Summary(
        number=case.number,
        offer=case.offer,
        title=case.title,
        state=case.state,
        state_text=str(STATES[case.state]),
        outcome=case.outcome,
        outcome_text=outcome or str(OUTCOMES[case.outcome]),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        due=due,
        provisional=case.provisional,
        light=light(case.due_at, case.yellow_at, at) if case.open else "",
    )


@dataclass(frozen=True)
class Cases:
    """A page of one's own cases; `after` is the cursor of the next one, empty on the last."""

    cases: tuple[Summary, ...]
    after: str


def my_cases(*, by: Subject, at: dt.datetime, after: str = "", limit: int = 20) -> Cases:
    """The subject's own cases, or those of the company acted for, the newest first. One query."""
    rows = Case.objects.filter(access.owned(by)).order_by("-opened_at", "-id")
    place = cursors.read(after)
    if place is not None:
        opened, key = place
        rows = rows.filter(Q(opened_at__lte=opened) & (Q(opened_at__lt=opened) | Q(pk__lt=key)))
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows[: size + 1])
    more = cursors.written(found[size - 1].opened_at, found[size - 1].pk) if len(found) > size else ""
    return Cases(tuple(summary(case, at, clocks.last_day(case.due_at)) for case in found[:size]), more)


def case(*, number: str, by: Subject, at: dt.datetime) -> CaseView:
    """The subject's own case, or one of the company acted for. Raises NotFound."""
    return view(access.own(number, by=by), by=by, at=at)


def view(case: Case, *, by: Subject, at: dt.datetime) -> CaseView:
    """The whole case for its applicant; the caller has checked that it is theirs. A constant number of queries."""
    notices = notices_of(case)
    asked = next((one for one in notices if one.state == "open"), None)
    with access.reading(by, number=case.number, at=at, purpose=access.OWN):
        known = facts.listed(case, facts.current(case), at=at)
    heard = hearings.of(case, parties=False)
    units, days = {unit.code: unit for unit in authority.units()}, clocks.calendar()
    tied = ties(case, at=at, units=units, days=days)
    bills, issued = payments.bills_of(case=case.number), outputs_of(case)
    return CaseView(
        summary=summary(case, at, asked.due if asked else clocks.last_day(case.due_at), called(case, tied)),
        offer_version=case.offer_version,
        applicant=case.name,
        credit_code=case.credit_code,
        deemed_accepted=case.deemed_accepted,
        running="answer" if asked else _running(case),
        standing=() if asked else _standing(case),
        parts=parts_of(case, at=at, units=units, days=days, tied=tied),
        timeline=history.lines(case, public=True),
        notices=notices,
        facts=known,
        bills=bills,
        outputs=issued,
        certificates=certificates.held(numbers=[one.number for one in issued], by=by, at=at),
        hearings=heard,
        obligations=obligations.of(case, at),
        papers=papers_of(case, known),
        ties=tied,
        may=_may(case, asked, bills, heard, at),
    )


def outputs_of(case: Case) -> tuple[Issued, ...]:
    """The certificates that a case was given."""
    rows = Output.objects.filter(case=case).select_related("matter").order_by("pk")
    return tuple(
        Issued(row.number, Text(row.title_zh, row.title_en), row.matter.offer if row.matter else "", row.at)
        for row in rows
    )


def _standing(case: Case) -> tuple[str, ...]:
    rows = Pause.objects.filter(clock__case=case, clock__stopped_at=None, end=None).order_by("pk")
    return tuple(deadlines.cause(code) for code in dict.fromkeys(rows.values_list("cause", flat=True)))


def _running(case: Case) -> str:
    return {"submitted": "acceptance", "accepted": "handling"}.get(case.state, "")


def _may(
    case: Case,
    asked: Notice | None,
    bills: tuple[payments.Bill, ...],
    heard: tuple[hearings.HearingView, ...],
    at: dt.datetime,
) -> frozenset[str]:
    found = {
        "answer": asked is not None,
        "pay": any(bill.state == "open" for bill in bills),
        "hearing": any(one.state == "offered" and clocks.day_of(at) <= one.until for one in heard),
        "withdraw": withdrawable(case),
    }
    return frozenset(name for name, yes in found.items() if yes)


def notices_of(case: Case) -> tuple[Notice, ...]:
    """The supplement notices of a case, in order."""
    return tuple(
        Notice(
            sequence=row.sequence,
            items=tuple((item["id"], Text(**item["text"]), item["wanted"]) for item in row.items),
            asked_at=row.asked_at,
            due=row.due_on,
            state=row.state,
            answered_at=row.answered_at,
            answers=row.answers,
        )
        for row in Supplement.objects.filter(case=case).order_by("sequence")
    )


def parts_of(
    case: Case, *, at: dt.datetime, units: Mapping[str, Unit], days: deadlines.Calendar, tied: tuple[Tie, ...] = ()
) -> tuple[Part, ...]:
    """The matters of a case with their decisions: three queries, and those for the parameters of remedies."""
    own = next((one for one in tied if one.number == case.number), None)
    settled = {one.part for one in tied if one.contested == case.number and not one.over}
    names, contested = {unit.code: unit.name for unit in units.values()}, remedies.Remedies(units, days)
    matters = list(Matter.objects.filter(case=case).order_by("position"))
    made = list(Decision.objects.filter(matter__case=case).order_by("round"))
    decisions = {row.matter_id: row for row in made}
    clock = {row.matter_id: row for row in case.clocks.all() if row.kind == "handling" and row.stopped_at is None}
    planned = any(row.kind == clocks.WHOLE for row in case.clocks.all())
    found = []
    for matter in matters:
        decision = decisions.get(matter.pk) if matter.state == "decided" else None
        running = clock.get(matter.pk) or (None if planned else clock.get(None))
        found.append(
            Part(
                offer=matter.offer,
                title=matter.title,
                unit=matter.unit,
                unit_name=names.get(matter.unit, Text(matter.unit, matter.unit)),
                state=matter.state,
                outcome=matter.outcome,
                outcome_text=own.outcome_text if own else str(OUTCOMES[matter.outcome]),
                reasons=decision.reasons if decision else "",
                basis=clocks.basis_from(decision.basis) if decision else None,
                decided_at=matter.decided_at,
                remedies=contested.of(matter.unit, decision.at, at=at, reviewed=own is not None)
                if decision and matter.offer not in settled
                else (),
                earlier=tuple(
                    Earlier(str(OUTCOMES[row.outcome]), row.reasons, clocks.basis_from(row.basis), row.at)
                    for row in made
                    if row.matter_id == matter.pk and row is not decision
                ),
                due=running.due_on if running and matter.state == "open" else None,
                light=light(running.due_at, running.yellow_at, at) if running and matter.state == "open" else "",
            )
        )
    return tuple(found)
