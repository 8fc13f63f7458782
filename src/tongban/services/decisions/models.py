from django.db import models

from tongban.trust.privacy.api import Personal


class Entry(Personal):
    """One decision by a rule. Never changed and never removed (a trigger holds that).

    `inputs`, `result`, `rows` and `parameters` are FEEL values as JSON.
    """

    case = models.CharField(max_length=60)
    tag = models.CharField(max_length=32, blank=True)  # the privacy tag of the person whose case it is
    rule = models.CharField(max_length=200)
    version = models.CharField(max_length=16)
    decision = models.CharField(max_length=200)
    inputs = models.TextField()
    result = models.TextField()
    rows = models.TextField()
    parameters = models.TextField()
    warnings = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta(Personal.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["case", "id"], name="decisions_of_case"),
            models.Index(fields=["rule", "id"], name="decisions_of_rule"),
            models.Index(fields=["at"], name="decisions_at"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.rule} {self.decision}"


class Pin(models.Model):
    """The version of a rule, or of a package's functions (`functions/<key>`), with which a case began. Never changed
    and never removed (a trigger holds that).
    """

    case = models.CharField(max_length=60)
    rule = models.CharField(max_length=200)
    version = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "rule"], name="decisions_one_version_a_case")]

    def __str__(self) -> str:
        return f"{self.case}: {self.rule} {self.version}"
