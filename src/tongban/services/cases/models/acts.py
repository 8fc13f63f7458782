"""What was done in a case: each act is a record with who and when, written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.services.cases.models.case import FAR, Case, Matter


class Supplement(models.Model):
    """A supplement notice (补正告知): everything that is missing, told at once. A second one needs a supervisor."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    sequence = models.PositiveSmallIntegerField()
    items = models.JSONField()  # [{"id", "text": {"zh", "en"}, "wanted": "text" | "file"}]
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)  # item id -> {"text", "attachments": [id]}
    state = models.CharField(max_length=10, default="open")  # open, answered, lapsed, void

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_supplement_sequence"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="cases_one_open_supplement"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="cases_supplement_due")]

    def __str__(self) -> str:
        return f"{self.case_id} supplement {self.sequence}"


class Examination(models.Model):
    """An examiner's finding on one matter. `task` is the engine's task, so that it is written once."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="examinations")
    task = models.BigIntegerField(unique=True)
    recommendation = models.CharField(max_length=16)  # grant, refuse
    note = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.matter_id} {self.recommendation}"


class Inspection(models.Model):
    """What one department found on site. Several together are one joint inspection (联合勘验)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="inspections")
    task = models.BigIntegerField(unique=True)
    element = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    passed = models.BooleanField()
    findings = models.TextField()
    attachments = models.JSONField(default=list)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class Opinion(models.Model):
    """Another department is asked (征求意见): it sees `facts` and nothing else, and has a due day of its own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="opinions")
    asking_unit = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(default=0)
    question = models.TextField()
    facts = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    yellow_at = models.DateTimeField(default=FAR)
    silence = models.CharField(max_length=12, default="wait")  # no_objection, escalate, wait
    post = models.CharField(max_length=200, blank=True)  # before which silence is laid
    post_name = models.JSONField(default=dict)
    basis = models.JSONField(null=True)  # the article on which the rule of silence rests
    yellow_told = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)  # when the clock carried the rule out
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=64, blank=True)
    given_by_name = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=16, blank=True)  # agree, conditions, object, not_needed; silence, void
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit", "asking_unit"], condition=Q(given_at=None), name="cases_one_open_opinion"
            ),
            models.CheckConstraint(
                condition=(Q(silence="escalate") & ~Q(post="")) | Q(silence__in=("no_objection", "wait"), post=""),
                name="cases_opinion_escalates_to_a_post",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="silence")
                | Q(silence="no_objection", silent_at__isnull=False, given_at__isnull=False, given_by=""),
                name="cases_opinion_silence_by_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_path", "due_at", "id"], condition=Q(given_at=None), name="cases_opinions_open"),
            models.Index(fields=["unit_path", "due_at", "id"], name="cases_opinions_of_unit"),
            models.Index(
                fields=["yellow_at"], condition=Q(given_at=None, yellow_told=None), name="cases_opinions_yellow"
            ),
            models.Index(fields=["due_at"], condition=Q(given_at=None, silent_at=None), name="cases_opinions_silent"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class Decision(models.Model):
    """The decision on one matter. Never changed and never removed (a trigger holds that). Without a task it is what the
    law makes of silence. `round` counts: a case that was reopened is decided again.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    task = models.BigIntegerField(unique=True, null=True)
    outcome = models.CharField(max_length=16)  # granted, refused
    reasons = models.TextField(blank=True)
    basis = models.JSONField()  # the article chosen from the offer's legal basis
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    post_zh = models.CharField(max_length=200)
    post_en = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "round"], name="cases_one_decision"),
            models.CheckConstraint(
                condition=Q(outcome="granted") | (Q(outcome="refused") & ~Q(reasons="")),
                name="cases_refusal_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.outcome}"


class Output(models.Model):
    """What came out of a case: a certificate, by its number."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outputs")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="outputs")
    result = models.CharField(max_length=200)  # the offer's result that it is
    number = models.CharField(max_length=64, unique=True)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
