"""What identity refuses, in words for the person at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NotPossible(ValueError):  # noqa: N818 (it says what happened)
    """A person, an account or a mandate cannot be made like this; the message (translatable) says why."""

    def __init__(self, message: str | _StrPromise) -> None:
        self.message = message
        super().__init__(message)
