"""What a person entered that cannot be used."""

from __future__ import annotations


class ContactError(ValueError):
    """`field` is mail, phone, language or muted; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)
