from django.db import models
from django.db.models import F, Q


class Counter(models.Model):
    """The last number given for a prefix in a year. Its row is locked until the certificate is committed: no gaps."""

    prefix = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="certificates_one_counter")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.year}: {self.last}"


class Certificate(models.Model):
    """An issued certificate. Never changed and never removed: a trigger holds that.

    `content` is the signed name, values and salt; encrypted under the holder's key where the holder is a person.
    """

    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=8)
    document = models.CharField(max_length=200)
    version = models.CharField(max_length=16)
    case = models.CharField(max_length=60)
    unit = models.CharField(max_length=80)
    unit_path = models.CharField(max_length=200, db_index=True)
    holder_tag = models.CharField(max_length=32, db_index=True)
    credit_code = models.CharField(max_length=18, blank=True, db_index=True)
    content = models.TextField()
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    file = models.CharField(max_length=64, db_index=True)
    signature = models.JSONField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "document"], condition=Q(replaces=None), name="certificates_once_a_case"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="certificates_term_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def personal(self) -> bool:
        """Whether the holder is a person rather than a company."""
        return not self.credit_code


class Revocation(models.Model):
    """Why and when a certificate ceased to be valid before its term. Never changed and never removed."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    at = models.DateTimeField()
    person = models.CharField(max_length=64)
    reason = models.TextField()
    legal_basis = models.TextField()

    def __str__(self) -> str:
        return f"{self.certificate_id} revoked"
