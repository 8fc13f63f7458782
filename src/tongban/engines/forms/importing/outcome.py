"""What comes of reading a foreign form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongban.engines.forms.declarations import Form

MAX_FIELDS = 2_000


@dataclass(frozen=True)
class Lost:
    """Something that is not carried over. `place` is a line, a cell or a path in the file."""

    place: str
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.reason}"


@dataclass(frozen=True)
class Imported:
    """The form, and all that it lacks of the original."""

    form: Form
    lost: tuple[Lost, ...]


class ImportFault(ValueError):  # noqa: N818 (it names what was found)
    """The file is no form of this format; `faults` holds (place, message) of each fault."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{place}: {words}" if place else words for place, words in faults))
