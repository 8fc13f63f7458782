"""What evaluation tells. Neither stars nor words are ever in an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class FollowUpOpened:
    """A bad rating has to be answered by `due`: of a case, or of a visit (its number)."""

    case: str
    offer: str
    unit: str
    due: dt.date
    visit: str = ""


@dataclass(frozen=True)
class FollowUpOverdue:
    """Nobody answered a bad rating by `due`; told once."""

    case: str
    offer: str
    unit: str
    due: dt.date
    visit: str = ""
