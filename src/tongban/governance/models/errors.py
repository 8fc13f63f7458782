"""Why a change of a process is not possible."""

from __future__ import annotations

from django.utils.functional import Promise


class ModelError(ValueError):
    """The message is for the person at the screen; `field` names what it is about, empty for the whole."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class Clash(ModelError):  # noqa: N818 (a refusal)
    """Somebody else saved in the meantime: `name` is who, `revision` the newest text by now."""

    def __init__(self, message: str | Promise, *, revision: int, name: str = "") -> None:
        self.revision, self.name = revision, name
        super().__init__(message)
