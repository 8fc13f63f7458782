from django.db import models


class Clockwork(models.Model):
    """A process whose timer start events are armed, and the version for which they are."""

    process = models.CharField(max_length=120, unique=True)
    version = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.process} {self.version}"
