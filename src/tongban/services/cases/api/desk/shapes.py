"""What the page of a case is made of beside the nouns of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.declarations.api import LegalBasis, Text

MINOR = frozenset({"return", "transfer", "delegate", "urge", "add"})
NONE = Text("", "")


@dataclass(frozen=True)
class Act:
    """Something that may be done now. `task` is the task it settles, none for acts on the whole case; `reason` says why
    it is not allowed; `form` is the key of the desk form to fill in; `articles` are those to pick from;
    `several`: it is about one answer of a step that several do.
    """

    code: str
    label: str
    task: int | None
    allowed: bool
    reason: str
    name: Text = NONE
    form: str = ""
    articles: tuple[LegalBasis, ...] = ()
    several: bool = False

    @property
    def minor(self) -> bool:
        """Whether it moves the work and does not do it."""
        return self.code in MINOR


@dataclass(frozen=True)
class Found:
    """What one department found on site, or one examiner."""

    kind: str
    unit: str
    who: str
    at: dt.datetime
    verdict: str
    text: str
    part: str
