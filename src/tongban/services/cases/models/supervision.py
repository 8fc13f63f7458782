"""Cases under special watch."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.services.cases.models.case import Case


class Supervision(models.Model):
    """A supervised item (督办): somebody above wants a case seen to by a day. The responsible unit answers with its
    measures; they are accepted, or the item is issued again as the next in sequence.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions")
    sequence = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=64)  # who is responsible
    unit_path = models.CharField(max_length=64)
    reason = models.CharField(max_length=2000)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")  # open, answered, accepted, reissued
    measures = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_supervision_sequence"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("open", "answered")), name="cases_one_open_supervision"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & ~Q(measures="")),
                name="cases_supervision_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open", escalated_at=None), name="cases_supervision_due"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} supervision {self.sequence}"
