"""What may be wrong with a command. Each message says what, where and what to do, in the language of the page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ProcessError(Exception):
    """A command cannot be carried out; nothing was changed. `message` is translatable."""

    def __init__(self, message: _StrPromise | str, /, **parts: object) -> None:
        self.message = format_lazy(message, **parts) if parts else message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(ProcessError):  # noqa: N818 (it names what happened)
    """There is no such instance, task, call or timer."""


class AlreadyDone(ProcessError):  # noqa: N818
    """The task, call or start was settled before: `by` whom, `at` when and `how` (completed, cancelled, started)."""

    def __init__(self, *, by: str, at: dt.datetime, how: str) -> None:
        self.by, self.at, self.how = by, at, how
        super().__init__(
            _("This step was already settled by {by} at {at}."),
            by=by,
            at=at.isoformat(timespec="seconds"),
        )


class Held(ProcessError):  # noqa: N818
    """The task is held by somebody else: `by`."""

    def __init__(self, *, by: str) -> None:
        self.by = by
        super().__init__(_("This task is held by {by}; ask them to release it or to assign it."), by=by)
