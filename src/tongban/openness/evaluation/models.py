"""What can be rated, the ratings, who was rated, and what was done about bad ones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Occasion(models.Model):
    """A decided case or a visit to a hall, never both: it can be rated once, by whom it served. Written by the event
    of the decision or visit. `token` is the hash of the code that rates it until `rate_until`; `clerks` who served a
    visitor.
    """

    case = models.CharField(max_length=60, unique=True, null=True)  # noqa: DJ001 (unique: empty texts would collide)
    visit = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001
    offer = models.CharField(max_length=200, blank=True)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=200)
    person = models.CharField(max_length=64, blank=True)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    clerks = models.JSONField(default=list)
    token = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    rate_until = models.DateField(null=True)
    decided_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, visit=None) | Q(case=None, visit__isnull=False),
                name="evaluation_case_or_visit",
            ),
            models.CheckConstraint(condition=Q(case=None) | ~Q(person=""), name="evaluation_case_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["offer"], name="evaluation_of_offer"),
            models.Index(
                fields=["rate_until"], condition=Q(closed_at=None, visit__isnull=False), name="evaluation_visits_open"
            ),
        ]

    @property
    def about(self) -> str:
        """The reference that the ledger uses."""
        return f"case:{self.case}" if self.case else f"visit:{self.visit}"

    @property
    def reference(self) -> str:
        """What a notice is about: the person's own case or booking."""
        return f"case:{self.case}" if self.case else f"booking:{self.visit}"

    def __str__(self) -> str:
        return self.about


class Rating(models.Model):
    """Stars from 1 to 5, what about it, and words. Never changed (a trigger holds that)."""

    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    tags = models.JSONField(default=list)
    comment = models.TextField(blank=True, default="")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="evaluation_one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.stars}"


class RatedClerk(models.Model):
    """Somebody who worked on the case when it was rated."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="clerks")
    person = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "person"], name="evaluation_clerk_once")]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.person}"


class FollowUp(models.Model):
    """What is done about a bad rating: an answer and a repair by the due day, then the applicant is asked again."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="follow_up")
    token = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (hash of the second code)
    state = models.CharField(max_length=10, default="open")  # open, replied, closed; dropped by an appeal
    escalated_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    reply = models.TextField(blank=True, default="")
    repair = models.TextField(blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    replied_by = models.CharField(max_length=64, blank=True, default="")
    ask_until = models.DateField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)  # the second rating
    comment = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", replied_at=None, closed_at=None, stars=None)
                | Q(state="replied", replied_at__isnull=False, closed_at=None, stars=None)
                | Q(state="closed", replied_at__isnull=False, closed_at__isnull=False)
                | Q(state="dropped", closed_at__isnull=False, stars=None),
                name="evaluation_follow_up_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5), name="evaluation_second_one_to_five"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=["open", "replied"]), name="evaluation_follow_ups_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.state}"


class Appeal(models.Model):
    """A unit holds a bad rating to be malicious; one a rating. `outcome` is empty while nobody of another unit has
    decided; upheld: the rating never counts; dismissed: it counts.
    """

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="appeal")
    ground = models.CharField(max_length=20)
    reason = models.TextField()
    evidence = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    decide_by = models.DateField()
    outcome = models.CharField(max_length=10, blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by="")
                | (
                    Q(outcome__in=["upheld", "dismissed"], decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(reasons="")
                ),
                name="evaluation_appeal_in_order",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("made_by")), name="evaluation_appeal_two_people"),
        ]
        indexes = [models.Index(fields=["decide_by", "id"], condition=Q(outcome=""), name="evaluation_appeals_open")]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.outcome}"
