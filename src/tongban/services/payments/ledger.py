"""The double-entry ledger: which acts move which amounts between which accounts, and what the accounts hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from tongban.kernel.money.api import EXPONENT, Money
from tongban.services.payments.models import Account, Bill, Posting

# act: (account debited, account credited)
ACTS: dict[str, tuple[str, str]] = {
    "issue": ("receivable", "income"),
    "payment": ("bank", "receivable"),
    "void": ("income", "receivable"),
    "refund": ("income", "refunds"),
    "surplus": ("bank", "suspense"),
    "surplus-refund": ("suspense", "refunds"),
    "refund-done": ("refunds", "bank"),
}
ACCOUNTS = (
    ("receivable", "应收政府收费", "Fees receivable", "debit"),
    ("income", "非税收入", "Fee income", "credit"),
    ("bank", "支付渠道存款", "Held at the payment channel", "debit"),
    ("refunds", "应退款", "Refunds payable", "credit"),
    ("suspense", "待查款项", "Receipts without a debt", "credit"),
)


def open_accounts(**_: object) -> None:
    """Makes sure that the accounts exist; runs after each migration, also one that has not come to them yet."""
    if Account._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001 (Django's documented name)
        return
    rows = (Account(code=code, title_zh=zh, title_en=en, side=side) for code, zh, en, side in ACCOUNTS)
    Account.objects.bulk_create(rows, ignore_conflicts=True)


def units(amount: Money) -> int:
    """An amount in whole minor units. Raises ValueError when it has more places than its currency."""
    scaled = amount.amount.scaleb(EXPONENT[amount.currency])
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount.amount} {amount.currency} is not a whole number of minor units; round it by a rule")
    return int(scaled)


def money(amount: int, currency: str) -> Money:
    """Minor units as money."""
    return Money(Decimal(amount).scaleb(-EXPONENT[currency]), currency)


def post(bill: Bill, act: str, amounts: Sequence[int], *, at: dt.datetime, by: str, reference: str = "") -> None:
    """Writes the postings of an act, a line for each amount. The database refuses the same act twice."""
    debit, credit = ACTS[act]
    Posting.objects.bulk_create(
        Posting(
            bill=bill, kind=act, line=line, debit_id=debit, credit_id=credit, amount=amount, currency=bill.currency,
            at=at, by=by, reference=reference,
        )
        for line, amount in enumerate(amounts, 1)
    )  # fmt: skip


def balances(currency: str = "CNY") -> Mapping[str, Money]:
    """What each account holds: debits less credits. Their sum is zero."""
    held: dict[str, int] = {account: 0 for pair in ACTS.values() for account in pair}
    rows = Posting.objects.filter(currency=currency)
    for debit, total in rows.values_list("debit").annotate(Sum("amount")):
        held[debit] += total
    for credit, total in rows.values_list("credit").annotate(Sum("amount")):
        held[credit] -= total
    return {account: money(total, currency) for account, total in held.items()}
