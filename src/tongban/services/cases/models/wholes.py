"""A life event as a whole: when each part begins and is due, and which part it waits for. The day of the whole itself
is a clock of the kind `whole`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.services.cases.models.case import Matter

FELL = [("", ""), ("withdrawn", "withdrawn"), ("followed", "followed"), ("needless", "needless")]


class Leg(models.Model):
    """The place of a part in the plan of its case; `waits_for` is the part that is over last of those before it, `fell`
    why it is left out: taken back, with another part, or needless from the start.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="leg")
    begins_on = models.DateField()
    due_on = models.DateField()  # the earliest day while it is open
    ended_on = models.DateField(null=True)
    waits_for = models.CharField(max_length=200, blank=True)
    critical = models.BooleanField(default=False)
    open = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    fell = models.CharField(max_length=16, choices=FELL, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("begins_on")), name="cases_leg_due_after_begin"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(open=False), name="cases_leg_over_stands_not"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.due_on}"
