"""What hindrances tell: counted by supervision. Neither words nor persons are ever in an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class HindranceReported:
    """A resident could not get something done in a unit."""

    hindrance: int
    unit: str
    offer: str
    due: dt.date


@dataclass(frozen=True)
class HindranceClosed:
    """It ended. `outcome`: solved, explained, unfounded."""

    hindrance: int
    unit: str
    offer: str
    outcome: str
    in_time: bool
