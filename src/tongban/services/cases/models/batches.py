"""One act on many cases: a batch, and a row for each case. A row is settled in the transaction of its act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.services.cases.models.case import Case


class Batch(models.Model):
    """An order of one official. `key` makes a second press the same batch; `account` is asked for anew at each act."""

    act = models.CharField(max_length=20)
    to = models.CharField(max_length=120, blank=True)  # person:… or post:…
    reason = models.CharField(max_length=2000, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    account = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=20)  # in which refusals are kept
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="cases_batch_once")]
        indexes = [models.Index(fields=["by", "-id"], name="cases_batches_of_person")]

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"


class BatchRow(models.Model):
    """What becomes of one case. `tasks` are those of the preview: nothing else is touched."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, models.PROTECT, related_name="batch_rows")
    tasks = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="waiting")  # waiting, done, skipped, failed, cancelled
    reason = models.CharField(max_length=500, blank=True)  # why it was left out, or not done
    at = models.DateTimeField(null=True)  # when it was settled

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="cases_batch_case_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", at=None, reason="")
                | Q(state__in=("done", "cancelled"), at__isnull=False, reason="")
                | Q(state__in=("skipped", "failed"), at__isnull=False) & ~Q(reason=""),
                name="cases_batch_row_state",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="cases_batch_waiting")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.case_id} {self.state}"
