"""What a process has done by itself: registered, fetched, decided by rule, billed, issued; and what if it cannot."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.kernel.outbox.models import Message
from tongban.registers.legal_entities import api as legal_entities
from tongban.services.cases import api as cases
from tongban.services.cases import checks
from tongban.services.cases.events import OperationRequested
from tongban.services.cases.models import Output
from tongban.services.cases.operations import registry
from tongban.services.cases.tests import city, services
from tongban.services.cases.tests.conftest import ANSWERS
from tongban.services.payments import api as payments
from tongban.services.payments.events import BillPaid
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return services.FILES


def run(at: dt.datetime) -> None:
    outbox.drain(at=at)


def test_a_process_registers_fetches_bills_and_issues(submitted, official, resident: Subject, at: dt.datetime) -> None:
    number = submitted("trade").number
    run(at)
    mine = cases.case(number=number, by=resident, at=at)
    assert mine.may == {"pay", "withdraw"}
    assert str(mine.bills[0].total) == "¥120.50"
    known = {one.name: one for one in mine.facts}
    code = known["credit_code"].display
    assert legal_entities.check_credit_code(code)
    assert (known["entity.status"].display, known["entity.status"].label, known["entity.status"].group) == (
        "存续",
        "登记状态",
        "登记",
    )
    assert known["entity.status"].evidence
    assert (known["fees.fee"].display, known["fees.fee"].origin) == ("120.50", "rule")
    assert legal_entities.entity(credit_code=code, fields=["scope"]).data["scope"] == "food"
    pay(mine.bills[0].number, number, at)
    mine = cases.case(number=number, by=resident, at=at)
    assert [one.title.en for one in mine.outputs] == ["Licence"]
    assert [row.value.zh for row in mine.certificates[0].rows] == ["老王面馆", "active"]
    assert mine.summary.state == "closed"
    assert [one.number for one in cases.desk_case(number=number, by=official("market.clerk"), at=at).outputs] == [
        mine.certificates[0].number
    ]


def pay(bill: str, number: str, at: dt.datetime) -> None:
    """What payments tell when the channel confirmed."""
    from django.db import transaction

    with transaction.atomic():
        outbox.publish(
            BillPaid(bill, number, "p1", "", payments.bills_of(case=number)[0].total.amount, "CNY", "R1"), at=at
        )
    run(at)


def test_what_costs_nothing_is_not_billed(submitted, resident: Subject, at: dt.datetime) -> None:
    number = submitted("trade", {"shop_name": "小店", "area": "20"}).number
    run(at)
    mine = cases.case(number=number, by=resident, at=at)
    assert (mine.bills, len(mine.outputs), mine.summary.state) == ((), 1, "closed")


def test_a_part_that_is_not_asked_for_is_left_out(db, tmp_path, do, resident: Subject, at: dt.datetime) -> None:
    process = city.bpmn(
        "opening", "service:drop:cases.drop-part,part=hygiene", "user:food:decide,part=food,post=leader", "end:done",
        "flow:start>drop", "flow:drop>food", "flow:food>done",
    )  # fmt: skip
    declarations.publish(
        declarations.read(city.write(tmp_path / "odd", processes={"opening": process})), at=at - dt.timedelta(days=30)
    )
    number = cases.open_case(offer="opening", answers=ANSWERS, by=resident, at=at).number
    run(at)
    do(number, "decide", "market.leader", outcome="granted", article=0)
    mine = cases.case(number=number, by=resident, at=at)
    assert [(part.offer, part.state) for part in mine.parts] == [("food", "decided"), ("hygiene", "dropped")]
    assert (mine.summary.state, mine.summary.outcome) == ("closed", "granted")


def test_an_operation_delivered_again_is_done_once(submitted, at: dt.datetime) -> None:
    number = submitted("trade", {"shop_name": "小店", "area": "20"}).number
    run(at)
    for message in Message.objects.filter(kind="cases.OperationRequested"):
        registry.requested(OperationRequested(**message.body), at)
    assert Output.objects.count() == 1
    assert [call.state for call in processes.calls(business_key=number)] == ["done"] * 6


def test_a_refused_exchange_is_shown_at_the_desk_and_tried_again(
    submitted, official, at: dt.datetime, monkeypatch
) -> None:
    from tongban.exchange.mediator import api as mediator

    real = mediator.ask

    def refuse(**_: object) -> object:
        raise mediator.ExchangeRefused("nothing", resource="legal_entities.basic")

    monkeypatch.setattr(mediator, "ask", refuse)
    number = submitted("trade", {"shop_name": "小店", "area": "20"}).number
    run(at)
    clerk = official("market.clerk")
    failed = cases.desk_case(number=number, by=clerk, at=at).failed
    assert [(one.operation, one.error) for one in failed] == [("mediator.fetch", "exchange")]
    monkeypatch.setattr(mediator, "ask", real)
    cases.retry(number=number, call=failed[0].call, by=clerk, at=at)
    with pytest.raises(cases.Conflict):
        cases.retry(number=number, call=failed[0].call, by=clerk, at=at)
    with pytest.raises(cases.NotFound):
        cases.retry(number=number, call=10**9, by=clerk, at=at)
    run(at)
    assert Output.objects.count() == 1


def test_a_crash_inside_an_operation_leaves_nothing_and_it_is_delivered_again(
    submitted, at: dt.datetime, monkeypatch
) -> None:
    from tongban.services.certificates import api as certificates

    real, calls = certificates.issue, []

    def fails_once(**given: object) -> object:
        made = real(**given)
        calls.append(made)
        if len(calls) == 1:
            raise RuntimeError("power cut")
        return made

    monkeypatch.setattr(certificates, "issue", fails_once)
    number = submitted("trade", {"shop_name": "小店", "area": "20"}).number
    run(at)
    assert not Output.objects.exists()
    run(at + dt.timedelta(minutes=5))
    assert Output.objects.get().number == calls[1].number
    assert calls[0].number == calls[1].number
    assert not outbox.dead_letters()
    del number


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("evidence=entity", "evidence=nothing"),
        ("result=licence", "result=nothing"),
        ("decision=fee,", "decision=none,"),
        ("set-name=shop_name", "set-name=missing_name"),
        ("set-kind=&quot;company&quot;,", ""),
        ("register=legal_entities,", "register=nothing,"),
        ("rules.decide", "rules.devise"),
    ],
)
def test_a_wrong_model_fails_the_call_and_nothing_else(  # noqa: PLR0917 (fixtures)
    db, tmp_path, resident, at: dt.datetime, wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "check_process", lambda *_: iter(()))  # the linter would have refused most of them
    process = services.PROCESS.replace(services_attribute(wrong), services_attribute(right))
    assert process != services.PROCESS
    package = declarations.read(city.write(tmp_path / "odd", **services.FILES | {"processes": {"trade": process}}))
    declarations.publish(package, at=at)
    view = cases.open_case(offer="trade", answers={"shop_name": "小店", "area": "20"}, by=resident, at=at)
    run(at)
    states = [call.state for call in processes.calls(business_key=view.number)]
    assert states[-1] == "failed"
    assert not outbox.dead_letters()


def services_attribute(text: str) -> str:
    """`a=b,` of the short form as the attribute that it became."""
    name, sign, value = text.rstrip(",").partition("=")
    return f'tongban:{name}="{value}"' if sign else text
