"""What was written or said about a case, and what a unit often answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

SIDES = ("applicant", "authority")
CHANNELS = ("portal", "program", "desk", "mail", "phone", "window")


class Message(models.Model):
    """One thing written or said. `key` keeps the same one from being taken twice: a double click, a mail sent again."""

    case = models.CharField(max_length=32)
    side = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    text = models.TextField()
    attachments = models.JSONField(default=list)  # ids, held by the case
    dropped = models.JSONField(default=list)  # names of files that came by mail and were not taken
    key = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200, blank=True)
    post_zh = models.CharField(max_length=200, blank=True)
    post_en = models.CharField(max_length=200, blank=True)
    unit_zh = models.CharField(max_length=200, blank=True)
    unit_en = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # by the other side

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="conversations_once"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="conversations_two_sides"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="conversations_known_channel"),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="conversations_thread"),
            models.Index(fields=["case", "side"], condition=Q(read_at=None), name="conversations_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.side} {self.pk}"


class Snippet(models.Model):
    """A text that a unit often answers with. `{number}` and `{title}` stand for those of the case."""

    unit = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    text = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="conversations_snippet_title")]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"
