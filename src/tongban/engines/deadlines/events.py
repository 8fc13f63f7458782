"""What calendars tell: a year was published or corrected, so provisional dates can be settled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarPublished:
    """The holidays of `years` of a region are now published, or were corrected."""

    region: str
    years: tuple[int, ...]
    source: str
