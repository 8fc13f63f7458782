"""Why a rating or an answer to it is not possible."""

from __future__ import annotations


class EvaluationError(ValueError):
    """`field` is stars, tags, comment, reply or empty; the message is for the person at the screen."""

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)
