"""Pledges and tolerated gaps: chosen word for word, owed by a day, proved and checked, or breached with what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.forms import api as forms
from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases import holding
from tongban.services.cases.api.obligations import breaching
from tongban.services.cases.models import Case, Obligation
from tongban.services.cases.tests.city import FORM, LAW, OFFERS
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
PLAN = "图纸十日内补交，逾期不予许可。"
STAFF = "从业人员均持健康证明，一个月内提交。"
DUE = dt.date(2026, 12, 7)  # ten working days from Monday, 23 November
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def later(kind: str, statement: str, limit: str, more: str) -> str:
    text = f'{{ zh = "{statement}", en = "I accept." }}'
    return f'{{ kind = "{kind}", statement = {text}, legal_basis = {LAW}, limit = {limit}, {more} }}'


def evidence(name: str, zh: str, how: str, required: str) -> str:
    return (
        f'{{ id = "{name}", title = {{ zh = "{zh}", en = "{name}" }}, source = "applicant", level = "C", '
        f'required = {required}, later = {how}, field = "{"plan" if name == "plan" else ""}" }}'
    )


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    gap = later("gap", PLAN, "{ amount = 10 }", "remind = 3")
    pledge = later("pledge", STAFF, '{ amount = 1, unit = "months" }', "bar_months = 12")
    listed = f"[{evidence('plan', '图纸', gap, 'true')}, {evidence('staff', '健康证明', pledge, 'false')}]"
    return {"offers": {"food": OFFERS["food"] + f"\nevidence = {listed}"}, "forms": {"shop": FORM}}


@pytest.fixture()
def clerk(official) -> Subject:
    return official("market.clerk")


@pytest.fixture()
def with_gap(submitted, do) -> str:
    """A case before its decision whose plan is to follow."""
    number: str = submitted(later={"plan": PLAN}).number
    to_decision(number, do)
    return number


@pytest.fixture()
def pledged(submitted, do, send: Callable[..., str], clerk: Subject, at: dt.datetime) -> str:
    """A granted case with a pledge that is still to be proved."""
    number: str = submitted(later={"plan": PLAN, "staff": STAFF}).number
    to_decision(number, do)
    plan = owed(number, clerk, at)[0].id
    check(number, plan, clerk, at, "fulfilled", note="现场已见图纸")
    do(number, "decide", "market.leader", outcome="granted", article=0)
    return number


@pytest.fixture()
def send(resident: Subject) -> Callable[..., str]:
    def _send(number: str, obligation: int, at: dt.datetime) -> str:
        one = cases.add_file(number=number, field="owed", file=PDF, name="plan.pdf", by=resident, at=at, closed=True)
        cases.supply(number=number, obligation=obligation, attachments=[one.id], by=resident, at=at)
        return one.id

    return _send


def owed(number: str, by: Subject, at: dt.datetime) -> tuple[cases.ObligationView, ...]:
    return cases.desk_case(number=number, by=by, at=at).obligations


def check(number: str, obligation: int, by: Subject, at: dt.datetime, verdict: str, *, note: str = "x") -> None:
    cases.check_proof(number=number, obligation=obligation, verdict=verdict, note=note, by=by, at=at)


def told() -> list[str]:
    return [one.body["step"] for one in Message.objects.filter(kind="cases.ObligationMoved").order_by("pk")]


def test_required_evidence_comes_with_the_application_or_by_its_exact_statement(submitted) -> None:
    with pytest.raises(cases.Incomplete) as refused:
        submitted()
    assert refused.value.field == "plan"
    with pytest.raises(cases.Conflict):
        submitted(later={"plan": "I promise."})
    with pytest.raises(cases.Conflict):
        submitted(later={"plan": PLAN, "unknown": PLAN})
    assert not Case.objects.exists()


def test_the_time_runs_from_acceptance_and_is_explained(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted(later={"plan": PLAN}).number
    assert cases.case(number=number, by=resident, at=at).obligations[0].due is None
    do(number, "accept", "market.clerk")
    (one,) = cases.case(number=number, by=resident, at=at).obligations
    assert (one.state, one.due, one.statement) == ("open", DUE, PLAN)
    assert [why.due for why in cases.why(number=number, by=resident, at=at) if why.kind == "duty-1"] == [DUE]
    sound(Case.objects.get(number=number))


def test_nothing_is_granted_before_the_gap_is_closed(with_gap: str, do, send, clerk, at: dt.datetime) -> None:
    number = with_gap
    with pytest.raises(cases.Conflict):
        do(number, "decide", "market.leader", outcome="granted", article=0)
    (one,) = owed(number, clerk, at)
    send(number, one.id, at + DAY)
    check(number, one.id, clerk, at + 20 * DAY, "fulfilled", note="")  # it stood still while it was checked
    do(number, "decide", "market.leader", outcome="granted", article=0, when=at + 21 * DAY)
    assert told() == ["open", "supplied", "fulfilled"]


def test_who_sends_nothing_is_reminded_once_and_refused_by_the_clock_once(
    with_gap: str, resident, news, at: dt.datetime
) -> None:
    for days in (11, 12, 15, 16):
        cases.tick(at=at + days * DAY)
    view = cases.case(number=with_gap, by=resident, at=at + 16 * DAY)
    assert (view.summary.state, view.summary.outcome) == ("closed", "refused")
    assert "图纸" in view.parts[0].reasons
    assert view.obligations[0].state == "breached"
    assert told() == ["open", "reminded", "breached"]
    assert [news().count(kind) for kind in ("MatterDecided", "CaseDecided", "CaseClosed")] == [1, 1, 1]
    sound(Case.objects.get(number=with_gap))


def test_after_a_long_stop_nobody_is_reminded_of_what_is_over(with_gap: str, at: dt.datetime) -> None:
    cases.tick(at=at + 200 * DAY)
    assert told() == ["open", "breached"]


def test_proof_that_does_not_suffice_gives_the_time_anew(with_gap: str, send, clerk, at: dt.datetime) -> None:
    (one,) = owed(with_gap, clerk, at)
    send(with_gap, one.id, at + 14 * DAY)
    cases.tick(at=at + 30 * DAY)
    assert owed(with_gap, clerk, at)[0].state == "supplied"
    check(with_gap, one.id, clerk, at + 30 * DAY, "rejected", note="看不清")
    again = owed(with_gap, clerk, at + 30 * DAY)[0]
    assert (again.state, again.due, again.note) == ("open", dt.date(2027, 1, 6), "看不清")
    assert again.provisional  # the holidays of 2027 are not published


def test_late_proof_is_not_taken(with_gap: str, send, clerk, at: dt.datetime) -> None:
    (one,) = owed(with_gap, clerk, at)
    with pytest.raises(cases.Conflict):
        send(with_gap, one.id, at + 15 * DAY)


def test_a_broken_pledge_costs_the_trust_and_the_leader_decides_on_what_was_granted(
    pledged: str, submitted, official, clerk, at: dt.datetime
) -> None:
    sound(Case.objects.get(number=pledged))
    over = at + 40 * DAY
    cases.tick(at=over)
    broken = owed(pledged, clerk, over)[1]
    assert (broken.state, broken.barred_until) == ("breached", dt.date(2028, 1, 2))
    filters = cases.Filters(owed="breached")
    assert [row.number for row in cases.inbox(by=clerk, at=over, filters=filters).rows] == [pledged]
    with pytest.raises(cases.Incomplete) as refused:
        submitted(later={"plan": PLAN}, at=over)
    assert refused.value.field == "plan"
    leader = official("market.leader")
    with pytest.raises(Denied):
        cases.settle_breach(number=pledged, obligation=broken.id, verdict="kept", reason="x", by=clerk, at=over)
    cases.settle_breach(number=pledged, obligation=broken.id, verdict="kept", reason="住院", by=leader, at=over)
    submitted(later={"plan": PLAN}, at=over)  # excused: the trust is back
    with pytest.raises(cases.Conflict):
        cases.settle_breach(number=pledged, obligation=broken.id, verdict="kept", reason="x", by=leader, at=over)


def test_withdrawal_ends_what_is_owed(with_gap: str, resident: Subject, at: dt.datetime) -> None:
    cases.withdraw(number=with_gap, by=resident, at=at)
    assert Obligation.objects.get().state == "void"
    sound(Case.objects.get(number=with_gap))
    cases.tick(at=at + 30 * DAY)
    assert told() == ["open"]


def test_strangers_send_nothing_and_officials_of_others_check_nothing(
    with_gap: str, official, stranger, clerk, at: dt.datetime
) -> None:
    (one,) = owed(with_gap, clerk, at)
    with pytest.raises(cases.NotFound):
        cases.supply(number=with_gap, obligation=one.id, attachments=["x"], by=stranger, at=at)
    with pytest.raises(Denied):
        check(with_gap, one.id, official("fire.clerk"), at, "fulfilled")


def test_of_one_evidence_one_obligation_is_open(with_gap: str) -> None:
    row = Obligation.objects.get()
    row.pk, row.sequence, row.clock = None, 2, None
    row.state = "chosen"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_kill_of_the_clock_leaves_nothing(with_gap: str, at: dt.datetime) -> None:
    def lapse() -> None:
        with holding.locked(with_gap, at=at + 15 * DAY) as case:
            breaching.lapse(case, at + 15 * DAY)

    survives(lapse)
    assert told() == ["open", "breached"]


def test_a_kill_while_sending_leaves_nothing(with_gap: str, resident, clerk, at: dt.datetime) -> None:
    (one,) = owed(with_gap, clerk, at)
    kept: forms.Attachment = cases.add_file(number=with_gap, field="x", file=PDF, name="a.pdf", by=resident, at=at)
    survives(
        lambda: cases.supply(number=with_gap, obligation=one.id, attachments=[kept.id], by=resident, at=at)
    )  # fmt: skip


def test_answers_that_hold_the_file_owe_nothing(resident: Subject, published, at: dt.datetime) -> None:
    from tongban.services.offers import api as offers

    found = cases.choices(offer=offers.offer("food"), values=ANSWERS | {"plan": ["x"]}, by=resident, at=at)
    assert [one.evidence.id for one in found] == ["staff"]
