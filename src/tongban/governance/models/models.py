"""Drafts of process models, every text that they had, and who looked at them a second time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

ALIVE = ("open", "submitted")
STATES = ("open", "submitted", "published", "discarded")


class Draft(models.Model):
    """A process on its way to another version. `base` is the version it was made from; `revision` its newest text."""

    process = models.CharField(max_length=200)
    base = models.CharField(max_length=16)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="open")
    author = models.CharField(max_length=64)
    author_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    submitted_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=16, blank=True, default="")
    published_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process"], condition=Q(state__in=ALIVE), name="models_one_draft_a_process"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="models_known_state"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(version="") & ~Q(published_by="")),
                name="models_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("author")), name="models_two_people"
            ),
        ]
        indexes = [models.Index(fields=["process", "version"], name="models_of_version")]

    def __str__(self) -> str:
        return f"{self.process} {self.state}"


class Revision(models.Model):
    """One text of a draft, never changed (a trigger): 0 is the version that it began from."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=10)  # opened, drawn, uploaded, restored
    by = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="models_one_text_a_revision")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.number} {self.kind}"


class Verdict(models.Model):
    """What the second person made of a submitted draft: published or returned, and why. Never changed (a trigger)."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="verdicts")
    revision = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=("published", "returned")), name="models_known_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.outcome}"
