"""Trips that were recorded at the desk."""

from __future__ import annotations

from django.db import models


class TripText(models.Model):
    """One text of a trip of a form, made with a revision of a draft; never changed (a trigger). The newest counts that
    was not made with a draft given up. An empty text: the trip was taken away.
    """

    form = models.CharField(max_length=200)
    trip = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    draft = models.BigIntegerField()  # its id in governance/drafts
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    how = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "trip", "number"], name="formbooks_one_text_a_number"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="formbooks_texts_from_one"),
        ]
        indexes = [models.Index(fields=["draft"], name="formbooks_texts_of_draft")]

    def __str__(self) -> str:
        return f"{self.form}: {self.trip} {self.number}"
