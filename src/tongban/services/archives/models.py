"""Legal holds, destruction lists (销毁清单) and their items."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.kernel.declarations.api import Text


class Hold(models.Model):
    """A case is not destroyed while somebody has reason to keep it (冻结销毁)."""

    case = models.CharField(max_length=32)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lifted_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="archives_one_hold"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="", lifted_reason="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lifted_reason=""),
                name="archives_hold_lifted_whole",
            ),
        ]
        indexes = [models.Index(fields=["-id"], condition=Q(lifted_at=None), name="archives_holds")]

    def __str__(self) -> str:
        return self.case


class DestructionList(models.Model):
    """Closed cases whose time is over: made by one official, signed by the archivist, who is somebody else."""

    number = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, default="open")  # signed, done, dropped
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    signed_by = models.CharField(max_length=64, blank=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    record = models.JSONField(null=True)  # what was signed
    signature = models.JSONField(null=True)
    done_at = models.DateTimeField(null=True)
    certificate = models.JSONField(null=True)  # that it was carried out: record and signature

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("open", "dropped"), signed_at=None, signed_by="")
                | Q(state__in=("signed", "done"), signed_at__isnull=False, record__isnull=False)
                & ~Q(signed_by="")
                & ~Q(signed_by=F("made_by")),
                name="archives_signed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") & Q(done_at=None) | Q(state="done", done_at__isnull=False),
                name="archives_done_dated",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="signed"), name="archives_to_carry_out")]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One case on a list. `verdict`: empty while nobody looked, destroy, keep, or excluded from the start; `why` is the
    reason in words, or the code of what keeps it.
    """

    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="items")
    case = models.CharField(max_length=32)
    offer = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=64)
    closed_on = models.DateField()
    over_on = models.DateField()
    basis = models.CharField(max_length=500)
    verdict = models.CharField(max_length=8, blank=True)
    why = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(verdict__in=("", "destroy")), name="archives_case_on_one_list"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=("", "destroy"), why="") | Q(verdict__in=("keep", "excluded")) & ~Q(why=""),
                name="archives_kept_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(verdict="destroy"), name="archives_done_was_to_be"),
        ]
        indexes = [
            models.Index(fields=["list", "verdict", "id"], name="archives_items"),
            models.Index(fields=["list", "id"], condition=Q(verdict="destroy", done_at=None), name="archives_undone"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.case}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)
