"""Where a task was sent by rule."""

from __future__ import annotations

from django.db import models

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models.case import Case


class Routing(models.Model):
    """A task that the offer's table was asked about. Never changed (a trigger holds that). `entry` is the decision in
    the log; `problem` says why all who may do it are candidates instead: no row, a post that the unit does not have
    (`asked`), or a rule that could not be asked.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="routings")
    task = models.BigIntegerField(unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    posts = models.JSONField(default=list)
    problem = models.CharField(max_length=16, blank=True)
    asked = models.CharField(max_length=200, blank=True)
    entry = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_routings")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(problem__in=("", "none", "unknown", "rule")), name="cases_routing_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.task}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)
