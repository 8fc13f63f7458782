"""Paying: the way to the channel, its callbacks, and what a confirmed payment does, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.payments import bills, ledger, numbers, wire
from tongban.services.payments.channel import Order, channel
from tongban.services.payments.errors import PaymentError
from tongban.services.payments.events import BillPaid
from tongban.services.payments.models import Bill, Posting, Refusal
from tongban.trust.authority.api import Subject

BANK = "payment-channel"
Result = Literal["paid", "repeated", "noted", "surplus", "unsigned", "replay", "malformed", "unknown", "amount"]


@dataclass(frozen=True)
class Answer:
    """What became of a message of the channel. `accepted`: it need not be sent again."""

    result: Result
    bill: str = ""

    @property
    def accepted(self) -> bool:
        return self.result in ("paid", "repeated", "noted", "surplus")


def pay_url(*, bill: str, back: str, at: dt.datetime, by: Subject) -> str:
    with transaction.atomic():
        row = Bill.objects.select_for_update().filter(number=bill).first()
        if row is None or not bills.mine(row, by):
            raise LookupError(f"no bill {bill}")
        if row.state != "open":
            raise PaymentError(_("This bill is settled; there is nothing to pay."))
        if row.sent_at is None:
            row.sent_at = at
            row.save(update_fields=["sent_at"])
    return channel().pay_address(_order(row, back), at=at)


def _order(row: Bill, back: str) -> Order:
    config = settings.CONFIG
    first = row.items.order_by("line")[0]
    return Order(
        row.number,
        ledger.money(row.total, row.currency),
        Text(config.publisher_zh, config.publisher_en),
        first.title,
        config.site_url + (back if back.startswith("/") and not back.startswith("//") else "/"),
        config.site_url + reverse("payments:callback"),
        "en" if (get_language() or "").startswith("en") else "zh",
    )


def receive(*, body: bytes, signature: str, at: dt.datetime) -> Answer:
    try:
        wire.verify(body, signature, at=at)
        status = wire.status_of(body, "payment")
    except wire.Refused as refusal:
        return _refused(refusal.reason, "", at)
    return take(status, at=at)


def _refused(reason: Result, bill: str, at: dt.datetime) -> Answer:
    """Counts a refused message, one row a minute for each reason and bill."""
    place = {"minute": at.replace(second=0, microsecond=0), "reason": reason, "bill": bill}
    if not Refusal.objects.filter(**place).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Refusal.objects.create(**place)
        except IntegrityError:
            Refusal.objects.filter(**place).update(count=F("count") + 1)
    return Answer(reason, bill)


def take(status: wire.Status, *, at: dt.datetime) -> Answer:
    """Takes what the channel says of an order, however often and in whatever order it says it."""
    with transaction.atomic():
        row = Bill.objects.select_for_update().filter(number=status.order).first()
        if row is None:
            return _refused("unknown", status.order, at)
        if status.state != "paid":
            return Answer("noted", row.number)
        if status.amount != ledger.money(row.total, row.currency):
            bills.note(row, "payments.callback", at=at, by=BANK, result="amount")
            return _refused("amount", row.number, at)
        if row.state == "open":
            _settle(row, status.reference, at)
            return Answer("paid", row.number)
        if Posting.objects.filter(bill=row, kind__in=("payment", "surplus"), reference=status.reference).exists():
            return Answer("repeated", row.number)
        _surplus(row, status.reference, at)
        return Answer("surplus", row.number)


def _settle(row: Bill, reference: str, at: dt.datetime) -> None:
    row.state, row.paid_at, row.reference = "paid", at, reference
    row.receipt = numbers.take("R", at=at)
    row.save(update_fields=["state", "paid_at", "reference", "receipt"])
    ledger.post(row, "payment", [row.total], at=at, by=BANK, reference=reference)
    outbox.publish(BillPaid(*bills.told(row), receipt=row.receipt), at=at)
    bills.note(row, "payments.paid", at=at, by=BANK)


def _surplus(row: Bill, reference: str, at: dt.datetime) -> None:
    """Money that nobody owes (the bill was voided meanwhile, or paid twice): kept apart and given back."""
    ledger.post(row, "surplus", [row.total], at=at, by=BANK, reference=reference)
    bills.owe_back(row, "surplus", reference, row.total, "paid without a debt", at=at, by=BANK)
    bills.note(row, "payments.surplus", at=at, by=BANK)
