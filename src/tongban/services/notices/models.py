"""Notices, how they went out, and where a person wants them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """What somebody was told. For a company when `credit_code` is given; `person` is then who acted for it."""

    kind = models.CharField(max_length=40)
    person = models.CharField(max_length=64, blank=True, default="")
    credit_code = models.CharField(max_length=18, blank=True, default="")
    about = models.CharField(max_length=100, blank=True, default="")  # "case:…", "bill:…", "certificate:…", "booking:…"
    case = models.CharField(max_length=60, blank=True, default="")
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    body_zh = models.TextField()
    body_en = models.TextField()
    key = models.CharField(max_length=200, blank=True, default="")  # what is told only once
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person="") | ~Q(credit_code=""), name="notices_for_somebody"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="notices_told_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_person"),
            models.Index(fields=["credit_code", "-id"], condition=~Q(credit_code=""), name="notices_of_company"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_person_unread"),
            models.Index(
                fields=["credit_code"], condition=Q(read_at=None) & ~Q(credit_code=""), name="notices_company_unread"
            ),
            models.Index(fields=["case", "id"], condition=~Q(case=""), name="notices_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """One notice on one way out: waiting, sent, or why it is not sent (muted, no address)."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10)  # mail, sms
    state = models.CharField(max_length=10, default="waiting")  # waiting, sent, muted, nowhere
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "muted", "nowhere"]), name="notices_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.state}"


class Contact(models.Model):
    """Where a person or company wants to be told. Addresses are encrypted under the subject's own key."""

    owner = models.CharField(max_length=80, unique=True)  # "person:…" or "company:…"
    tag = models.CharField(max_length=32)
    mail = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    muted = models.JSONField(default=list)
    updated = models.DateTimeField()

    def __str__(self) -> str:
        return self.owner
