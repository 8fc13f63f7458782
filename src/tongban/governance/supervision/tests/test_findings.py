"""What is found in a case, and what is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tongban.governance.supervision import api as supervision
from tongban.governance.supervision.models import Finding, Measured
from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases.models import Decision, Matter, Work
from tongban.services.cases.tests.conftest import DAY
from tongban.services.notices.models import Notice
from tongban.services.payments import api as payments
from tongban.trust.authority.api import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_lawful_case_gives_no_finding_and_is_counted(decided, drained):
    number = decided("refused", reasons="too small")
    assert drained() == []
    row = Measured.objects.get(case=number)
    assert (row.state, row.outcome, row.in_time, row.days) == ("closed", "refused", True, 0)


def test_a_step_jumped_over_by_hand_is_found(submitted, do, official, drained, at):
    number = submitted().number
    do(number, "accept", "market.clerk")
    leader = official("market.leader")
    (running,) = cases.running(number=number, by=leader, at=at)
    take, put = [running.spots[0].number], [("decide", 0)]
    cases.repair(
        number=number, instance=running.instance, take=take, put=put, variables={}, reason="x", by=leader, at=at
    )
    assert drained() == []  # it may still be put right
    do(number, "decide", "market.leader", outcome="granted", article=0)
    found = [(kind, subject.partition(":")[2]) for kind, subject in drained()]
    assert found == [("skipped-step", "examine"), ("skipped-step", "inspect")]


def asked(name: str) -> list[cases.Missing]:
    return [cases.Missing(name, Text("东西", "a thing"))]


@pytest.mark.parametrize(
    ("item", "kinds"),
    [("area", []), ("item-0", ["evidence-beyond-list"]), ("entity", ["evidence-beyond-list"])],
)
def test_only_what_the_list_or_the_form_names_may_be_asked(submitted, do, drained, item: str, kinds: list[str]):
    number = submitted().number
    do(number, "supplement", "market.clerk", items=asked(item))
    assert [kind for kind, _ in drained()] == kinds


def test_what_a_register_holds_may_not_be_asked(submitted, do, resident, drained, at):
    from tongban.engines.forms.api import Prefilled

    known = {"shop_name": Prefilled("老王面馆", Text("市场主体登记", "register"), at.date(), "r:1")}
    number = submitted(prefilled=known).number
    do(number, "supplement", "market.clerk", items=asked("shop_name"))
    assert drained() == [("evidence-held", "1:shop_name")]


@pytest.fixture()
def trade(submitted, drained) -> str:
    """A case whose process issues a bill by the fee rule."""
    number = submitted("trade").number
    drained()
    return number


def test_a_bill_by_rule_is_lawful_and_any_other_is_not(trade, drained, at):
    (lawful,) = payments.bills_of(case=trade)
    assert lawful.total.amount == Decimal("120.50")
    supervision.look(trade, at=at)
    assert drained() == []
    for amount in ("120.50", "80.00"):  # the same sum a second time is no less off the list
        item = payments.Item(Text("服务费", "service"), Money(Decimal(amount)))
        payments.bill(case=trade, payer=lawful.payer, items=[item], at=at, by=SYSTEM, key=amount)
    supervision.look(trade, at=at)
    assert [kind for kind, _ in drained()] == ["fee-off-list"] * 2


def test_a_refusal_that_names_no_article_of_the_service_is_found(submitted, do, drained, at):
    number = submitted().number
    do(number, "accept", "market.clerk")
    matter = Matter.objects.get(case__number=number)
    task = Work.objects.get(case__number=number).task
    Decision.objects.create(
        matter=matter, task=task, outcome="refused", reasons="no", basis={"law": {"zh": "不存在法", "en": ""}, "article": "1"},
        by="x", by_name="X", post_zh="", post_en="", unit=matter.unit, at=at,
    )  # fmt: skip
    Matter.objects.filter(pk=matter.pk).update(state="decided", outcome="refused", decided_at=at)
    supervision.look(number, at=at)
    assert drained() == [("refusal-without-article", "food")]


def test_red_is_told_once_whatever_crashes(overdue, drained, official, monkeypatch, at):
    official("market.leader")
    late = at + 60 * DAY
    real, crashes = outbox.publish, iter([RuntimeError("killed"), RuntimeError("killed")])

    def publish(event, *, at: dt.datetime) -> None:
        real(event, at=at)
        if type(event).__name__ == "FindingOpened" and (error := next(crashes, None)):
            raise error

    monkeypatch.setattr(outbox, "publish", publish)
    for hours in range(6):
        outbox.drain(at=late + hours * dt.timedelta(hours=6))
        cases.tick(at=late + hours * dt.timedelta(hours=6))
    assert Finding.objects.filter(kind="overdue", case=overdue).count() == 1
    told = Notice.objects.filter(kind="supervision", about__startswith="finding:")
    assert told.values_list("person", flat=True).distinct().count() == told.count() == 1


def test_yellow_warns_who_answers_for_the_unit_once(submitted, do, official, drained, at):
    official("market.leader")
    number = submitted().number
    do(number, "accept", "market.clerk")
    for day in (8, 10, 11):
        cases.tick(at=at + day * DAY)
        drained(at + day * DAY)
    assert Notice.objects.filter(about__startswith=f"yellow:{number}").count() == 1


def test_looking_again_finds_nothing_new(submitted, do, drained, at):
    do(submitted().number, "supplement", "market.clerk", items=asked("item-0"))
    assert len(drained()) == 1
    day = at.date()
    assert supervision.sweep(since=day - DAY, until=day + 2 * DAY, at=at) == 0
    assert Finding.objects.count() == 1
