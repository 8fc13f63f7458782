"""Agreement with the channel: asking about payments of which no callback came, refunds, the list of a day."""

from __future__ import annotations

import datetime as dt
import logging
import zoneinfo
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.kernel.money.api import Money
from tongban.services.payments import ledger, paying
from tongban.services.payments.channel import Channel, channel
from tongban.services.payments.errors import ChannelUnavailable
from tongban.services.payments.models import Bill, Posting, Refund

log = logging.getLogger(__name__)
SOON, LATER, LAST = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=30)
NOTHING = Money(Decimal(0))
Kind = Literal["payment", "surplus", "refund-done"]


@dataclass(frozen=True)
class Reconciled:
    """What a round did: orders asked about, payments found, refunds carried out, and whether the channel answered."""

    asked: int
    paid: int
    refunded: int
    reachable: bool


@dataclass(frozen=True)
class Line:
    """A movement of money through the channel; what went out is negative."""

    at: dt.datetime
    kind: Kind
    bill: str
    receipt: str
    reference: str
    amount: Money


@dataclass(frozen=True)
class Daily:
    """A day's movements in the node's zone, to be laid beside the channel's own statement."""

    day: dt.date
    lines: tuple[Line, ...]
    received: Money
    returned: Money


def reconcile(*, at: dt.datetime, limit: int) -> Reconciled:
    asked = paid = refunded = 0
    try:
        bank = channel()
    except ChannelUnavailable:
        return Reconciled(0, 0, 0, reachable=False)
    try:
        for number in list(_pending(at)[:limit].values_list("number", flat=True)):
            asked += 1
            paid += ask(bank, number, at)
        for refund in list(Refund.objects.filter(done_at=None).select_related("bill").order_by("id")[:limit]):
            refunded += _give_back(bank, refund, at)
    except ChannelUnavailable as error:
        log.warning("reconciliation stopped: %s", error)
        return Reconciled(asked, paid, refunded, reachable=False)
    return Reconciled(asked, paid, refunded, reachable=True)


def _pending(at: dt.datetime) -> QuerySet[Bill]:
    """Bills whose payers went to the channel: every minute on the first day, then every hour, for thirty days."""
    fresh = Q(sent_at__gt=at - dt.timedelta(days=1), asked_at__lt=at - SOON)
    return Bill.objects.filter(
        Q(asked_at=None) | fresh | Q(asked_at__lt=at - LATER), state__in=("open", "void"), sent_at__gt=at - LAST
    ).order_by("asked_at", "id")


def ask(bank: Channel, number: str, at: dt.datetime) -> bool:
    """Asks about one order and takes the answer. The channel is never asked inside a transaction."""
    Bill.objects.filter(number=number).update(asked_at=at)
    status = bank.status(number, at=at)
    return status is not None and paying.take(status, at=at).result == "paid"


def _give_back(bank: Channel, refund: Refund, at: dt.datetime) -> bool:
    amount = ledger.money(refund.amount, refund.bill.currency)
    if not bank.refund(refund.number, order=refund.bill.number, payment=refund.payment, amount=amount, at=at):
        return False
    with transaction.atomic():
        row = Refund.objects.select_for_update().get(pk=refund.pk)
        if row.done_at is not None:
            return False
        row.done_at = at
        row.save(update_fields=["done_at"])
        ledger.post(refund.bill, "refund-done", [row.amount], at=at, by=paying.BANK, reference=row.number)
    return True


def daily(*, day: dt.date) -> Daily:
    zone = zoneinfo.ZoneInfo(settings.CONFIG.time_zone)
    start = dt.datetime.combine(day, dt.time(), zone)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    rows = Posting.objects.filter(kind__in=("payment", "surplus", "refund-done"), at__gte=start, at__lt=end)
    lines = tuple(_line(row) for row in rows.select_related("bill").order_by("at", "id"))
    received = sum((line.amount for line in lines if line.kind != "refund-done"), NOTHING)
    returned = sum((-line.amount for line in lines if line.kind == "refund-done"), NOTHING)
    return Daily(day, lines, received, returned)


def _line(row: Posting) -> Line:
    sign = -1 if row.kind == "refund-done" else 1
    amount = ledger.money(sign * row.amount, row.currency)
    return Line(row.at, cast("Kind", row.kind), row.bill.number, row.bill.receipt or "", row.reference, amount)
