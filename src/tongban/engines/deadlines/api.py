"""The front door of legal time.

    due = deadlines.compute(start=day, limit=Limit(20, "working_days"), calendar=deadlines.calendar("cn"),
                            pauses=[Pause(first, runs_again, "supplement")], as_of=today)
    due.due, due.provisional, due.remaining; for line in due.ledger: deadlines.explain(line)

`compute` is pure. Calendars are data: `load_calendar` publishes years from a file and tells whoever keeps dates.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.chosen import Choice, amount_of, annotated, check_rule, holds
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.deadline import Deadline, Status
from tongban.engines.deadlines.explain import cause, explain, region, source
from tongban.engines.deadlines.ledger import Line
from tongban.engines.deadlines.periods import UNITS, CountFrom, Extension, Limit, Pause, Policy, Roll, Unit
from tongban.engines.deadlines.plans import JOINT, Plan, Planned, Step, ordered, plan
from tongban.engines.deadlines.publishing import Draft, Overtaken, draft_calendar, load_calendar, stored
from tongban.engines.deadlines.shipped import SpecialDay, Year
from tongban.engines.deadlines.wire import answer
from tongban.engines.deadlines.written import as_csv, as_ics, as_toml
from tongban.engines.deadlines.yearfiles import year_text

__all__ = [
    "JOINT", "UNITS", "Calendar", "Choice", "CountFrom", "Deadline", "DeadlineError", "Draft", "Extension", "Limit",
    "Line", "Overtaken", "Pause", "Plan", "Planned", "Policy", "Roll", "SpecialDay", "Status", "Step", "Unit",
    "Year", "amount_of", "annotated", "answer", "as_csv", "as_ics", "as_toml", "calendar", "cause", "check_rule",
    "compute", "draft_calendar", "explain", "holds", "load_calendar", "ordered", "plan", "published_years",
    "region", "source", "working_days", "year_text", "years",
]  # fmt: skip


def calendar(region: str) -> Calendar:
    """The calendar in force: the published years that were loaded, or what comes with the product. One query.

    Aware date-times are read in the node's zone. Raises LookupError for a region that is neither loaded nor shipped.
    """
    from tongban.engines.deadlines.models import CalendarYear  # noqa: PLC0415 (`compute` needs no Django)

    rows = CalendarYear.objects.filter(region=region).order_by("year").values_list("year", "digest")
    return _built(region, tuple(rows), timezone.get_default_timezone())


@lru_cache(maxsize=32)
def _built(region: str, version: tuple[tuple[int, str], ...], zone: dt.tzinfo) -> Calendar:
    return shipped.build(region, stored(region) if version else shipped.years(region), zone)


def working_days(region: str, *, start: dt.date, days: int) -> dt.date:
    """The last day in time of a simple period in working days: the day after `start` is the first. One query.

    Raises LookupError for a region that is neither loaded nor shipped.
    """
    found = compute(start=start, limit=Limit(days, "working_days"), calendar=calendar(region))
    assert found.due is not None  # noqa: S101 (no pause holds it)
    return found.due


def years(region: str) -> tuple[Year, ...]:
    """The published years of a region with their special days and sources, as `calendar` has them. Two queries.

    Raises LookupError for a region that is neither loaded nor shipped.
    """
    return stored(region) or shipped.years(region)


def published_years(region: str) -> tuple[int, ...]:
    """The years of a region whose holidays are known."""
    return tuple(sorted(calendar(region).years or ()))
