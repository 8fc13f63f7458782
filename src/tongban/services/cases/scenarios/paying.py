"""Payment in a scenario: the callback that the payment channel would send, signed as it signs."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path

from django.conf import settings

from tongban.services.cases import subscriptions
from tongban.services.payments import api as payments
from tongban.services.payments.events import BillPaid

NOTHING = "t=0,v1=" + "0" * 64


def _secret(at: dt.datetime) -> bytes:
    """The secret shared with the channel: the operator's, else the one that the node makes with its first callback."""
    if settings.CONFIG.bank_secret:
        return str(settings.CONFIG.bank_secret).encode()
    path = Path(settings.CONFIG.folder) / "keys" / "bank.secret"
    if not path.is_file():
        payments.receive_callback(body=b"", signature=NOTHING, at=at)
    return path.read_bytes()


def pay(bill: payments.Bill, *, at: dt.datetime) -> None:
    """Confirms the payment of a bill and tells its case. Raises PaymentError when the node refuses the callback."""
    message = {
        "kind": "payment",
        "order": bill.number,
        "state": "paid",
        "amount": str(bill.total.amount),
        "currency": bill.total.currency,
        "reference": f"scenario-{bill.number}"[:64],
    }
    body = json.dumps(message).encode()
    seconds = int(at.timestamp())
    mark = hmac.new(_secret(at), b"%d." % seconds + body, hashlib.sha256).hexdigest()
    answer = payments.receive_callback(body=body, signature=f"t={seconds},v1={mark}", at=at)
    if not answer.accepted:
        raise payments.PaymentError(f"the callback was refused: {answer.result}")
    paid = next(one for one in payments.bills_of(case=bill.case) if one.number == bill.number)
    news = BillPaid(
        paid.number, paid.case, paid.payer.person, paid.payer.credit_code, paid.total.amount, paid.total.currency,
        paid.receipt,
    )  # fmt: skip
    subscriptions.bill_paid(news, at)
