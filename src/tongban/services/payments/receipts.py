"""Receipts as PDF, drawn by Typst from the immutable bill: the same bill always gives the same page."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.kernel.web import api as web
from tongban.services.payments.bills import Bill
from tongban.services.payments.capitals import capitals
from tongban.services.payments.errors import PaymentError
from tongban.services.payments.ledger import units

TEMPLATE = Path(__file__).with_name("receipt.typ")


def pdf(bill: Bill) -> bytes:
    """The receipt of a paid bill. Raises PaymentError when it is not paid."""
    if bill.paid_at is None:
        raise PaymentError(_("There is no receipt: this bill is not paid."))
    config = settings.CONFIG
    data = {
        "receipt": bill.receipt,
        "bill": bill.number,
        "case": bill.case,
        "payer": bill.payer.name,
        "code": bill.payer.credit_code,
        "items": [[item.title.zh, item.title.en, f"{item.amount.amount:,.2f}"] for item in bill.items],
        "total": f"{bill.total.amount:,.2f}",
        "capitals": capitals(units(bill.total)),
        "currency": bill.total.currency,
        "paid": timezone.localtime(bill.paid_at).strftime("%Y-%m-%d %H:%M:%S %z"),
        "reference": bill.reference,
        "payee": [config.publisher_zh, config.publisher_en],
        "refunded": bill.state == "refunded",
        "demo": config.demo,
    }
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return web.typeset(files=files, at=bill.paid_at)
