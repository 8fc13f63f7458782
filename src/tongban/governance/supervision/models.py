"""What was found, what the unit said to it, what was judged; and each case as the boards count it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

STATES = [(state, state) for state in ("open", "explained", "upheld", "dismissed")]


class Finding(models.Model):
    """Something that supervision saw. The same is found once, however often it is looked for.

    `subject` tells findings of one kind in one case apart: an item, a step, a bill, a person and month.
    """

    kind = models.CharField(max_length=40)
    case = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=160)
    offer = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    person = models.CharField(max_length=64, blank=True)  # the official whom a pattern points at
    what_zh = models.CharField(max_length=500)
    what_en = models.CharField(max_length=500)
    occurred_at = models.DateTimeField()
    found_at = models.DateTimeField()
    explain_by = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default="open")
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "case", "subject"], name="supervision_found_once"),
            models.CheckConstraint(condition=Q(state__in=[one for one, _ in STATES]), name="supervision_state"),
        ]
        indexes = [
            models.Index(fields=["unit_path", "-id"], name="supervision_of_unit"),
            models.Index(fields=["state", "explain_by"], condition=Q(escalated_at=None), name="supervision_waiting"),
            models.Index(fields=["case"], name="supervision_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case}"


class Explanation(models.Model):
    """What the unit says to a finding, once."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="explanation")
    text = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.finding_id)


class Verdict(models.Model):
    """What somebody outside the unit judged, once: upheld with what is to be done, or dismissed with the reason."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="verdict")
    upheld = models.BooleanField()
    text = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.finding_id} {self.upheld}"


class Measured(models.Model):
    """A case as the boards count it; written anew from the case whenever something happened in it."""

    case = models.CharField(max_length=60, unique=True)
    offer = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16, blank=True)
    opened_on = models.DateField()
    decided_on = models.DateField(null=True)
    days = models.PositiveIntegerField(null=True)  # calendar days from the application to the decision
    in_time = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, days=None) | Q(decided_on__isnull=False, days__isnull=False),
                name="supervision_days_of_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_on", "unit_path", "unit", "offer"], name="supervision_opened"),
            models.Index(
                fields=["decided_on", "unit_path", "unit", "offer", "in_time", "days"],
                condition=Q(decided_on__isnull=False),
                name="supervision_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.case
