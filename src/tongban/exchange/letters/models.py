"""Partner nodes, and the letters to them and from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

OPEN = Q(state__in=["waiting", "refused"])


class Partner(models.Model):
    """A node that this one exchanges letters with. `pinned` are fingerprints of its certificates, `sends` the messages
    that it may send here, `takes` those that may go there. `refusal` is why the last letter under its name was refused.
    """

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    pinned = models.JSONField()
    sends = models.JSONField(default=list)
    takes = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    refusal = models.CharField(max_length=300, default="")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="letters_partner_term"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Letter(models.Model):
    """What letters of both ways have. `data` is JSON text exactly as it is signed; `due` is when it is tried next;
    `stuck` asks for a person; `reason` is that person's.
    """

    number = models.CharField(max_length=64)
    partner = models.CharField(max_length=40, default="")
    name = models.CharField(max_length=120)
    correlation = models.CharField(max_length=200, default="")
    data = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    stuck = models.BooleanField(default=False)
    error = models.CharField(max_length=300, default="")
    settled = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=160, default="")
    reason = models.CharField(max_length=500, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} {self.number}: {self.state}"


def _indexes(way: str) -> list[models.Index]:
    return [
        models.Index(fields=["due", "id"], condition=Q(state="waiting"), name=f"letters_{way}_due"),
        models.Index(fields=["state", "-id"], name=f"letters_{way}_state"),
        models.Index(fields=["partner", "-id"], name=f"letters_{way}_partner"),
        models.Index(fields=["-id"], condition=Q(stuck=True), name=f"letters_{way}_stuck"),
    ]


class Outgoing(Letter):
    """A letter to a partner: `wanted` is the one that the sender named, else the directory finds it by the message.
    `origin` and `element` say whence it comes; `receipt` is the partner's signed answer.
    """

    wanted = models.CharField(max_length=40, default="")
    origin = models.CharField(max_length=120)
    element = models.CharField(max_length=120)
    receipt = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="letters_out_once"),
            models.CheckConstraint(
                condition=Q(OPEN, settled=None)
                | Q(state__in=["delivered", "dismissed"], settled__isnull=False, stuck=False),
                name="letters_out_settled",
            ),
        ]
        indexes = _indexes("out")


class Incoming(Letter):
    """A letter from a partner, taken in once: `digest` is that of the signed record, `taken_by` who went on with it."""

    digest = models.CharField(max_length=64)
    sent = models.DateTimeField()
    taken_by = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="letters_in_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled=None)
                | Q(state__in=["taken", "dismissed"], settled__isnull=False, stuck=False),
                name="letters_in_settled",
            ),
        ]
        indexes = _indexes("in")
