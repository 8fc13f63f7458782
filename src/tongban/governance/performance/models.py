"""Simulations: what was asked, how far they are, what came out."""

from __future__ import annotations

from django.db import models


class Study(models.Model):
    """A simulation of one version or draft of a process, with `plan` as the form gave it.

    `runs` are the runs made so far, the first one of the plan itself, the others of the search for people; `outcome`
    and `answer` the results. `step` counts runs, so that two workers never keep the same one twice.
    """

    process = models.CharField(max_length=200)
    version = models.CharField(max_length=64, blank=True)  # "": the draft whose text is kept here
    text = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    plan = models.JSONField()
    step = models.PositiveIntegerField(default=0)
    runs = models.JSONField(default=list)
    outcome = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    kept = models.BooleanField(default=False)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["process", "-id"], name="performance_of_process")]

    def __str__(self) -> str:
        return f"{self.process}: {self.title}"
