"""Receipts as PDF."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import money
from tongban.services.payments import api as payments
from tongban.services.payments.tests.conftest import PAYER, STRANGER
from tongban.services.payments.tests.test_callbacks import message, send


def test_a_receipt_is_one_page_and_always_the_same(issue, at):
    bill = issue()
    send(message(bill), at)
    pdf = payments.receipt(bill=bill.number, by=PAYER, at=at)
    assert PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"] == 1
    assert payments.receipt(bill=bill.number, by=PAYER, at=at) == pdf


def test_text_that_looks_like_markup_is_only_text(issue, at):
    hostile = '#panic("x") $1$ *a* \\ ] <b> @c "'
    line = payments.Item(Text(hostile, hostile), money("1"))
    bill = issue(payer=payments.Payer(person="p1", name=hostile), items=[line])
    send(message(bill), at)
    assert payments.receipt(bill=bill.number, by=PAYER, at=at).startswith(b"%PDF")


def test_there_is_no_receipt_for_strangers_or_unpaid_bills(issue, at):
    bill = issue()
    with pytest.raises(payments.PaymentError):
        payments.receipt(bill=bill.number, by=PAYER, at=at)
    send(message(bill), at)
    with pytest.raises(LookupError):
        payments.receipt(bill=bill.number, by=STRANGER, at=at)
