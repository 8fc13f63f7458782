"""What authority refuses, in words for the person at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Refused(ValueError):  # noqa: N818 (it says what happened, as Denied does)
    """An appointment or a grant breaks a rule; the message (translatable) says which."""

    def __init__(self, message: str | _StrPromise) -> None:
        self.message = message
        super().__init__(message)
