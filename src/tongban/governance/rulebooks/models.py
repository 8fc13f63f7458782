"""What stands beside the draft of a rule: cases that it is tried with, decisions of the past decided again by it."""

from __future__ import annotations

from django.db import models


class Example(models.Model):
    """A case that the draft is tried with: inputs as typed, and the result that is expected, in FEEL."""

    draft = models.BigIntegerField()  # its id in governance/drafts
    name = models.CharField(max_length=200)
    decision = models.CharField(max_length=200)
    inputs = models.JSONField(default=dict)
    expected = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="rulebooks_example_once")]

    def __str__(self) -> str:
        return f"{self.draft}: {self.name}"


class Replay(models.Model):
    """Decisions of the past decided again by one revision of a draft. `cursor` is the last one seen, made at
    `reached`.
    """

    draft = models.BigIntegerField()  # its id in governance/drafts
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
        return f"{self.draft}: {self.revision}, {self.seen}"


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
