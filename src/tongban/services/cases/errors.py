"""What a case refuses, in words for the person at the screen. Nothing was changed when one of these is raised."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class CaseError(Exception):
    """An act that cannot be done; `message` is translatable and says what to do instead."""

    def __init__(self, message: _StrPromise | str, **parts: object) -> None:
        self.message = format_lazy(message, **parts) if parts else message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(CaseError):  # noqa: N818 (a refusal, named by what it says)
    """There is no such case, task or record, or it is not this subject's to see: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("There is no such case, or it is not yours to see."))


class Destroyed(NotFound):
    """The case was destroyed when its time was over: `on` and under which list is all that is said."""

    def __init__(self, on: dt.datetime, under: str) -> None:
        super().__init__()
        self.on, self.under = on, under


class Conflict(CaseError):  # noqa: N818 (a refusal, named by what it says)
    """Somebody was faster, or the case has moved on: reload it and look."""


class Incomplete(CaseError):  # noqa: N818 (a refusal, named by what it says)
    """What was given does not suffice; `field` names what to correct."""

    def __init__(self, field: str, message: _StrPromise | str, **parts: object) -> None:
        self.field = field
        super().__init__(message, **parts)
