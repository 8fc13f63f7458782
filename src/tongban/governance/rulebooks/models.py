"""Drafts of rules, what was done to them, and who looked at them a second time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

ALIVE = ("open", "submitted")
STATES = ("open", "submitted", "published", "discarded")


class Draft(models.Model):
    """A rule on its way to another version. `base` is the version it was made from; `revision` counts changes."""

    rule = models.CharField(max_length=200)
    base = models.CharField(max_length=16)
    text = models.TextField()
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
            models.UniqueConstraint(fields=["rule"], condition=Q(state__in=ALIVE), name="rulebooks_one_draft_a_rule"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="rulebooks_known_state"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(version="") & ~Q(published_by="")),
                name="rulebooks_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("author")), name="rulebooks_two_people"
            ),
        ]
        indexes = [models.Index(fields=["rule", "version"], name="rulebooks_of_version")]

    def __str__(self) -> str:
        return f"{self.rule} {self.state}"


class Edit(models.Model):
    """One change of a draft's text: at `start`, `removed` gave way to `inserted`. An undone one stays, marked."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="edits")
    revision = models.PositiveIntegerField()
    by = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)  # set, add, remove, move, import, merge
    before = models.CharField(max_length=16, null=True)  # noqa: DJ001 (the base before a merge; none otherwise)
    table = models.CharField(max_length=200)
    line = models.CharField(max_length=200, blank=True, default="")
    start = models.PositiveIntegerField()
    removed = models.TextField(blank=True)
    inserted = models.TextField(blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="rulebooks_one_edit_a_revision")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.revision} {self.kind}"


class Example(models.Model):
    """A case that the draft is tried with: inputs as typed, and the result that is expected, in FEEL."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="examples")
    name = models.CharField(max_length=200)
    decision = models.CharField(max_length=200)
    inputs = models.JSONField(default=dict)
    expected = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="rulebooks_example_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.name}"


class Replay(models.Model):
    """Decisions of the past decided again by one revision of a draft. `cursor` is the last one seen, made at
    `reached`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="replays")
    revision = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    reached = models.DateTimeField(null=True)
    seen = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="rulebooks_one_replay_a_revision")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.revision}, {self.seen}"


class Change(models.Model):
    """A decision of the past that the draft decides otherwise."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="changes")
    decided = models.BigIntegerField()  # the decision's id in the log
    decision = models.CharField(max_length=200)
    case = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    before = models.TextField()
    after = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "decided"], name="rulebooks_change_once")]

    def __str__(self) -> str:
        return f"{self.replay_id}: {self.decided}"


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
            models.CheckConstraint(condition=Q(outcome__in=("published", "returned")), name="rulebooks_known_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.outcome}"
