"""Drafts, and the files that belong to a draft or to whatever the draft became."""

from __future__ import annotations

import uuid

from django.db import models


def new_id() -> str:
    return uuid.uuid4().hex


class Draft(models.Model):
    """Answers on their way: at most one open draft for each owner and key."""

    owner = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    form_key = models.CharField(max_length=200)
    form_version = models.CharField(max_length=16)
    page = models.CharField(max_length=60, blank=True, default="")
    values = models.JSONField(default=dict)
    touched = models.JSONField(default=dict)  # field name -> revision that last changed it
    revision = models.PositiveIntegerField(default=0)
    created = models.DateTimeField()
    updated = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"], condition=models.Q(closed=None), name="forms_one_open_draft"
            ),
        ]
        indexes = [
            models.Index(fields=["updated"], condition=models.Q(closed=None), name="forms_open_by_age"),
            models.Index(
                fields=["form_key", "form_version", "id"], condition=models.Q(closed=None), name="forms_open_by_version"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.form_key}"


class File(models.Model):
    """A content in the store, named by its SHA-256; the row is the lock under which it is written and removed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A file somebody added: held by a draft, or after submission by the holder that took it over."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    owner = models.CharField(max_length=200)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="attachments")
    holder = models.CharField(max_length=200, blank=True, default="")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="attachments")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft=None) ^ models.Q(holder=""), name="forms_attachment_has_one_holder"
            ),
            models.UniqueConstraint(
                fields=["draft", "field", "file"], condition=~models.Q(draft=None), name="forms_file_once_a_field"
            ),
        ]
        indexes = [models.Index(fields=["holder"], condition=~models.Q(holder=""), name="forms_attachment_holder")]

    def __str__(self) -> str:
        return self.id


class Move(models.Model):
    """Answers that met a newer version of their form: moved to it, or kept on theirs with the reasons.

    `holder` names whose answers: "draft:12" or "case:…". `reasons`: code, field, zh, en of each; `opened`: the labels
    of questions that the move opens, as zh, en.
    """

    holder = models.CharField(max_length=80)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="moves")
    form_key = models.CharField(max_length=200)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    moved = models.BooleanField()
    reasons = models.JSONField(default=list)
    opened = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "target"], name="forms_one_move"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="forms_move_changes_version"),
        ]
        indexes = [
            models.Index(fields=["form_key", "-id"], name="forms_moves_of_form"),
            models.Index(fields=["moved", "-id"], name="forms_moves_by_result"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.source} to {self.target}"
