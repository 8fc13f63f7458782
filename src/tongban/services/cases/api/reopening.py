"""A closed case is taken up again (重新办理): its decision is set aside and made anew, on two officials' word or by a
decision on reconsideration. What was granted goes with it: its certificates are revoked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, history, host, remarks, telling
from tongban.services.cases.api.acceptance import run_clocks
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.api.turning import REPEATABLE
from tongban.services.cases.errors import CaseError, Conflict, Incomplete
from tongban.services.cases.events import CaseReopened
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Decision, Matter, Output, Reconsideration, Reopening
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import Subject

REOPEN, CONFIRM = "cases.reopen", "cases.reopen-confirm"
STEPS = frozenset({"examine", "inspect", "decide"})
LONGEST = 300
ISSUING = frozenset({"certificates.issue"})


@dataclass(frozen=True)
class ReopeningView:
    """Who wants the case taken up again, why, and what became of it: proposed, confirmed, refused."""

    reason: str
    basis: str
    state: str
    step: Text
    by: str
    at: dt.datetime
    settled_by: str
    settled_at: dt.datetime | None


def of(case: Case) -> tuple[ReopeningView, ...]:
    """The reopenings of a case, the newest first."""
    nodes = graph_of(case.process, case.process_version).nodes
    return tuple(
        ReopeningView(
            row.reason, row.basis, row.state, nodes[row.element].name if row.element in nodes else Text(row.element),
            row.by_name, row.at, row.settled_by_name, row.settled_at,
        )
        for row in sorted(case.reopenings.all(), key=lambda row: -row.pk)
    )  # fmt: skip


def reopenable(case: Case) -> bool:
    """Whether the case is over with one decision."""
    return case.state == "closed" and case.outcome in ("granted", "refused")


def steps_again(*, number: str) -> tuple[tuple[str, Text], ...]:
    """The steps at which the process of a closed case may begin again: of officials, and with no service after them
    that has acted already and cannot act again (a bill, an entry in a register, which its own procedure corrects). A
    certificate is revoked, and another takes its place.
    """
    acted = {one.element for one in processes.calls(business_key=number) if one.operation not in REPEATABLE | ISSUING}
    found = processes.beginnings_again(business_key=number, host=host.NAME)
    if not found:
        return ()
    case = Case.objects.get(number=number)
    nodes = graph_of(case.process, case.process_version).nodes
    return tuple(
        (one.element, one.name)
        for one in found
        if nodes[one.element].properties.get("act", "do") in STEPS and not acted & one.again
    )


def propose_reopening(*, number: str, to: str, reason: str, basis: str, by: Subject, at: dt.datetime) -> None:
    """Proposes that a decided case is handled again from a step of `steps_again`, with reason, law and article.

    Needs `cases.reopen`. Raises Incomplete (to, reason, basis), Conflict, NotFound, Denied.
    """
    with access.desk(number, REOPEN, by=by, at=at, over=True) as case:
        access.require(case, REOPEN, by=by, at=at)
        _fit(case)
        if Reopening.objects.filter(case=case, state="proposed").exists():
            raise Conflict(_("This was proposed already."))
        if to not in {element for element, _name in steps_again(number=number)}:
            raise Incomplete("to", _("Pick the step at which it begins again."))
        why, law = remarks.given(reason), remarks.given(basis, field="basis")[:LONGEST]
        decision = Decision.objects.filter(matter__case=case).latest("round")
        Reopening.objects.create(
            case=case, decision=decision, element=to, reason=why, basis=law, by=by.person, by_name=by.name, at=at
        )
        history.write(case, "reopening-proposed", by=by, at=at, unit=case.unit, public=False)
        access.note(case, "reopening-propose", by=by, at=at, element=to, basis=law)


def _fit(case: Case) -> None:
    if not reopenable(case):
        raise Conflict(_("Only a closed case that was granted or refused as a whole is taken up again."))
    if Matter.objects.filter(case=case).count() != 1:
        raise Conflict(_("A case with several parts is not taken up again as a whole."))
    if Reconsideration.objects.filter(contested=case, outcome="").exists():
        raise Conflict(_("The decision is being reconsidered: that says whether it is made anew."))


def settle_reopening(*, number: str, confirm: bool, by: Subject, at: dt.datetime) -> None:
    """A second official confirms or refuses. Confirmed: the decision is set aside with what came out of it, the process
    begins again, and the time for the decision is computed afresh from now. Needs `cases.reopen-confirm`, and where a
    certificate is revoked `certificates.revoke`.

    Raises Conflict (for who proposed it, too), NotFound, Denied.
    """
    with access.desk(number, CONFIRM, by=by, at=at, over=True) as case:
        access.require(case, CONFIRM, by=by, at=at)
        row = Reopening.objects.filter(case=case, state="proposed").first()
        if row is None:
            raise Conflict(_("Nothing is proposed (any more). Load the case again."))
        if row.by == by.person:
            raise Conflict(_("Who proposed it does not confirm it."))
        row.settled_by, row.settled_by_name, row.settled_at = by.person, by.name, at
        row.state = "confirmed" if confirm else "refused"
        row.save()
        line = "reopened" if confirm else "reopening-refused"
        history.write(case, line, by=by, at=at, unit=case.unit, public=confirm)
        access.note(case, line, by=by, at=at, element=row.element)
        if confirm:
            _reopen(case, row, by=by, at=at)


def _reopen(case: Case, row: Reopening, *, by: Subject, at: dt.datetime) -> None:
    _fit(case)
    revoke(case, reason=row.reason, basis=row.basis, by=by, at=at)
    again(case, row, by=by, at=at)


def revoke(case: Case, *, reason: str, basis: str, by: Subject, at: dt.datetime, matter: Matter | None = None) -> None:
    """Revokes what came out of a case, or of one matter of it, and is still valid. Raises CaseError, Denied."""
    rows = Output.objects.filter(case=case).order_by("pk")
    for number in (rows.filter(matter=matter) if matter else rows).values_list("number", flat=True):
        try:
            certificates.revoke(number=number, reason=reason, legal_basis=basis, by=by, at=at)
        except certificates.CertificateError as error:
            raise CaseError(str(error)) from error


def again(case: Case, row: Reopening, *, by: Subject, at: dt.datetime) -> None:
    """The process begins again at the step of a confirmed reopening, the time for the decision afresh."""
    case.state, case.outcome, case.decided_at, case.closed_at = "accepted", "", None, None
    Matter.objects.filter(case=case).update(state="open", outcome="", decided_at=None)
    due = run_clocks(case, at)
    with refusing():
        processes.reopen(
            business_key=case.number, host=host.NAME, element=row.element, reason="see the case", by=by.person, at=at
        )
    outbox.publish(CaseReopened(**telling.about(case), reason=row.reason, due=due.due_on if due else None), at=at)
