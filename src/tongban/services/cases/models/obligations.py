"""Evidence that follows, as a duty with a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models.case import Case
from tongban.services.cases.models.clocks import Clock

LIVE = ("chosen", "open", "supplied")


class Obligation(models.Model):
    """A pledge (告知承诺) or a tolerated gap (容缺受理): what the applicant owes, by the day of `clock`, which runs
    from acceptance. Once breached it is refused by the clock, or examined for revocation (`settled`: revoked, kept).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="obligations")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)  # pledge, gap
    evidence = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    statement = models.TextField()  # as it was accepted, word for word
    limit = models.JSONField()  # {"amount", "unit"}
    remind = models.PositiveSmallIntegerField()
    bar_months = models.PositiveSmallIntegerField(default=0)
    basis = models.JSONField()
    state = models.CharField(max_length=10, default="chosen")  # open, supplied, fulfilled, breached, void
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="obligation")
    attachments = models.JSONField(default=list)
    supplied_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=2000, blank=True)  # what the clerk found, for the applicant too
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=64, blank=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    barred_until = models.DateField(null=True)
    settled = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_obligation_sequence"),
            models.UniqueConstraint(
                fields=["case", "evidence"], condition=Q(state__in=LIVE), name="cases_one_live_obligation"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("pledge", "gap"), state__in=(*LIVE, "fulfilled", "breached", "void"))
                & ~Q(statement=""),
                name="cases_obligation_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("chosen", "void")) | Q(clock__isnull=False), name="cases_obligation_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "case"], condition=Q(state__in=("open", "supplied")), name="cases_owed"),
            models.Index(fields=["case"], condition=Q(state="breached", settled=""), name="cases_broken"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.sequence}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)
