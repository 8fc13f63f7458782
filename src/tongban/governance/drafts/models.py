"""Drafts of declared texts, every text that they had, and who looked at them a second time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

ALIVE = ("open", "submitted")
STATES = ("open", "submitted", "published", "discarded")


class Draft(models.Model):
    """A text on its way to another version. `base` is the version that it changes, empty for a wholly new one;
    `revision` its newest text.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    base = models.CharField(max_length=16, blank=True)
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
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state__in=ALIVE), name="drafts_one_a_text"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="drafts_known_state"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(version="") & ~Q(published_by="")),
                name="drafts_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("author")), name="drafts_two_people"
            ),
        ]
        indexes = [models.Index(fields=["kind", "key", "version"], name="drafts_of_version")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key} {self.state}"


class Revision(models.Model):
    """One text of a draft, never changed (a trigger): 0 is the one that it began from. `how` it came about; `place` is
    what of the text was changed, where that is known; `undoes` the revision that it took back.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    how = models.CharField(max_length=10)
    place = models.CharField(max_length=401, blank=True, default="")
    undoes = models.PositiveIntegerField(null=True)
    by = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="drafts_one_text_a_revision"),
            models.UniqueConstraint(fields=["draft", "undoes"], name="drafts_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.number} {self.how}"


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
            models.CheckConstraint(condition=Q(outcome__in=("published", "returned")), name="drafts_known_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.outcome}"
