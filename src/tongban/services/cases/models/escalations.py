"""A limit that ran out and was laid before somebody: once for each clock."""

from __future__ import annotations

from django.db import models

from tongban.services.cases.models.clocks import Clock


class Escalation(models.Model):
    """The post that was told that a clock ran out, as the offer names it; written once, never changed (a trigger)."""

    clock = models.OneToOneField(Clock, models.PROTECT, related_name="escalation")
    post = models.CharField(max_length=200)
    persons = models.JSONField(default=list)  # who held it then
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.clock_id} {self.post}"
