"""Hearings before a decision, and the persons whose interests it touches."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.services.cases.models.case import Case
from tongban.trust.privacy.api import Personal

LIVE = ("offered", "asked", "called")


class Hearing(models.Model):
    """A hearing (听证) from the notice of the right to it until its record is signed. While it is live nothing is
    decided. `until_at`: the end of the time to ask for it; `chair` did not examine the case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    sequence = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="offered")  # and asked, called, closed; waived, dropped, void
    offered_at = models.DateTimeField()
    until_on = models.DateField()
    until_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    hold_by = models.DateField(null=True)  # the last day on which it may be held once somebody asked
    called_at = models.DateTimeField(null=True)
    held_on = models.DateTimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    chair = models.CharField(max_length=64, blank=True)
    chair_name = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    signed = models.CharField(max_length=1000, blank=True)  # who signed the minutes
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_hearing_sequence"),
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=LIVE), name="cases_one_live_hearing"),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(held_on__isnull=False, ended_at__gte=F("held_on")) & ~Q(minutes="") & ~Q(signed="") & ~Q(chair=""),
                name="cases_hearing_record_whole",
            ),
        ]
        indexes = [models.Index(fields=["until_at"], condition=Q(state="offered"), name="cases_hearing_until")]

    def __str__(self) -> str:
        return f"{self.case_id} hearing {self.sequence}"


class Interested(Personal):
    """A person with a stake in the decision (利害关系人): told of the right to be heard, and what was stated."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="interested")
    name = models.CharField(max_length=200)
    told_how = models.CharField(max_length=300)  # by which letter, call or visit
    told_at = models.DateTimeField()
    statement = models.TextField(blank=True)
    stated_at = models.DateTimeField(null=True)

    class Meta(Personal.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.hearing_id} interested"
