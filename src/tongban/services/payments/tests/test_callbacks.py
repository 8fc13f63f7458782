"""Messages of the channel: signed, fresh, right, and taken exactly once."""

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tongban.kernel.money.api import Money, money
from tongban.kernel.outbox.models import Message
from tongban.services.payments import api as payments
from tongban.services.payments import wire
from tongban.services.payments.models import Posting, Refund, Refusal
from tongban.services.payments.tests.conftest import PAYER, STRANGER
from tongban.trust.authority.api import SYSTEM


def message(bill, *, state="paid", amount=None, reference="B1"):
    return wire.written(payments.Status(bill.number, state, amount or bill.total, reference), "payment")


def send(body, at, *, signature=None):
    return payments.receive_callback(body=body, signature=signature or wire.sign(body, at=at), at=at).result


def test_a_payment_settles_the_bill(issue, at):
    bill = issue()
    assert send(message(bill), at) == "paid"
    paid = payments.bill_of(number=bill.number, by=PAYER, at=at)
    assert (paid.state, paid.paid_at, paid.reference) == ("paid", at, "B1")
    assert paid.receipt.startswith("R430700-2026-000001-")
    assert payments.balances()["bank"] == bill.total
    event = Message.objects.get(kind="payments.BillPaid").body
    assert event["amount"] == "180.50"
    assert event["receipt"] == paid.receipt


def test_the_same_callback_ten_times_is_one_posting(issue, at):
    bill = issue()
    results = [send(message(bill), at + dt.timedelta(seconds=n)) for n in range(10)]
    assert results == ["paid"] + ["repeated"] * 9
    assert Posting.objects.filter(kind="payment").count() == 1
    assert Message.objects.filter(kind="payments.BillPaid").count() == 1


@pytest.mark.parametrize("order", list(itertools.permutations(["refused", "paid", "paid", "waiting"]))[::5])
def test_messages_out_of_order_end_in_one_payment(issue, at, order):
    bill = issue()
    for state in order:
        send(message(bill, state=state), at)
    assert payments.bills_of(case=bill.case)[0].state == "paid"
    assert Posting.objects.filter(kind="payment").count() == 1


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"signature": "t=1,v1=" + "0" * 64}, "unsigned"),
        ({"signature": "nonsense"}, "unsigned"),
        ({"amount": money("180.49")}, "amount"),
        ({"amount": money("180.50", "EUR")}, "amount"),
        ({"late": 301}, "replay"),
        ({"late": -301}, "replay"),
    ],
)
def test_a_false_message_is_refused_and_recorded_and_changes_nothing(issue, at, change, result):
    bill = issue()
    body = message(bill, amount=change.get("amount"))
    signature = change.get("signature") or wire.sign(body, at=at - dt.timedelta(seconds=change.get("late", 0)))
    assert [send(body, at, signature=signature) for _ in range(3)] == [result] * 3
    assert payments.bills_of(case=bill.case)[0].state == "open"
    refusal = Refusal.objects.get()
    assert (refusal.reason, refusal.count) == (result, 3)


def test_a_signature_covers_every_byte(issue, at):
    body = message(issue())
    signature = wire.sign(body, at=at)
    assert send(body.replace(b"180.50", b"180.5 "), at, signature=signature) == "unsigned"


def test_an_unknown_bill_is_refused(issue, at):
    body = wire.written(payments.Status("F430700-2026-999999-X", "paid", money("1"), "B1"), "payment")
    assert send(body, at) == "unknown"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"\xff", b'{"kind":"payment"}', b'{"kind":"status","order":"x"}', b"[" * 5000,
     b'{"kind":"payment","order":"x","state":"paid","amount":"1e999999999999","currency":"CNY","reference":"r"}',
     b'{"kind":"payment","order":"x","state":"paid","amount":"1","currency":"XXX","reference":"r"}',
     b'{"kind":"payment","order":"x","state":"paid","amount":"1","currency":"CNY","reference":""}',
     b'{"kind":"payment","order":"x","state":"paid","amount":1,"currency":"CNY","reference":"r"}'],
)  # fmt: skip
def test_a_signed_message_that_makes_no_sense_is_refused(db, at, body):
    assert send(body, at) == "malformed"


def test_money_for_a_voided_bill_is_kept_apart_and_given_back(issue, at):
    bill = issue()
    payments.void(bill=bill.number, reason="withdrawn", at=at, by=SYSTEM)
    assert [send(message(bill), at) for _ in range(3)] == ["surplus", "repeated", "repeated"]
    assert payments.bills_of(case=bill.case)[0].state == "void"
    assert Refund.objects.get().kind == "surplus"
    assert payments.balances() == {
        "bank": bill.total, "refunds": -bill.total, "suspense": Money(Decimal("0.00")), "income": Money(Decimal("0.00")),
        "receivable": Money(Decimal("0.00")),
    }  # fmt: skip


def test_a_second_payment_of_a_paid_bill_is_given_back(issue, at):
    bill = issue()
    assert [send(message(bill, reference=r), at) for r in ("B1", "B2", "B2", "B1")] == [
        "paid", "surplus", "repeated", "repeated",
    ]  # fmt: skip
    assert Refund.objects.get().payment == "B2"


def test_a_refund_posts_back_and_happens_once(issue, at):
    bill = issue()
    send(message(bill), at)
    for _ in range(2):
        assert payments.refund(bill=bill.number, reason="refused", at=at, by=SYSTEM).state == "refunded"
    assert Refund.objects.get().amount == 18_050
    assert payments.balances()["refunds"] == -bill.total
    assert send(message(bill), at) == "repeated"
    with pytest.raises(payments.PaymentError):
        payments.void(bill=bill.number, reason="x", at=at, by=SYSTEM)


def test_the_view_answers_by_outcome_and_needs_no_session(issue):
    bill = issue()
    client = Client(enforce_csrf_checks=True)

    def post(body, signature):
        headers = {wire.HEADER: signature}
        return client.post("/payments/callback", body, content_type="application/json", headers=headers)

    body = message(bill)
    good = wire.sign(body, at=timezone.now())
    assert post(body, "").status_code == 401
    assert post(b"x" * 10_001, good).status_code == 413
    wrong = message(bill, amount=money("1"))
    assert post(wrong, wire.sign(wrong, at=timezone.now())).status_code == 409
    assert [post(body, good).json()["result"] for _ in range(2)] == ["paid", "repeated"]
    assert client.get("/payments/callback").status_code == 405
    assert "sessionid" not in client.cookies


def test_the_way_to_pay_is_for_the_payer_of_an_open_bill(issue, at):
    bill = issue()
    with pytest.raises(LookupError):
        payments.pay_url(bill=bill.number, at=at, by=STRANGER)
    url = payments.pay_url(bill=bill.number, at=at, by=PAYER, back="//evil.example")
    assert url.startswith("http://127.0.0.1:8001/pay?order=F430700")
    assert "evil" not in url
    send(message(bill), at)
    with pytest.raises(payments.PaymentError):
        payments.pay_url(bill=bill.number, at=at, by=PAYER)


def test_without_a_channel_the_payer_learns_so_and_nothing_breaks(issue, at, settings):
    import dataclasses

    settings.CONFIG = dataclasses.replace(settings.CONFIG, demo=False)
    bill = issue()
    with pytest.raises(payments.ChannelUnavailable):
        payments.pay_url(bill=bill.number, at=at, by=PAYER)
    assert payments.reconcile(at=at) == payments.Reconciled(0, 0, 0, reachable=False)
    with pytest.raises(payments.PaymentError):
        payments.demo_bank()


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    assert wire.secret() == wire.secret()
    path = tmp_path / "keys" / "bank.secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_messages_are_plain_json():
    body = wire.written(payments.Status("F1", "paid", money("1.00"), "r"), "payment")
    assert json.loads(body) == {
        "kind": "payment", "order": "F1", "state": "paid", "amount": "1.00", "currency": "CNY", "reference": "r",
    }  # fmt: skip
