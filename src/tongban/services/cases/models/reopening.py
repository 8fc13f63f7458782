"""Closed cases taken up again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.services.cases.models.acts import Decision
from tongban.services.cases.models.case import Case
from tongban.services.cases.models.reconsideration import Reconsideration


class Reopening(models.Model):
    """A closed case is taken up again (重新办理): proposed by one official and confirmed by another, or ordered by the
    decision on a reconsideration. Once confirmed the decision is set aside, and stays readable as such.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reopenings")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reopenings")
    element = models.CharField(max_length=200)  # the step at which its process begins again
    reason = models.CharField(max_length=2000)
    basis = models.CharField(max_length=300)  # law and article, as the official cites them
    reconsideration = models.OneToOneField(Reconsideration, models.PROTECT, null=True, related_name="reopening")
    state = models.CharField(max_length=10, default="proposed")  # confirmed, refused
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=64, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="cases_one_reopening"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="confirmed"), name="cases_decision_set_aside_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at=None)
                | Q(state="refused", settled_at__isnull=False)
                | Q(state="confirmed", settled_at__isnull=False)
                & ~Q(settled_by="")
                & (~Q(settled_by=F("by")) | Q(reconsideration__isnull=False)),
                name="cases_reopening_second_yes",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="cases_reopenings")]

    def __str__(self) -> str:
        return f"{self.case_id} reopening {self.pk}"
