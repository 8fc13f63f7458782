from __future__ import annotations

from django.db import models


class Series(models.Model):
    """The next organisation code of a division: the row that an issuing act holds."""

    division = models.CharField(max_length=6, primary_key=True)
    next = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.division}: {self.next}"


class Issue(models.Model):
    """A credit code given out: which one for which name in which case, so that repeating the act gives the same."""

    code = models.CharField(max_length=18, primary_key=True)
    case = models.CharField(max_length=40, default="")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=~models.Q(case=""), name="legal_entities_once_a_case"
            )
        ]

    def __str__(self) -> str:
        return self.code
