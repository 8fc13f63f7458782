"""Why a change of a rule is not possible."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


class RulebookError(ValueError):
    """The message is for the person at the screen; `field` names what it is about, empty for the whole."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell of a row. `column` counts the row's cells from 0; None: the whole row."""

    column: int | None
    message: str
    suggestion: str = ""


class RowRefused(RulebookError):  # noqa: N818 (a refusal)
    """A row cannot be kept as it was written; `cells` says what is wrong with each cell."""

    def __init__(self, message: str | Promise, cells: tuple[CellError, ...]) -> None:
        self.cells = cells
        super().__init__(message)


class Clash(RulebookError):  # noqa: N818 (a refusal)
    """Somebody else changed the same thing in the meantime: `now` are the cells as they stand, None when the row is
    gone; `name` is who changed it.
    """

    def __init__(self, message: str | Promise, *, now: tuple[str, ...] | None = None, name: str = "") -> None:
        self.now, self.name = now, name
        super().__init__(message)


class BookRefused(RulebookError):  # noqa: N818 (a refusal)
    """A spreadsheet cannot be taken; `faults` name sheet and cell."""

    def __init__(self, message: str | Promise, faults: tuple[str, ...] = ()) -> None:
        self.faults = faults
        super().__init__(message)
