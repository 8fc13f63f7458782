"""What could not be done, what the department says to it, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

CLOSED = Q(state="closed", closed_at__isnull=False) & ~Q(outcome="") & ~Q(reply="")


class Hindrance(models.Model):
    """A report. `unit` is the department that it is about; the department sees `case` only when `named` says so."""

    person = models.CharField(max_length=64)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    offer = models.CharField(max_length=200, blank=True, default="")
    case = models.CharField(max_length=32, blank=True, default="")
    named = models.BooleanField(default=False)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    text = models.TextField()
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="open")  # open, asked, answered, closed
    question = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")  # solved, explained, unfounded
    reply = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="hindrances_once"),
            models.UniqueConstraint(
                fields=["person", "case"],
                condition=~Q(case="") & ~Q(state="closed"),
                name="hindrances_one_open_for_a_case",
            ),
            models.CheckConstraint(
                condition=CLOSED | Q(state__in=("open", "asked", "answered"), closed_at=None, outcome="", reply=""),
                name="hindrances_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id", "unit_path"], condition=~Q(state="closed"), name="hindrances_due"),
            models.Index(fields=["unit_path", "-id"], name="hindrances_of_unit"),
            models.Index(fields=["person", "-id"], name="hindrances_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
