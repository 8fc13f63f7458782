"""Bills and the ledger."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money, money
from tongban.kernel.outbox.models import Message
from tongban.services.payments import api as payments
from tongban.services.payments.models import Account, Bill, BillItem, Posting
from tongban.services.payments.tests.conftest import PAYER, STRANGER
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import SYSTEM, Denied, Subject


def kinds():
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


def test_a_bill_is_written_with_lines_postings_event_and_audit_entry(issue):
    bill = issue()
    assert bill.number.startswith("F430700-2026-000001-")
    assert (bill.state, str(bill.total), len(bill.items)) == ("open", "¥180.50", 2)
    assert payments.bills_of(case=bill.case) == (bill,)
    assert kinds() == ["payments.BillIssued"]
    assert Pending.objects.count() == 1
    held = payments.balances()
    assert held["receivable"] == money("180.50")
    assert held["income"] == money("-180.50")


def test_numbers_of_a_year_have_no_gap(issue, at):
    with pytest.raises(payments.PaymentError):
        issue(items=[])
    places = [issue(at=at + dt.timedelta(days=days)).number[8:19] for days in (0, 1, 40)]
    assert places == ["2026-000001", "2026-000002", "2027-000001"]


def test_a_key_makes_issuing_repeatable(issue):
    assert issue(key="fee") == issue(key="fee")
    assert issue(key="other").number != issue(key="fee").number
    assert Posting.objects.count() == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"items": [payments.Item(Text("费", "Fee"), money("0"))]},
        {"items": [payments.Item(Text("费", "Fee"), money("-1"))]},
        {"items": [payments.Item(Text("费", "Fee"), money("0.005"))]},
        {"items": [payments.Item(Text("费", "Fee"), money("1")), payments.Item(Text("费", "Fee"), money("1", "EUR"))]},
        {"payer": payments.Payer(person="p1")},
        {"payer": payments.Payer(name="nobody")},
    ],
)
def test_a_bill_that_makes_no_sense_is_refused_and_leaves_nothing(issue, changes):
    with pytest.raises(payments.PaymentError):
        issue(**changes)
    assert not Bill.objects.exists()
    assert not Message.objects.exists()


def test_only_the_payer_and_who_acts_for_the_company_see_a_bill(issue, at):
    own = issue()
    company = issue(payer=payments.Payer(person="p9", credit_code="91430700MA4L000000", name="某公司"))
    acting = Subject(kind="resident", person="p1", name="李小明", acting_for="91430700MA4L000000")
    assert payments.bill_of(number=own.number, by=PAYER, at=at) == own
    assert payments.bill_of(number=company.number, by=acting, at=at) == company
    for number, by in ((own.number, STRANGER), (company.number, PAYER), (own.number, acting), ("F0", PAYER)):
        with pytest.raises(LookupError):
            payments.bill_of(number=number, by=by, at=at)


def test_voiding_posts_back_and_happens_once(issue, at):
    bill = issue()
    for _ in range(2):
        assert payments.void(bill=bill.number, reason="withdrawn", at=at, by=SYSTEM).state == "void"
    assert set(payments.balances().values()) == {Money(Decimal(0))}
    assert kinds() == ["payments.BillIssued", "payments.BillVoided"]
    with pytest.raises(payments.PaymentError):
        payments.refund(bill=bill.number, reason="none", at=at, by=SYSTEM)


def test_a_resident_can_neither_void_nor_refund(issue, at):
    bill = issue()
    for act in (payments.void, payments.refund):
        with pytest.raises(Denied):
            act(bill=bill.number, reason="please", at=at, by=PAYER)
    with pytest.raises(LookupError):
        payments.void(bill="F0", reason="none", at=at, by=SYSTEM)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Posting, {"amount": 1}),
        (BillItem, {"amount": 1}),
        (Bill, {"total": 1}),
        (Bill, {"person": "p2"}),
        (Bill, {"state": "refunded"}),
    ],
)
def test_the_database_refuses_to_rewrite_history(issue, model, change):
    issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


@pytest.mark.parametrize("model", [Posting, BillItem, Bill])
def test_the_database_refuses_to_forget(issue, model):
    issue()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 (own table name)


def test_a_posting_needs_two_accounts_and_an_amount(issue, at):
    bill = Bill.objects.get(number=issue().number)
    for debit, credit, amount in (("bank", "bank", 1), ("bank", "income", 0), ("bank", "income", -1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(
                bill=bill,
                kind="x",
                line=1,
                debit_id=debit,
                credit_id=credit,
                amount=amount,
                currency="CNY",
                at=at,
                by="x",
            )
    assert Account.objects.count() == 5
