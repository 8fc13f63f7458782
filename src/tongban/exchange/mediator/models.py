from __future__ import annotations

from django.db import models


class Exchange(models.Model):
    """The evidence of one lookup, answered or refused. Append-only.

    It holds no value and no personal identifier: only digests under the node's key, so that it proves what was said to
    whoever holds the answer, and tells nobody else.
    """

    id = models.CharField(primary_key=True, max_length=32)
    at = models.DateTimeField()
    consumer = models.CharField(max_length=100)
    resource = models.CharField(max_length=100)
    provider = models.CharField(max_length=40)
    fields = models.JSONField()
    purpose = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=300)
    case = models.CharField(max_length=40, default="")
    actor = models.CharField(max_length=64)
    agreement = models.BigIntegerField(null=True)
    subject_tag = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    response_hash = models.CharField(max_length=64, default="")
    result = models.CharField(max_length=20)  # answered, or the code of the refusal
    signature = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_tag", "at"], name="mediator_subject"),
            models.Index(fields=["case"], condition=~models.Q(case=""), name="mediator_case"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.consumer} asked {self.resource}: {self.result}"
