from __future__ import annotations

from django.db import models


class Agreement(models.Model):
    """A grant of the exchange: a consumer may ask these fields of a resource for this purpose, since and until."""

    source = models.CharField(max_length=200)  # the catalogue entry whose need it is
    version = models.CharField(max_length=16)
    consumer = models.CharField(max_length=100)
    resource = models.CharField(max_length=100)
    fields = models.JSONField()
    purpose = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "resource", "purpose"],
                condition=models.Q(until=None),
                name="catalogue_one_agreement_in_force",
            )
        ]
        indexes = [models.Index(fields=["source"], condition=models.Q(until=None), name="catalogue_source")]

    def __str__(self) -> str:
        return f"{self.consumer} on {self.resource} for {self.purpose}"
