"""What officials write to one another when work is moved by hand."""

from __future__ import annotations

from django.db import models

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models.case import Case


class Remark(models.Model):
    """The reason of a return, a transfer, an order to stand still …: for the desk, never for the applicant. `name` is
    the step that it is about, empty for the whole case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=16)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=2000)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_remarks")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)
