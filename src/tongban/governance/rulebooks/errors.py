"""Why a change of a rule is not possible."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from tongban.governance.drafts.api import Clash, DraftError


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell of a row. `column` counts the row's cells from 0; None: the whole row."""

    column: int | None
    message: str
    suggestion: str = ""


class RowRefused(DraftError):  # noqa: N818 (a refusal)
    """A row cannot be kept as it was written; `cells` says what is wrong with each cell."""

    def __init__(self, message: str | Promise, cells: tuple[CellError, ...]) -> None:
        self.cells = cells
        super().__init__(message)


class RowClash(Clash):
    """Somebody else changed the same row in the meantime: `now` are its cells as they stand, None when it is gone."""

    def __init__(self, message: str | Promise, *, now: tuple[str, ...] | None = None, name: str = "") -> None:
        self.now = now
        super().__init__(message, name=name)


class BookRefused(DraftError):  # noqa: N818 (a refusal)
    """A spreadsheet cannot be taken; `faults` name sheet and cell."""

    def __init__(self, message: str | Promise, faults: tuple[str, ...] = ()) -> None:
        self.faults = faults
        super().__init__(message)
