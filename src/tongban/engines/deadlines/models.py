"""Calendars as dated data: what a region has published, year by year."""

from __future__ import annotations

from django.db import models


class CalendarYear(models.Model):
    """A year whose holidays a region has published. Years without a row are provisional."""

    region = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    weekend = models.JSONField(default=list)  # ISO weekdays
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=16)  # of the text, to know a repeated load
    published = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="deadlines_year_once")]

    def __str__(self) -> str:
        return f"{self.region} {self.year}"


class CalendarDay(models.Model):
    """A day that differs from its week: free, a working day on a weekend, or one on which offices close early."""

    of = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    region = models.CharField(max_length=40)
    day = models.DateField()
    working = models.BooleanField()
    until = models.CharField(max_length=5, blank=True, default="")  # of a half day: when offices close
    name_zh = models.CharField(max_length=100, blank=True, default="")
    name_en = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "day"], name="deadlines_day_once")]

    def __str__(self) -> str:
        return f"{self.region} {self.day}"
