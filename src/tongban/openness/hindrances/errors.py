"""What cannot be done with a hindrance, in words for the person at the screen."""

from __future__ import annotations


class HindranceError(ValueError):
    """`field` names what to correct, empty when nothing can be; the message says what to do."""

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)
