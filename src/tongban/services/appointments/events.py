"""What appointments tell. `person` holds the seat; texts are `{"zh", "en"}`; `start` is the moment in UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class BookingEvent:
    """What every event of a booking says."""

    number: str
    person: str
    credit_code: str
    resource: str
    title: dict[str, str]
    place: dict[str, str]
    start: dt.datetime


@dataclass(frozen=True)
class BookingMade(BookingEvent):
    """A seat was taken."""


@dataclass(frozen=True)
class BookingCancelled(BookingEvent):
    """A seat was given back; `by_authority` when the resident did not do it."""

    by_authority: bool


@dataclass(frozen=True)
class BookingMoved(BookingEvent):
    """The authority had to give a booking another time; it was at `before`."""

    before: dt.datetime


@dataclass(frozen=True)
class VisitBegan(BookingEvent):
    """`clerk` called the visitor to a counter, or noted that the visitor came; told once for each of the two."""

    unit: str
    offer: str
    clerk: str
