from django.db import models


class Ledger(models.Model):
    """One row: who holds its lock is the sequencer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_ledger")]

    def __str__(self) -> str:
        return "the ledger"


class Pending(models.Model):
    """An entry written in the transaction of its act, waiting to be sealed. Leaves only when its leaf is there."""

    body = models.TextField()

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class Leaf(models.Model):
    """A sealed entry. `body` is what the tree proves; the other columns repeat it to be searched."""

    index = models.BigIntegerField(primary_key=True)
    ticket = models.BigIntegerField(unique=True)  # the number of its pending row
    body = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=200)
    object = models.CharField(max_length=200)
    case = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [
            models.Index(fields=["object", "-index"], name="audit_object"),
            models.Index(fields=["actor", "-index"], name="audit_actor"),
            models.Index(fields=["case", "-index"], name="audit_case", condition=~models.Q(case="")),
            models.Index(fields=["at"], name="audit_at"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="audit_index_from_0")]

    def __str__(self) -> str:
        return f"{self.index} {self.action} {self.object}"


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree, 32 bytes each. It grows at its end only."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="audit_tile_once")]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.index}"


class Head(models.Model):
    """A signed checkpoint: the root of the tree when it held `size` entries."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)  # hexadecimal
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Erasing(models.Model):
    """Personal text may be erased from rows that are never changed otherwise, while a row of this stands in the same
    transaction. It is taken away before the end: nobody else ever sees it.
    """

    reason = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.reason
