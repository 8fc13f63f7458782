"""Bills and the ledger. Amounts are whole minor units (fen), so that every sum is exact on every database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.kernel.declarations.api import Text

STATES = [(state, state) for state in ("open", "paid", "void", "refunded")]


class Series(models.Model):
    """The last number given in a series, division and year; the row is the lock under which the next one is taken."""

    kind = models.CharField(max_length=1)
    division = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "division", "year"], name="payments_one_series")]

    def __str__(self) -> str:
        return f"{self.kind}{self.division}-{self.year}"


class Account(models.Model):
    """An account of the ledger. `side` is the side on which it usually stands."""

    code = models.CharField(max_length=20, primary_key=True)
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    side = models.CharField(max_length=6, choices=[("debit", "debit"), ("credit", "credit")])

    def __str__(self) -> str:
        return self.code


class Bill(models.Model):
    """What somebody owes for a case. `sent_at` is when the payer was first sent to the channel, `asked_at` when the
    channel was last asked about it, `reference` the channel's own number of the payment.
    """

    number = models.CharField(max_length=32, unique=True)
    case = models.CharField(max_length=40, db_index=True)
    key = models.CharField(max_length=100, blank=True)
    person = models.CharField(max_length=64, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200)
    unit_path = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=STATES, default="open")
    issued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001 (unique where it exists)
    reference = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="payments_total_positive"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "void"), paid_at=None, receipt=None)
                | Q(state__in=("paid", "refunded"), paid_at__isnull=False, receipt__isnull=False),
                name="payments_paid_has_receipt",
            ),
            models.CheckConstraint(
                condition=Q(state="void", voided_at__isnull=False) | (~Q(state="void") & Q(voided_at=None)),
                name="payments_void_is_dated",
            ),
            models.UniqueConstraint(fields=["case", "key"], condition=~Q(key=""), name="payments_one_bill_per_key"),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=("open", "void"), sent_at__isnull=False),
                name="payments_pending",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BillItem(models.Model):
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="items")
    line = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "line"], name="payments_one_item_per_line"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_item_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.line}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Posting(models.Model):
    """An amount moved from the account it credits to the account it debits. Both sides are one row, so the ledger
    balances by construction; rows are never changed, a mistake is posted back.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=16)
    line = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=64)
    reference = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_posting_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="payments_two_accounts"),
            models.UniqueConstraint(fields=["bill", "kind", "reference", "line"], name="payments_posted_once"),
            models.UniqueConstraint(fields=["bill"], condition=Q(kind="payment"), name="payments_paid_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.bill_id}"


class Refund(models.Model):
    """Money to be given back through the channel: of a paid bill, or a payment that nobody owed (`surplus`)."""

    number = models.CharField(max_length=32, unique=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="refunds")
    kind = models.CharField(max_length=8, choices=[("bill", "bill"), ("surplus", "surplus")])
    payment = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_positive"),
            models.UniqueConstraint(fields=["bill", "payment"], name="payments_refunded_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(done_at=None), name="payments_refund_open")]

    def __str__(self) -> str:
        return self.number


class Refusal(models.Model):
    """Messages from the channel's side that were refused, counted by minute, so that a flood stays small."""

    minute = models.DateTimeField()
    reason = models.CharField(max_length=16)
    bill = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minute", "reason", "bill"], name="payments_one_refusal")]

    def __str__(self) -> str:
        return f"{self.reason} {self.bill}"
