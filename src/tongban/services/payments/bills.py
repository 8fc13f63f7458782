"""Bills: issuing, finding, voiding, refunding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money, MoneyError
from tongban.kernel.outbox import api as outbox
from tongban.services.payments import ledger, numbers
from tongban.services.payments.errors import PaymentError
from tongban.services.payments.events import BillIssued, BillRefunded, BillVoided
from tongban.services.payments.models import Bill as Row
from tongban.services.payments.models import BillItem, Refund
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MAX_ITEMS = 100
State = Literal["open", "paid", "void", "refunded"]


@dataclass(frozen=True)
class Payer:
    """Who owes: a person, or the company with this credit code whose matter the person handles."""

    person: str = ""
    credit_code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Item:
    """A line of a bill."""

    title: Text
    amount: Money


@dataclass(frozen=True)
class Bill:
    """A bill as others see it. `receipt` is the receipt number once paid."""

    number: str
    case: str
    payer: Payer
    items: tuple[Item, ...]
    total: Money
    state: State
    issued_at: dt.datetime
    paid_at: dt.datetime | None
    receipt: str
    reference: str


def issue(
    *, case: str, payer: Payer, items: Sequence[Item], at: dt.datetime, by: Subject, key: str, unit_path: str
) -> Bill:
    amounts = _amounts(payer, items)
    with transaction.atomic():
        known = _known(case, key)
        if known is None:
            try:
                with transaction.atomic():
                    row = _written(
                        case=case, payer=payer, items=items, amounts=amounts, at=at, by=by, key=key, unit_path=unit_path
                    )
                    return view(row)
            except IntegrityError:
                known = _known(case, key)  # somebody issued it at the same moment
                if known is None:
                    raise
        return view(known)


def _known(case: str, key: str) -> Row | None:
    return Row.objects.filter(case=case, key=key).first() if key else None


def _written(
    *,
    case: str,
    payer: Payer,
    items: Sequence[Item],
    amounts: list[int],
    at: dt.datetime,
    by: Subject,
    key: str,
    unit_path: str,
) -> Row:
    row = Row.objects.create(
        number=numbers.take("F", at=at), case=case, key=key, person=payer.person, credit_code=payer.credit_code,
        name=payer.name, unit_path=unit_path, currency=items[0].amount.currency, total=sum(amounts), issued_at=at,
    )  # fmt: skip
    BillItem.objects.bulk_create(
        BillItem(bill=row, line=line, title_zh=item.title.zh, title_en=item.title.en, amount=amount)
        for line, (item, amount) in enumerate(zip(items, amounts, strict=True), 1)
    )
    ledger.post(row, "issue", amounts, at=at, by=by.person)
    outbox.publish(BillIssued(*told(row)), at=at)
    note(row, "payments.bill", at=at, by=by)
    return row


def _amounts(payer: Payer, items: Sequence[Item]) -> list[int]:
    if not payer.name or not (payer.person or payer.credit_code):
        raise PaymentError(_("A bill needs a payer with a name."))
    if not 1 <= len(items) <= MAX_ITEMS or len({item.amount.currency for item in items}) > 1:
        raise PaymentError(_("A bill has at least one line, and one currency."))
    try:
        amounts = [ledger.units(item.amount) for item in items]
    except (ValueError, MoneyError) as error:
        raise PaymentError(str(error)) from None
    if min(amounts) <= 0:
        raise PaymentError(_("Each line of a bill is more than zero."))
    return amounts


def told(row: Row) -> tuple[str, str, str, str, Decimal, str]:
    """What every event of a bill says, in the order of its fields."""
    amount = ledger.money(row.total, row.currency).amount
    return row.number, row.case, row.person, row.credit_code, amount, row.currency


def note(row: Row, action: str, *, at: dt.datetime, by: Subject | str, result: str = "ok") -> None:
    """Writes the act to the audit ledger."""
    detail = {"amount": row.total, "currency": row.currency}
    audit.record(at=at, by=by, action=action, object=f"bill:{row.number}", case=row.case, result=result, detail=detail)


def view(row: Row) -> Bill:
    lines = sorted(row.items.all(), key=lambda item: item.line)  # not `order_by`, which would ask again
    items = tuple(Item(item.title, ledger.money(item.amount, row.currency)) for item in lines)
    return Bill(
        row.number,
        row.case,
        Payer(row.person, row.credit_code, row.name),
        items,
        ledger.money(row.total, row.currency),
        cast("State", row.state),
        row.issued_at,
        row.paid_at,
        row.receipt or "",
        row.reference,
    )


def of_case(case: str) -> QuerySet[Row]:
    return Row.objects.filter(case=case).order_by("id").prefetch_related("items")


def locked(number: str) -> Row:
    """The bill, locked until the transaction ends. Raises LookupError."""
    row = Row.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise LookupError(f"no bill {number}")
    return row


def mine(row: Row, by: Subject) -> bool:
    """Whether the subject is the payer, or acts for the company that is."""
    if by.anonymous:
        return False
    own = bool(row.person) and row.person == by.person and by.acting_for in ("", row.credit_code)
    return own or (bool(row.credit_code) and row.credit_code == by.acting_for)


def facts(row: Row) -> dict[str, Decimal]:
    """What conditions on grants may ask of a bill: its amount in whole units of money."""
    return {"amount": Decimal(row.total) / 100}


def seen(row: Row, by: Subject, at: dt.datetime) -> None:
    """Raises LookupError unless the subject is the payer or may read bills of the unit."""
    if by.kind == "resident" and mine(row, by):
        return
    if not authority.can(subject=by, permission="payments.read", unit_path=row.unit_path, facts=facts(row), at=at):
        raise LookupError(f"no bill {row.number}")


def void(*, bill: str, reason: str, at: dt.datetime, by: Subject) -> Bill:
    with transaction.atomic():
        row = locked(bill)
        authority.require(subject=by, permission="payments.void", unit_path=row.unit_path, facts=facts(row), at=at)
        if row.state == "void":
            return view(row)
        if row.state != "open":
            raise PaymentError(_("This bill is paid. Refund it instead."))
        row.state, row.voided_at = "void", at
        row.save(update_fields=["state", "voided_at"])
        ledger.post(row, "void", [row.total], at=at, by=by.person)
        outbox.publish(BillVoided(*told(row), reason=reason), at=at)
        note(row, "payments.void", at=at, by=by)
        return view(row)


def refund(*, bill: str, reason: str, at: dt.datetime, by: Subject) -> Bill:
    with transaction.atomic():
        row = locked(bill)
        authority.require(subject=by, permission="payments.refund", unit_path=row.unit_path, facts=facts(row), at=at)
        if row.state == "refunded":
            return view(row)
        if row.state != "paid":
            raise PaymentError(_("Only a paid bill can be refunded."))
        row.state = "refunded"
        row.save(update_fields=["state"])
        number = owe_back(row, "bill", row.reference, row.total, reason, at=at, by=by.person)
        outbox.publish(BillRefunded(*told(row), refund=number, reason=reason), at=at)
        note(row, "payments.refund", at=at, by=by)
        return view(row)


def owe_back(row: Row, kind: str, payment: str, amount: int, reason: str, *, at: dt.datetime, by: str) -> str:
    """Notes money to be given back, and returns the number of the refund; `reconcile` has the channel do it."""
    number = numbers.take("T", at=at)
    Refund.objects.create(
        number=number, bill=row, kind=kind, payment=payment, amount=amount, reason=reason, by=by, decided_at=at
    )
    act = "refund" if kind == "bill" else "surplus-refund"
    ledger.post(row, act, [amount], at=at, by=by, reference=payment)
    return number
