from django.db import models


class AccessLog(models.Model):
    """One look at one person's or company's data. The ledger holds a keyed commitment to the whole row."""

    subject_tag = models.CharField(max_length=32)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=20)
    own = models.BooleanField()  # the person looked at their own data
    unit = models.CharField(max_length=100, default="")
    unit_zh = models.CharField(max_length=200, default="")
    unit_en = models.CharField(max_length=200, default="")
    post = models.CharField(max_length=100, default="")
    post_zh = models.CharField(max_length=200, default="")
    post_en = models.CharField(max_length=200, default="")
    purpose = models.CharField(max_length=100)
    legal_basis = models.CharField(max_length=400)
    case = models.CharField(max_length=100, default="")
    resource = models.CharField(max_length=200)
    record = models.CharField(max_length=200, default="")
    fields = models.JSONField()
    result = models.CharField(max_length=50)
    disclosed_from = models.DateTimeField(null=True)  # empty: shown at once
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["subject_tag", "-id"], name="privacy_subject")]

    def __str__(self) -> str:
        return f"{self.actor} {self.resource} {self.pk}"


class SubjectKey(models.Model):
    """A person's or company's data key, wrapped by the node's master key. Without the row nothing can be decrypted."""

    subject_tag = models.CharField(max_length=32, unique=True)
    suite = models.CharField(max_length=20)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"data key {self.pk}"
