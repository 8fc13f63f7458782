"""The rows of running processes. Commands write them through `store` only, one transaction each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

OPEN = Q(status__in=["running", "suspended"])
KEY, REFERENCE = 120, 160


class Instance(models.Model):
    """A running or ended process. `parent` and `parent_token` say which call activity of which instance began it."""

    host = models.CharField(max_length=60)
    key = models.CharField(max_length=KEY)
    version = models.CharField(max_length=64)
    business_key = models.CharField(max_length=KEY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    parent_token = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=12, default="running")
    error = models.CharField(max_length=200, default="")
    data = models.JSONField(default=dict)
    following = models.PositiveIntegerField(default=1)  # the number of the next token
    rev = models.PositiveIntegerField(default=0)
    started = models.DateTimeField()
    started_by = models.CharField(max_length=REFERENCE)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_key", "host", "key"], condition=Q(parent=None), name="process_started_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["running", "suspended", "completed", "terminated", "failed", "cancelled"]),
                name="process_status",
            ),
            models.CheckConstraint(
                condition=Q(OPEN, ended=None) | ~OPEN & Q(ended__isnull=False), name="process_ended"
            ),
        ]
        indexes = [
            models.Index(fields=["business_key", "id"], name="process_instance_key"),
            models.Index(fields=["parent", "parent_token"], name="process_called"),
            models.Index(fields=["host", "key", "version", "id"], condition=OPEN, name="process_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.business_key} {self.status}"


class Token(models.Model):
    """A token; see `marking.Token`. One that holds others is a scope."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tokens", db_index=False)
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField()
    node = models.CharField(max_length=KEY)
    flow = models.CharField(max_length=KEY)
    waiting = models.BooleanField()
    loop = models.PositiveIntegerField(null=True)
    local = models.JSONField(null=True)
    rounds = models.JSONField(null=True)
    armed = models.JSONField(default=dict)
    done = models.PositiveIntegerField(null=True)
    queue = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="process_token_number")]

    def __str__(self) -> str:
        return f"{self.number} at {self.node}"


class Task(models.Model):
    """A user task at a token."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tasks", db_index=False)
    business_key = models.CharField(max_length=KEY)
    token = models.PositiveIntegerField()
    element = models.CharField(max_length=KEY)
    loop = models.PositiveIntegerField(null=True)
    item = models.JSONField(null=True)
    assignee = models.CharField(max_length=REFERENCE, default="")
    owner = models.CharField(max_length=REFERENCE, default="")  # who delegated it and gets it back
    state = models.CharField(max_length=10, default="open")
    created = models.DateTimeField()
    due = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=REFERENCE, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "token"], name="process_task_token"),
            models.CheckConstraint(
                condition=Q(state="open", done_at=None) | Q(state__in=["done", "cancelled"], done_at__isnull=False),
                name="process_task_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "id"], condition=Q(state="open") & ~Q(assignee=""), name="process_task_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.state}"


class Candidate(models.Model):
    """One reference of those who may take a task; `open` follows the task's state, for the worklist's index."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="candidates", db_index=False)
    reference = models.CharField(max_length=REFERENCE)
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "reference"], name="process_candidate_once")]
        indexes = [models.Index(fields=["reference", "task"], condition=Q(open=True), name="process_worklist")]

    def __str__(self) -> str:
        return self.reference


class Wait(models.Model):
    """A timer, message or signal that an element waits for at a token; `trigger` is the place of the event definition
    in the element, 0 when it has one. `left` firings follow a timer's `due` (-1: endless). `held`: the process stands
    still, so that the poll for due timers need not walk past it.
    """

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="waits", db_index=False)
    business_key = models.CharField(max_length=KEY)
    token = models.PositiveIntegerField()
    element = models.CharField(max_length=KEY)
    trigger = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, default="message")
    message = models.CharField(max_length=KEY, default="")
    correlation = models.CharField(max_length=200, default="")
    due = models.DateTimeField(null=True)
    left = models.IntegerField(default=0, db_column="firings_left")
    stuck = models.CharField(max_length=500, default="")
    held = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "token", "element", "trigger"], name="process_wait_once")
        ]
        indexes = [
            models.Index(
                fields=["due", "id"], condition=Q(due__isnull=False, stuck="", held=False), name="process_due"
            ),
            models.Index(fields=["business_key", "message"], condition=Q(due=None), name="process_message"),
            models.Index(fields=["message", "kind", "correlation"], condition=Q(due=None), name="process_heard"),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.due or self.message}"


class Call(models.Model):
    """A service call at a token: requested until the reply."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="calls", db_index=False)
    business_key = models.CharField(max_length=KEY)
    token = models.PositiveIntegerField()
    element = models.CharField(max_length=KEY)
    operation = models.CharField(max_length=KEY)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="requested")
    error = models.CharField(max_length=500, default="")
    attempts = models.PositiveIntegerField(default=1)
    requested = models.DateTimeField()
    settled = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "token"], name="process_call_token"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "failed", "done", "cancelled"]), name="process_call_state"
            ),
        ]
        indexes = [models.Index(fields=["business_key", "id"], name="process_call_key")]

    def __str__(self) -> str:
        return f"{self.operation} {self.state}"


class Copy(models.Model):
    """A task or a whole process shown to somebody who need not do anything: it hinders nobody."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="copies", db_index=False)
    business_key = models.CharField(max_length=KEY)
    element = models.CharField(max_length=KEY, default="")
    reference = models.CharField(max_length=REFERENCE)
    sent = models.DateTimeField()
    by = models.CharField(max_length=REFERENCE)
    seen = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "element", "reference"], name="process_copy_once")]
        indexes = [models.Index(fields=["reference", "id"], condition=Q(seen=None), name="process_copy_unseen")]

    def __str__(self) -> str:
        return f"{self.element} {self.reference}"


class Letter(models.Model):
    """A message or signal on its way to another business key: taken away in the transaction that delivers it."""

    business_key = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=KEY)
    correlation = models.CharField(max_length=200, default="")
    data = models.JSONField(default=dict)
    sent = models.DateTimeField()
    sender = models.CharField(max_length=KEY)
    stuck = models.CharField(max_length=500, default="")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(stuck=""), name="process_letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} to {self.business_key}"


class Receipt(models.Model):
    """A message from outside that was taken, by the id that its sender gave it: the same one is taken once."""

    message_id = models.CharField(max_length=200, unique=True)
    received = models.DateTimeField()
    instance = models.ForeignKey(Instance, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.message_id


class Schedule(models.Model):
    """A timer start event of a definition in force: each firing starts an instance."""

    host = models.CharField(max_length=60)
    key = models.CharField(max_length=KEY)
    version = models.CharField(max_length=64)
    element = models.CharField(max_length=KEY)
    business_key = models.CharField(max_length=KEY)
    due = models.DateTimeField()
    left = models.IntegerField(default=0, db_column="firings_left")
    by = models.CharField(max_length=REFERENCE)
    stuck = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_key", "host", "key", "element"], name="process_schedule_once")
        ]
        indexes = [models.Index(fields=["due"], condition=Q(stuck=""), name="process_schedule_due")]

    def __str__(self) -> str:
        return f"{self.key} {self.due}"


class History(models.Model):
    """What happened, append-only: the database refuses to change or remove a line."""

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="history", db_index=False)
    business_key = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    by = models.CharField(max_length=REFERENCE)
    kind = models.CharField(max_length=12)
    element = models.CharField(max_length=KEY)
    flow = models.CharField(max_length=KEY, default="")
    data = models.JSONField(null=True)
    token = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["instance", "id"], name="process_history_of")]  # each line pays for each index

    def __str__(self) -> str:
        return f"{self.kind} {self.element}"


class Urge(models.Model):
    """Somebody was reminded of a task (催办): it says who asked and when, and changes nothing else."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="urges")
    by = models.CharField(max_length=REFERENCE)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id} {self.at}"


class Migration(models.Model):
    """The move of running instances from one version of a process to another: proposed by one person, confirmed by a
    second, then carried out one instance at a time. `last` is the instance that was dealt with last.
    """

    host = models.CharField(max_length=60)
    key = models.CharField(max_length=KEY)
    source = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    reason = models.CharField(max_length=2000)
    state = models.CharField(max_length=10, default="proposed")
    proposed = models.DateTimeField()
    proposed_by = models.CharField(max_length=REFERENCE)
    settled = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=REFERENCE, default="")
    ended = models.DateTimeField(null=True)
    last = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "key"], condition=Q(state__in=["proposed", "running"]), name="process_migration_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "running", "done", "cancelled"]), name="process_migration_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "cancelled"]) | ~Q(settled_by="") & ~Q(settled_by=F("proposed_by")),
                name="process_migration_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.source} to {self.target}: {self.state}"


class Refusal(models.Model):
    """Why an instance stayed with its version when a migration came to it."""

    migration = models.ForeignKey(Migration, models.CASCADE, related_name="refusals")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="+")
    reasons = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["migration", "instance"], name="process_refused_once")]

    def __str__(self) -> str:
        return f"{self.migration_id} {self.instance_id}"
