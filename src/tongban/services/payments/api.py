"""The front door of payments: bills, the way to the payment channel, receipts, refunds, reconciliation.

Amounts are `Money`, exact to the minor unit. Every act is one transaction with its postings, event and audit entry. A
payment counts when the channel confirms it, by callback or when asked; the same confirmation ten times, late, or
never by itself leads to exactly one posting. Fees are charged on published items only (Administrative Licensing Law
of the PRC, art. 58 and 59); who issues a bill names the rule that yields it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tongban.kernel.money.api import Money
from tongban.services.payments import bank as _bank
from tongban.services.payments import bills, ledger, paying, reconciling
from tongban.services.payments import receipts as _receipts
from tongban.services.payments.bank import Server
from tongban.services.payments.bills import Bill, Item, Payer
from tongban.services.payments.channel import Channel, Order, channel, use_channel
from tongban.services.payments.channel import address as channel_address
from tongban.services.payments.errors import ChannelUnavailable, PaymentError
from tongban.services.payments.models import Bill as _Row
from tongban.services.payments.models import Refund as _Refund
from tongban.services.payments.paying import Answer
from tongban.services.payments.reconciling import Daily, Line, Reconciled
from tongban.services.payments.wire import Status
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

__all__ = [
    "Answer", "Bill", "Channel", "ChannelUnavailable", "Daily", "Item", "Line", "Order", "Payer", "PaymentError",
    "Reconciled", "Server", "Status", "balances", "bill", "bill_of", "bills_of", "channel_address", "daily",
    "demo_bank", "forget", "pay_url", "receipt", "receive_callback", "reconcile", "refresh", "refund", "unsettled",
    "use_channel", "void",
]  # fmt: skip


def bill(
    *,
    case: str,
    payer: Payer,
    items: Sequence[Item],
    at: dt.datetime,
    by: Subject,
    key: str = "",
    unit_path: str = "",
) -> Bill:
    """Issues a bill. With a `key`, a case has one bill of that key: the same call again returns it.

    Raises PaymentError without a payer's name, without lines, for amounts not above zero or finer than the currency.
    """
    return bills.issue(case=case, payer=payer, items=items, at=at, by=by, key=key, unit_path=unit_path)


def bills_of(*, case: str) -> tuple[Bill, ...]:
    """The bills of a case, oldest first. Who may see the case is the caller's to check."""
    return tuple(bills.view(row) for row in bills.of_case(case))


def states_of(*, cases: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """Of each case, its bills as (row, state): for statistics, without number or payer. One query."""
    found: dict[str, list[tuple[int, str]]] = {}
    for case, row, state in _Row.objects.filter(case__in=cases).order_by("id").values_list("case", "id", "state"):
        found.setdefault(case, []).append((row, state))
    return found


def bill_of(*, number: str, by: Subject, at: dt.datetime) -> Bill:
    """A bill for its payer, or for who may read bills of its unit (`payments.read`). Raises LookupError for others."""
    row = _Row.objects.filter(number=number).first()
    if row is None:
        raise LookupError(f"no bill {number}")
    bills.seen(row, by, at)
    return bills.view(row)


def pay_url(*, bill: str, at: dt.datetime, by: Subject, back: str = "/") -> str:
    """Where to send the payer's browser to pay; `back` is the path on this site to which the channel returns it.

    Raises LookupError unless `by` is the payer or acts for the company that is, PaymentError when the bill is
    settled, ChannelUnavailable when no channel is set up.
    """
    return paying.pay_url(bill=bill, back=back, at=at, by=by)


def refresh(*, bill: str, at: dt.datetime) -> None:
    """Asks the channel about an open bill now: for the page to which the payer returns before the callback came.

    Does nothing for settled bills, and when the channel does not answer: the callback or `reconcile` will.
    """
    if not _Row.objects.filter(number=bill, state="open", sent_at__isnull=False).exists():
        return
    try:
        reconciling.ask(channel(), bill, at)
    except ChannelUnavailable:
        return


def receive_callback(*, body: bytes, signature: str, at: dt.datetime) -> Answer:
    """Takes a callback of the channel: `signature` is the header `Bank-Signature`. Refused messages are counted and
    change nothing; `.accepted` says whether the channel may stop sending.
    """
    return paying.receive(body=body, signature=signature, at=at)


def void(*, bill: str, reason: str, at: dt.datetime, by: Subject) -> Bill:
    """Voids an open bill (permission `payments.void`); again: nothing. Raises PaymentError when it is paid."""
    return bills.void(bill=bill, reason=reason, at=at, by=by)


def refund(*, bill: str, reason: str, at: dt.datetime, by: Subject) -> Bill:
    """Decides to give a paid bill back (permission `payments.refund`); again: nothing. `reconcile` has the channel do
    it. Raises PaymentError when the bill is not paid.
    """
    return bills.refund(bill=bill, reason=reason, at=at, by=by)


def receipt(*, bill: str, by: Subject, at: dt.datetime) -> bytes:
    """The receipt as PDF, in Chinese and English. Raises LookupError as `bill_of`, PaymentError when not paid."""
    return _receipts.pdf(bill_of(number=bill, by=by, at=at))


def reconcile(*, at: dt.datetime, limit: int = 100) -> Reconciled:
    """Asks the channel about payments begun and not confirmed, and has refunds carried out. Safe to repeat."""
    return reconciling.reconcile(at=at, limit=limit)


def daily(*, day: dt.date) -> Daily:
    """The movements of a day in the node's zone, for comparison with the channel's statement."""
    return reconciling.daily(day=day)


def balances(*, currency: str = "CNY") -> Mapping[str, Money]:
    """What each account of the ledger holds (debits less credits); the sum over all accounts is zero."""
    return ledger.balances(currency)


def demo_bank(*, address: str = "") -> Server:
    """The built-in test bank as a server that is not yet started: a context manager with `.start()` and `.stop()`.

    `address` is host:port; empty: the host of the site and the port after its own. Raises PaymentError outside
    demonstration mode: it pays with no money.
    """
    return _bank.server(address)


def forget(*, case: str) -> None:
    """Takes the payer's name off the bills of a case and the words off its refunds: the accounts keep their amounts."""
    with audit.erasing("payments"):
        _Row.objects.filter(case=case).update(name="", person="", credit_code="")
        _Refund.objects.filter(bill__case=case).update(reason="")


def unsettled(*, cases: Sequence[str]) -> frozenset[str]:
    """Those of the cases that have an open bill."""
    return frozenset(_Row.objects.filter(case__in=cases, state="open").values_list("case", flat=True))
