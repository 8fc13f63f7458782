"""Years of a calendar: read from a file, looked at beside what is in force, published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.calendars import Calendar
from tongban.engines.deadlines.events import CalendarPublished
from tongban.engines.deadlines.shipped import SpecialDay, Year
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox


class Overtaken(Exception):  # noqa: N818 (an answer to whoever publishes, not a fault)
    """The calendar is no longer the one beside which the draft was looked at."""


@dataclass(frozen=True)
class Draft:
    """A year that is not published yet. `before`: the same year in force, if there is one. `calendar`: all years as
    they would be. `changes`: days that differ, before and after. `base` names what it was looked at beside.
    """

    year: Year
    before: Year | None
    calendar: Calendar
    changes: tuple[tuple[SpecialDay | None, SpecialDay | None], ...]
    base: str

    @property
    def same(self) -> bool:
        """Whether publishing would change nothing."""
        old, new = self.before, self.year
        return old is not None and not self.changes and (old.source, old.weekend) == (new.source, new.weekend)


def stored(region: str) -> tuple[Year, ...]:
    """The years of a region that were loaded, in order. Two queries."""
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415 (importable before Django)

    rows = CalendarYear.objects.filter(region=region).order_by("year").prefetch_related("days")
    return tuple(
        Year(
            region, row.year, row.source,
            tuple(
                SpecialDay(d.day, d.working, Text(d.name_zh, d.name_en), d.until)
                for d in sorted(row.days.all(), key=lambda day: day.day)
            ),
            tuple(row.weekend),
        )
        for row in rows
    )  # fmt: skip


def load_calendar(
    *, region: str, at: dt.datetime, text: str = "", source: str = "calendar", base: str = ""
) -> tuple[int, ...]:
    """Publishes years and returns those that are new or corrected; publishing the same again changes nothing.

    Without `text` the shipped years are loaded. `text` is TOML: `region`, `year`, `source`, optionally `weekend`
    (ISO weekdays), and [[days]] with `date`, `working`, `name`, and `until` for half days. `source` names the file in
    faults. Raises DeclarationError with each fault, LookupError for a region that is not shipped, Overtaken when `base`
    is given and no longer in force.
    """
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415

    with transaction.atomic():
        rows = CalendarYear.objects.select_for_update().filter(region=region).order_by("year")
        version = list(rows.values_list("year", "digest"))
        if base and base != _base(version):
            raise Overtaken
        found = () if version or (text and region not in shipped.PUBLISHED) else shipped.years(region)
        if text:
            found = (*found, _read(text, region, source))
        changed = tuple(sorted({year.year for year in found if _publish(year, at)}))
        if changed:
            outbox.publish(CalendarPublished(region, changed, found[-1].source), at=at)
    return changed


def draft_calendar(*, region: str, text: str, source: str = "calendar") -> Draft:
    """A year as a file states it, beside what is in force; nothing is published. Raises DeclarationError."""
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415

    year = _read(text, region, source)
    version = list(CalendarYear.objects.filter(region=region).order_by("year").values_list("year", "digest"))
    known = stored(region) or (shipped.years(region) if region in shipped.PUBLISHED else ())
    before = next((one for one in known if one.year == year.year), None)
    every = (*(one for one in known if one.year != year.year), year)
    return Draft(
        year, before, shipped.build(region, every, timezone.get_default_timezone()), _changes(before, year),
        _base(version),
    )  # fmt: skip


def _changes(before: Year | None, after: Year) -> tuple[tuple[SpecialDay | None, SpecialDay | None], ...]:
    old = {day.date: day for day in before.days} if before else {}
    new = {day.date: day for day in after.days}
    days = sorted(old.keys() | new.keys())
    return tuple((old.get(day), new.get(day)) for day in days if old.get(day) != new.get(day))


def _base(version: list[tuple[int, str]]) -> str:
    return declarations.version_of(repr(version))


def _read(text: str, region: str, source: str) -> Year:
    year = declarations.parse(text, Year, source=source)
    for key, message in (
        ("region", "" if year.region == region else f"this file is for region {year.region!r}, not for {region!r}"),
        ("source", "" if year.source else "a published year names its source, such as the notice that announced it"),
        ("year", "" if 1900 <= year.year <= 9998 else "expected a year from 1900 to 9998"),  # noqa: PLR2004
    ):
        if message:
            raise declarations.DeclarationError([declarations.Problem(source, key, message)])
    return year


def _publish(year: Year, at: dt.datetime) -> bool:
    from tongban.engines.deadlines.models import CalendarDay, CalendarYear  # noqa: PLC0415

    digest = declarations.version_of(repr(year))
    row = CalendarYear.objects.select_for_update().filter(region=year.region, year=year.year).first()
    if row is not None and row.digest == digest:
        return False
    row = row or CalendarYear(region=year.region, year=year.year)
    row.weekend, row.source, row.digest, row.published = list(year.weekend), year.source[:300], digest, at
    row.save()
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            of=row, region=year.region, day=d.date, working=d.working, name_zh=d.name.zh[:100], name_en=d.name.en[:100],
            until=d.until,
        )
        for d in year.days
    )  # fmt: skip
    return True
