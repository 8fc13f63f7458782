"""Each piece of news becomes one notice, whole in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import events as appointments
from tongban.services.cases import events as cases
from tongban.services.certificates import events as certificates
from tongban.services.notices import api as notices
from tongban.services.notices.models import Notice
from tongban.services.payments import events as payments
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db
FIRST = Text("先", "First")
DUE = dt.date(2026, 12, 7)
ABOUT = {
    "number": "430700-2026-000001-A", "offer": "food", "offer_version": "v", "title": {"zh": "食品经营许可", "en": "Food licence"},
    "person": "wang", "credit_code": "", "unit": "market", "division": "430700",
}  # fmt: skip
BILL = {
    "number": "B1", "case": ABOUT["number"], "person": "wang", "credit_code": "", "amount": Decimal("120.00"),
    "currency": "CNY",
}  # fmt: skip
PAPER = {
    "number": "L1",
    "document": "food",
    "case": ABOUT["number"],
    "unit": "market",
    "holder_tag": "t",
    "credit_code": "",
}
SEAT = {
    "number": "ABCD", "person": "wang", "credit_code": "", "resource": "w", "title": {"zh": "一号窗口", "en": "Window 1"},
    "place": {"zh": "大厅", "en": "Hall"}, "start": dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC),
}  # fmt: skip
BASIS = {"law": {"zh": "食品安全法", "en": "Food Safety Law"}, "article": "第三十五条", "source": "s"}
ITEMS = ({"id": "a", "text": {"zh": "健康证明", "en": "Health certificate"}, "wanted": "file"},)
NEWS = [
    (
        cases.CaseReconsidered(**ABOUT, reconsideration="R", outcome="upheld", reasons="x", until=DUE, persons=()),
        "reconsidered",
        "sue before a people's court until 7 December 2026",
    ),
    (cases.CaseOpened(**ABOUT, parts=("food",), channel="portal", due=DUE), "received", "7 December 2026"),
    (cases.CaseAccepted(**ABOUT, deemed=False, due=DUE, provisional=True), "accepted", "may still move"),
    (cases.CaseAccepted(**ABOUT, deemed=True, due=None, provisional=False), "accepted", "by law"),
    (cases.AcceptanceDeclined(**ABOUT, reasons="不属于", basis=BASIS), "declined", "Food Safety Law, 第三十五条"),
    (cases.SupplementRequested(**ABOUT, sequence=1, items=ITEMS, due=DUE), "supplement", "· Health certificate"),
    (cases.DueDateChanged(**ABOUT, due=DUE, provisional=False, cause="extension"), "time", "prolonged"),
    (cases.DueDateChanged(**ABOUT, due=DUE, provisional=False, cause="extension", reason="lab"), "time", "reason: lab"),
    (cases.DueDateChanged(**ABOUT, due=None, provisional=False, cause="pause:hearing"), "time", "hearing"),
    (
        cases.MatterDecided(
            **ABOUT,
            part="sign",
            part_title={"zh": "招牌", "en": "Sign"},
            part_unit="u",
            outcome="granted",
            in_time=True,
        ),
        "part",
        "Granted: Sign",
    ),
    (cases.CaseDecided(**ABOUT, outcome="refused", parts=(), in_time=True, days=3), "decided", "Reasons"),
    (cases.CaseClosed(**ABOUT, state="closed", outcome="granted"), "rating", "Rate how"),
    (cases.CaseWithdrawn(**ABOUT), "withdrawn", "took back"),
    (payments.BillIssued(**BILL), "bill", "¥120.00"),
    (payments.BillPaid(**BILL, receipt="R1"), "paid", "R1"),
    (payments.BillVoided(**BILL, reason="withdrawn"), "bill", "cancelled"),
    (payments.BillRefunded(**BILL, refund="F1", reason="x"), "paid", "paid back"),
    (certificates.CertificateIssued(**PAPER, valid_to=None, replaces=""), "certificate", "in your wallet"),
    (certificates.CertificateRevoked(**PAPER), "certificate", "no longer valid"),
    (appointments.BookingMade(**SEAT), "appointment", "Window 1"),
    (appointments.BookingCancelled(**SEAT, by_authority=True), "appointment", "had to cancel"),
    (
        appointments.BookingMoved(**SEAT, before=dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)),
        "appointment",
        "had to move",
    ),
]


def happen(event, at):
    with transaction.atomic():
        outbox.publish(event, at=at)
    outbox.drain(at=at)


@pytest.mark.parametrize(("event", "kind", "says"), NEWS, ids=[f"{type(e).__name__}-{k}" for e, k, _s in NEWS])
def test_news_is_told_in_both_languages(event, kind, says, at):
    notices.notify(kind="message", title=FIRST, body=FIRST, at=at, person="wang", case=ABOUT["number"])
    happen(event, at)
    row = Notice.objects.get(kind=kind)
    assert says in row.title_en + " " + row.body_en
    assert row.person == "wang"
    for text in (row.title_zh, row.body_zh, row.title_en, row.body_en):
        assert text
        assert "%(" not in text
    assert row.body_zh != row.body_en
    assert row.body_zh.isascii() is False


def test_the_same_news_twice_is_told_once(at):
    for _time in range(2):
        happen(cases.CaseDecided(**ABOUT, outcome="granted", parts=(), in_time=True, days=3), at)
    assert Notice.objects.count() == 1


def test_a_case_of_one_part_is_told_as_a_whole(at):
    happen(
        cases.MatterDecided(
            **ABOUT, part="food", part_title=ABOUT["title"], part_unit="u", outcome="granted", in_time=True
        ),
        at,
    )
    happen(cases.CaseClosed(**ABOUT, state="withdrawn", outcome=""), at)
    assert not Notice.objects.exists()


def test_a_certificate_waits_until_somebody_was_told_of_its_case(at):
    happen(certificates.CertificateIssued(**PAPER, valid_to=None, replaces=""), at)
    assert not Notice.objects.exists()
    happen(cases.CaseOpened(**ABOUT, parts=("food",), channel="portal", due=DUE), at)
    outbox.drain(at=at + dt.timedelta(minutes=5))
    assert notices.inbox(by=Subject("resident", person="wang")).rows[0].kind.code == "certificate"
