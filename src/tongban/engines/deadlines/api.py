"""The front door of legal time.

    due = deadlines.compute(start=day, limit=Limit(20, "working_days"), calendar=deadlines.calendar("cn"),
                            pauses=[Pause(first, runs_again, "supplement")], as_of=today)
    due.due, due.provisional, due.remaining; for line in due.ledger: deadlines.explain(line)

`compute` is pure. Calendars are data: `load_calendar` publishes years from a file and tells whoever keeps dates.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.chosen import Choice, amount_of, annotated, check_rule, holds
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.deadline import Deadline, Status
from tongban.engines.deadlines.events import CalendarPublished
from tongban.engines.deadlines.explain import cause, explain
from tongban.engines.deadlines.ledger import Line
from tongban.engines.deadlines.periods import UNITS, CountFrom, Extension, Limit, Pause, Policy, Roll, Unit
from tongban.engines.deadlines.shipped import SpecialDay, Year
from tongban.engines.deadlines.wire import answer
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox

__all__ = [
    "UNITS", "Calendar", "Choice", "CountFrom", "Deadline", "DeadlineError", "Extension", "Limit", "Line", "Pause",
    "Policy", "Roll", "SpecialDay", "Status", "Unit", "Year", "amount_of", "annotated", "answer",
    "calendar", "cause", "check_rule", "compute", "explain", "holds", "load_calendar", "published_years",
]  # fmt: skip


def calendar(region: str) -> Calendar:
    """The calendar in force: the published years that were loaded, or what comes with the product. One query.

    Aware date-times are read in the node's zone. Raises LookupError for a region that is neither loaded nor shipped.
    """
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415 (`compute` needs no Django)

    rows = CalendarYear.objects.filter(region=region).order_by("year").values_list("year", "digest")
    version = tuple(rows)
    return _built(region, version, timezone.get_default_timezone())


@lru_cache(maxsize=32)
def _built(region: str, version: tuple[tuple[int, str], ...], zone: dt.tzinfo) -> Calendar:
    found = _stored(region) if version else shipped.years(region)
    return shipped.build(region, found, zone)


def _stored(region: str) -> tuple[Year, ...]:
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415

    rows = CalendarYear.objects.filter(region=region).order_by("year").prefetch_related("days")
    return tuple(
        Year(
            region, row.year, row.source,
            tuple(SpecialDay(d.day, d.working, Text(d.name_zh, d.name_en)) for d in row.days.all()),
            tuple(row.weekend),
        )
        for row in rows
    )  # fmt: skip


def published_years(region: str) -> tuple[int, ...]:
    """The years of a region whose holidays are known."""
    return tuple(sorted(calendar(region).years or ()))


def load_calendar(*, region: str, at: dt.datetime, text: str = "", source: str = "calendar") -> tuple[int, ...]:
    """Publishes years and returns those that are new or corrected; publishing the same again changes nothing.

    Without `text` the shipped years are loaded. `text` is TOML: `region`, `year`, `source`, optionally `weekend`
    (ISO weekdays), and [[days]] with `date`, `working`, `name`. `source` names the file in faults. Raises
    DeclarationError with each fault, LookupError for a region that is not shipped.
    """
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415

    with transaction.atomic():
        known = CalendarYear.objects.filter(region=region).exists()
        found = () if known or (text and region not in shipped.PUBLISHED) else shipped.years(region)
        if text:
            found = (*found, _read(text, region, source))
        changed = tuple(sorted({year.year for year in found if _publish(year, at)}))
        if changed:
            outbox.publish(CalendarPublished(region, changed, found[-1].source), at=at)
    return changed


def _read(text: str, region: str, source: str) -> Year:
    year = declarations.parse(text, Year, source=source)
    if year.region != region:
        message = f"this file is for region {year.region!r}, not for {region!r}"
        raise declarations.DeclarationError([declarations.Problem(source, "region", message)])
    if not year.source:
        message = "a published year names its source, such as the notice that announced it"
        raise declarations.DeclarationError([declarations.Problem(source, "source", message)])
    return year


def _publish(year: Year, at: dt.datetime) -> bool:
    from tongban.engines.deadlines.models import CalendarDay, CalendarYear  # noqa: PLC0415

    digest = declarations.version_of(repr(year))
    row = CalendarYear.objects.select_for_update().filter(region=year.region, year=year.year).first()
    if row is not None and row.digest == digest:
        return False
    row = row or CalendarYear(region=year.region, year=year.year)
    row.weekend, row.source, row.digest, row.published = list(year.weekend), year.source, digest, at
    row.save()
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(of=row, region=year.region, day=d.date, working=d.working, name_zh=d.name.zh, name_en=d.name.en)
        for d in year.days
    )
    return True
