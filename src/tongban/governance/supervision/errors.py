"""Refusals, in words for the person at the screen."""

from __future__ import annotations


class SupervisionError(ValueError):
    """What was asked cannot be done. `field` names the field of a form that is at fault, "" when none is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
