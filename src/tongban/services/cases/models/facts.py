"""What is known in a case, and what happened in it."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models.case import Case
from tongban.trust.privacy.api import Personal


class Fact(Personal):
    """One value with its provenance. A value is never overwritten: the old row stays, no longer current."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="facts")
    name = models.CharField(max_length=200)
    value = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    origin = models.CharField(max_length=16)  # applicant, register, desk, rule
    source_zh = models.CharField(max_length=200, blank=True)
    source_en = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    attachments = models.JSONField(default=list)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta(Personal.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], condition=Q(current=True), name="cases_one_current_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"

    @property
    def source(self) -> Text:
        return Text(self.source_zh, self.source_en)


class HistoryLine(models.Model):
    """One line of the case's story. `code` names the sentence, `detail` what stands in it; written once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="history")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    public = models.BooleanField(default=True)  # whether the applicant sees it
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200, blank=True)
    post_zh = models.CharField(max_length=200, blank=True)
    post_en = models.CharField(max_length=200, blank=True)
    unit_zh = models.CharField(max_length=200, blank=True)
    unit_en = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_history_order")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"
