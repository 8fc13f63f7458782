"""What the archive refuses, in words; nothing was changed."""

from __future__ import annotations

from django.utils.functional import Promise


class ArchiveError(Exception):
    """An act that cannot be done; `field` names what to correct, if anything."""

    def __init__(self, message: str | Promise, field: str = "") -> None:
        self.message, self.field = message, field
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)
