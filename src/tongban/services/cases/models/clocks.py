"""Legal time of a case: what runs, what stopped it, what prolonged it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from tongban.services.cases.models.case import FAR, Case, Matter


class Clock(models.Model):
    """A time limit that runs or ran: of the whole case, or of one matter. `due_on` is the last day still in time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="clocks")
    kind = models.CharField(max_length=16)  # acceptance, handling, statutory, answer, whole (of all parts)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    basis = models.JSONField(null=True)  # the article that sets the limit; none for a promise
    choice = models.JSONField(null=True)  # the rule that set the amount, and the facts that it saw; none without a rule
    started_at = models.DateTimeField()
    yellow_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)  # none while a pause is open
    due_at = models.DateTimeField(default=FAR)
    yellow_at = models.DateTimeField(default=FAR)
    silence = models.CharField(max_length=16, blank=True)  # what the law makes of its end: granted, refused
    provisional = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=16, blank=True)  # met, missed, deemed, void
    yellow_told = models.DateTimeField(null=True)
    red_told = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_at=None, matter=None),
                name="cases_one_running_clock",
            ),
            models.UniqueConstraint(
                fields=["matter", "kind"],
                condition=Q(stopped_at=None, matter__isnull=False),
                name="cases_one_running_clock_of_matter",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stopped_at=None, red_told=None), name="cases_clock_red"),
            models.Index(
                fields=["yellow_at"], condition=Q(stopped_at=None, yellow_told=None), name="cases_clock_yellow"
            ),
            models.Index(fields=["due_at"], condition=Q(stopped_at=None) & ~Q(silence=""), name="cases_clock_silence"),
            models.Index(
                fields=["provisional"], condition=Q(stopped_at=None, provisional=True), name="cases_clock_provisional"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Pause(models.Model):
    """The clock stands from `start` (a day that no longer counts) until `end` (a day that counts again); while it is
    open it ends on `until` by itself, where the law sets a cap.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    start = models.DateField()
    end = models.DateField(null=True)
    until = models.DateField(null=True)
    cause = models.CharField(max_length=20)
    policy = models.CharField(max_length=10, default="continue")  # continue, restart
    choice = models.JSONField(null=True)  # the condition that allowed it, and the facts that it saw
    basis = models.JSONField(null=True)  # the article that lets the clock stand
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=models.F("start")), name="cases_pause_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("start")), name="cases_pause_cap_is_later"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(end=None) | Q(end__lte=models.F("until")), name="cases_pause_within_cap"
            ),
            models.UniqueConstraint(fields=["clock", "cause"], condition=Q(end=None), name="cases_one_open_pause"),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(end=None, until__isnull=False), name="cases_pause_until"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.cause}"

    @property
    def over(self) -> dt.date | None:
        """The day that counts again; none while nobody knows."""
        return self.end or self.until


class Extension(models.Model):
    """More time, granted by somebody with a reason: the first, the second … of a case."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    sequence = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200, blank=True)
    post_zh = models.CharField(max_length=200, blank=True)
    post_en = models.CharField(max_length=200, blank=True)
    basis = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "sequence"], name="cases_extension_once"),
            models.CheckConstraint(condition=Q(amount__gte=1, sequence__gte=1), name="cases_extension_adds"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.amount} {self.unit}"


class DueMove(models.Model):
    """A due day that a published calendar moved or made firm: what it was and what it is."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    region = models.CharField(max_length=40)
    years = models.CharField(max_length=100)  # that were published
    before = models.DateField(null=True)  # none while a pause is open
    after = models.DateField(null=True)
    was_provisional = models.BooleanField()
    provisional = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=models.F("after"), was_provisional=models.F("provisional")), name="cases_move_moves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.before} {self.after}"
