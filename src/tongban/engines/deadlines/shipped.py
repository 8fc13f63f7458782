"""Calendars that come with the product: no database needed."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tongban.engines.deadlines.calendars import Calendar
from tongban.kernel.declarations.api import Text

NOTICE, THROUGH = "State Council General Office, annual notice on holidays", "; through holidays "
# The library guesses years whose holidays the State Council has not announced; these were announced.
PUBLISHED = {"cn": (2023, 2024, 2025, 2026)}
CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
ZONES = {"cn": "Asia/Shanghai"}


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from its week: a free day, a working day on a weekend, or a half day: `until` is then the
    time, such as 12:00, at which offices close.
    """

    date: dt.date
    working: bool
    name: Text = field(default_factory=lambda: Text("", ""))
    until: str = ""

    def __post_init__(self) -> None:
        if self.until and not (self.working and CLOCK.fullmatch(self.until)):
            raise ValueError(f"until: a time such as 12:00, on a working day only, not {self.until!r}")


@dataclass(frozen=True)
class Year:
    """One published year of a region, as a calendar file states it."""

    region: str
    year: int
    source: str
    days: tuple[SpecialDay, ...]
    weekend: tuple[int, ...] = (6, 7)

    def __post_init__(self) -> None:
        dates = [day.date for day in self.days]
        for day in dates:
            if day.year != self.year:
                raise ValueError(f"{day} is not a day of {self.year}; put it in the file of its own year")
        if len(set(dates)) != len(dates):
            raise ValueError(f"{max(dates, key=dates.count)} stands twice")
        if not set(self.weekend) <= set(range(1, 8)):
            raise ValueError("weekend holds ISO weekdays, 1 (Monday) to 7 (Sunday)")


def _name(chinese: str, english: str) -> Text:
    if "调休" in chinese:
        return Text("调休", "day off in lieu")
    return Text(chinese.replace("（补假）", "补假"), english.replace(" (observed)", ", observed"))


@cache
def years(region: str) -> tuple[Year, ...]:
    """The published years of a region that come with the product. Raises LookupError for an unknown region."""
    import holidays  # noqa: PLC0415 (a sixth of a second that most requests never need)

    if region not in PUBLISHED:
        raise LookupError(f"no calendar comes with the product for {region!r}; known: {', '.join(PUBLISHED)}")
    source = f"{NOTICE}{THROUGH}{holidays.__version__}"
    return tuple(Year(region, year, source, _days(holidays, year)) for year in PUBLISHED[region])


def _days(holidays: Any, year: int) -> tuple[SpecialDay, ...]:
    chinese = holidays.country_holidays("CN", years=[year], language="zh_CN")
    english = holidays.country_holidays("CN", years=[year], language="en_US")
    free = [SpecialDay(day, working=False, name=_name(name, english[day])) for day, name in chinese.items()]
    made_up = [
        SpecialDay(day, working=True, name=Text("调休上班", "make-up working day"))
        for day in chinese.weekend_workdays
        if day.year == year
    ]
    return tuple(sorted((*(day for day in free if day.date.year == year), *made_up), key=lambda day: day.date))


def _told(day: SpecialDay) -> Text:
    """The name of a day, with the time at which offices close."""
    if not day.until:
        return day.name
    zh, en = f"办公至 {day.until}", f"open until {day.until}"
    return Text(f"{day.name.zh}，{zh}", f"{day.name.en}, {en}") if day.name.zh else Text(zh, en)


def build(region: str, published: tuple[Year, ...], zone: dt.tzinfo | None) -> Calendar:
    """A calendar from published years; the latest says which days are the weekend of years that are not published."""
    days = [day for year in published for day in year.days]
    latest = max(published, key=lambda year: year.year)
    return Calendar(
        region=region,
        weekend=latest.weekend,
        weekends={year.year: year.weekend for year in published if year.weekend != latest.weekend},
        holidays=[day.date for day in days if not day.working],
        working=[day.date for day in days if day.working],
        half=[day.date for day in days if day.until],
        years=[year.year for year in published],
        names={day.date: _told(day) for day in days if day.name.zh or day.until},
        zone=zone,
    )


@cache
def calendar(region: str) -> Calendar:
    """The calendar of a region as it comes with the product. Raises LookupError for an unknown region."""
    return build(region, years(region), zoneinfo.ZoneInfo(ZONES[region]) if region in ZONES else None)
