from django.db import models


class Published(models.Model):
    """A declaration as it was published: never changed, found by its content hash."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    version = models.CharField(max_length=16)
    package = models.CharField(max_length=80)
    package_version = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    text = models.TextField()
    published = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version"], name="declarations_one_text_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key} {self.version}"


class Current(models.Model):
    """Which version of a declaration is offered now."""

    published = models.ForeignKey(Published, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="declarations_one_current")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Amendment(models.Model):
    """The text in force was changed on this node; `base` is the package's version that it stands for."""

    current = models.OneToOneField(Current, on_delete=models.CASCADE, related_name="amendment")
    base = models.CharField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.current} instead of {self.base}"
