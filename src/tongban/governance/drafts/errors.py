"""Why a change of a draft is not possible."""

from __future__ import annotations

from django.utils.functional import Promise


class DraftError(ValueError):
    """The message is for the person at the screen; `field` names what it is about, empty for the whole."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class Clash(DraftError):  # noqa: N818 (a refusal)
    """Somebody else was faster: `name` is who, `revision` the newest text by now; empty and -1 where unknown."""

    def __init__(self, message: str | Promise, *, revision: int = -1, name: str = "") -> None:
        self.revision, self.name = revision, name
        super().__init__(message)
