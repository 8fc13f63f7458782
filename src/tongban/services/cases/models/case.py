"""The case, its matters, who is involved in it, and the work that waits."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from tongban.kernel.declarations.api import Text

FAR = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)  # no clock runs: after every date, so that rows stay in one order
OPEN_STATES = ("submitted", "supplement", "accepted", "decided")
FINAL_STATES = ("closed", "withdrawn", "not_accepted")
STATES = [(state, state) for state in OPEN_STATES + FINAL_STATES]
OUTCOMES = [("granted", "granted"), ("refused", "refused"), ("partly", "partly"), ("", "")]


class Series(models.Model):
    """The last receipt number given in a division and year; the row is the lock under which the next one is taken."""

    division = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "year"], name="cases_one_series")]

    def __str__(self) -> str:
        return f"{self.division}-{self.year}"


class Case(models.Model):
    """One application on its way. What it began with is pinned: offer, form and process in their versions."""

    number = models.CharField(max_length=32, unique=True)
    offer = models.CharField(max_length=200)
    offer_version = models.CharField(max_length=16)
    form = models.CharField(max_length=200)
    form_version = models.CharField(max_length=16)
    process = models.CharField(max_length=200)
    process_version = models.CharField(max_length=16)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    draft = models.BigIntegerField(null=True, unique=True)  # which draft became this case: submitting it twice is once
    person = models.CharField(max_length=64)
    tag = models.CharField(max_length=64, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=20, default="portal")
    state = models.CharField(max_length=16, choices=STATES, default="submitted")
    outcome = models.CharField(max_length=16, choices=OUTCOMES, default="", blank=True)
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    deemed_accepted = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=FAR)
    yellow_at = models.DateTimeField(default=FAR)
    provisional = models.BooleanField(default=False)
    destroyed_at = models.DateTimeField(null=True)  # from then on nothing personal is here: what is left is counted
    destroyed_under = models.CharField(max_length=32, blank=True)  # the number of the destruction list

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None, destroyed_under="")
                | Q(destroyed_at__isnull=False, state__in=FINAL_STATES, person="", tag="", credit_code="", name="")
                & ~Q(destroyed_under=""),
                name="cases_destroyed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at=None) | Q(state__in=FINAL_STATES, closed_at__isnull=False),
                name="cases_final_is_closed",
            ),
            models.CheckConstraint(condition=Q(yellow_at__lte=F("due_at")), name="cases_yellow_before_due"),
        ]
        indexes = [
            models.Index(
                fields=["closed_at", "id"],
                condition=Q(destroyed_at=None, closed_at__isnull=False),
                name="cases_to_keep",
            ),
            models.Index(fields=["person", "-opened_at", "-id"], name="cases_of_person"),
            models.Index(
                fields=["credit_code", "-opened_at", "-id"], condition=~Q(credit_code=""), name="cases_of_company"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Matter(models.Model):
    """What one competent unit decides in a case: one for each part of a life event, else one for the offer itself."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="matters")
    position = models.PositiveSmallIntegerField()
    offer = models.CharField(max_length=200)
    offer_version = models.CharField(max_length=16)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default="open")  # open, decided, dropped
    outcome = models.CharField(max_length=16, choices=OUTCOMES, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=FAR)
    yellow_at = models.DateTimeField(default=FAR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "offer"], name="cases_matter_once"),
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False) & ~Q(outcome="")
                | Q(state__in=("open", "dropped"), outcome="", decided_at=None),
                name="cases_matter_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.offer}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Involvement(models.Model):
    """A unit's part in a case: what the desk lists. State, due day and light are copies, kept by `projection`."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements", db_index=False)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=16)  # lead, matter, inspection, opinion
    offer = models.CharField(max_length=200)
    open = models.BooleanField(default=True)
    unread = models.BooleanField(default=False)  # the applicant wrote something that nobody at the desk has read
    state = models.CharField(max_length=16, choices=STATES)
    due_at = models.DateTimeField(default=FAR)
    yellow_at = models.DateTimeField(default=FAR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="cases_unit_once")]
        indexes = [
            # The desk's lists read one unit by the first of these and many units by the second; both hold all that the
            # counts ask for, so that only the rows of the page are fetched. The third finds a case's other units.
            # `open` and `unread` stand in their own partial indexes because SQLite fetches the row to read them else.
            models.Index(
                fields=["unit_path", "due_at", "id", "yellow_at", "state", "level", "role", "case", "open"],
                condition=Q(open=True),
                name="cases_desk_of_unit_open",
            ),
            models.Index(
                fields=["due_at", "id", "unit_path", "yellow_at", "state", "level", "role", "case"],
                condition=Q(open=True),
                name="cases_desk_by_due",
            ),
            models.Index(fields=["case", "id", "unit_path", "level"], name="cases_desk_once"),
            models.Index(fields=["unit_path", "state", "due_at", "id"], name="cases_desk_by_state"),
            models.Index(fields=["due_at", "id", "unit_path"], condition=Q(unread=True), name="cases_desk_unread"),
            models.Index(
                fields=["unit_path", "due_at", "id", "level", "role", "case", "unread"],
                condition=Q(unread=True),
                name="cases_desk_unread_of_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class Work(models.Model):
    """An open task of a process, as the desk lists it: written when the engine makes one, gone when it is settled."""

    task = models.BigIntegerField(unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="work")
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="work")
    element = models.CharField(max_length=200)
    act = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=64)
    candidates = models.JSONField(default=list)
    properties = models.JSONField(default=dict)
    assignee = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=64, blank=True)  # who delegated it and gets it back
    urged = models.DateTimeField(null=True)
    created = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["assignee"], condition=~Q(assignee=""), name="cases_work_of_person"),
            models.Index(fields=["unit_path"], name="cases_work_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)
