from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from tongban.trust.privacy import api as privacy


class Batch(models.Model):
    """A bulk load: the entry number 0 of every record in it, with a digest over the rows instead of an event each."""

    register = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.register}: {self.count} from {self.source}"


class Record(models.Model):
    """The current state. In a personal register `key` is the blind index of the resident number, never the number."""

    register = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    division = models.CharField(max_length=12, default="")
    c1 = models.CharField(max_length=200, null=True)  # noqa: DJ001 (empty means: not in the index)
    c2 = models.CharField(max_length=200, null=True)  # noqa: DJ001
    c3 = models.CharField(max_length=200, null=True)  # noqa: DJ001
    c4 = models.CharField(max_length=200, null=True)  # noqa: DJ001
    data = models.JSONField(encoder=DjangoJSONEncoder)
    seq = models.BigIntegerField(default=0)  # the last event; 0: as loaded
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    generated = models.BooleanField(default=False)  # invented for a demonstration
    updated = models.DateTimeField()

    objects = privacy.PersonalManager["Record"]()
    shared = models.Manager["Record"]()  # for registers that hold no personal data

    class Meta:
        base_manager_name = "shared"
        constraints = [models.UniqueConstraint(fields=["register", "key"], name="records_one_record_a_key")]
        indexes = [
            models.Index(fields=["register", "division"], name="records_division"),
            *(
                models.Index(fields=["register", c], name=f"records_{c}", condition=models.Q(**{f"{c}__isnull": False}))
                for c in ("c1", "c2", "c3", "c4")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}:{self.pk}"


class Event(models.Model):
    """One act on a record. Append-only: triggers refuse a deletion and every update but the one that sets `pos`."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)  # declare, change, correct
    old = models.JSONField()
    new = models.JSONField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    unit = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=300)
    actor = models.CharField(max_length=64)
    case = models.CharField(max_length=40, default="")
    pos = models.BigIntegerField(null=True, unique=True)

    objects = privacy.PersonalManager["Event"]()
    shared = models.Manager["Event"]()

    class Meta:
        base_manager_name = "shared"
        indexes = [
            models.Index(fields=["record", "id"], name="records_history"),
            models.Index(fields=["id"], condition=models.Q(pos=None), name="records_unplaced"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.register}:{self.record_id}@{self.pk}"


class FeedHead(models.Model):
    """The last position given out, and when: the row that the one relay holds while it gives positions."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    pos = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"feed at {self.pos}"


class Finding(models.Model):
    """A change asked for by a unit that is not the field's authority: a doubt for the authority to check (疑义核校)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    proposed = models.JSONField(null=True)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    unit = models.CharField(max_length=40)
    authority = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=300)
    actor = models.CharField(max_length=64)
    case = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=10, default="open")  # open, accepted, rejected
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, default="")

    objects = privacy.PersonalManager["Finding"]()
    shared = models.Manager["Finding"]()

    class Meta:
        base_manager_name = "shared"
        indexes = [
            models.Index(fields=["authority", "id"], condition=models.Q(state="open"), name="records_open_findings")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted", "rejected"]), name="records_finding_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register}.{self.field}: {self.state}"
