from __future__ import annotations

from django.db import models


class Division(models.Model):
    """A division as it was named and placed from one date to another: a code lives on when its name changes."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, default="")
    level = models.CharField(max_length=10)  # province, prefecture, county, township
    parent = models.CharField(max_length=12, default="")
    valid_from = models.DateField(null=True)  # empty: before the history begins
    valid_to = models.DateField(null=True)  # the first day on which it was no longer so

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], nulls_distinct=False, name="divisions_one_start")
        ]
        indexes = [models.Index(fields=["parent", "code"], name="divisions_parent")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Change(models.Model):
    """A change of a division, known to the year: founded, abolished, renamed, recoded, made a city or a district."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    old_code = models.CharField(max_length=12, default="")
    old_name = models.CharField(max_length=60, default="")
    new_code = models.CharField(max_length=12, default="")
    new_name = models.CharField(max_length=60, default="")
    document = models.CharField(max_length=60, default="")

    class Meta:
        indexes = [
            models.Index(fields=["old_code"], name="divisions_old"),
            models.Index(fields=["new_code"], name="divisions_new"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.old_code} {self.new_code}"
