"""Decisions that are contested before another unit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.services.cases.models.acts import Decision
from tongban.services.cases.models.case import Case

DECIDED = ("upheld", "varied", "revoked", "unlawful", "rejected")
ENDED = ("inadmissible", "withdrawn", "terminated")  # without a word on the decision


class Reconsideration(models.Model):
    """What ties a case of reconsideration (行政复议) to the decision that it contests, and what became of it. `until`
    was the last day to apply; whoever comes late says why, and the reviewing unit judges that.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="reconsideration")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reconsiderations")
    contested = models.ForeignKey(Case, models.PROTECT, related_name="reconsiderations")
    until = models.DateField(null=True)
    late = models.BooleanField(default=False)
    excuse = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=~Q(outcome__in=ENDED), name="cases_one_reconsideration"
            ),
            models.CheckConstraint(condition=~Q(case=F("contested")), name="cases_reconsiders_another"),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(excuse="") & Q(until__isnull=False), name="cases_late_with_excuse"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | Q(outcome__in=(*DECIDED, *ENDED), settled_at__isnull=False),
                name="cases_reconsidered_whole",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "case"], name="cases_reconsidered")]

    def __str__(self) -> str:
        return f"{self.case_id} contests {self.decision_id}"
