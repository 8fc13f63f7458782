"""Resources and their free seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Text
from tongban.services.appointments import models
from tongban.services.appointments.errors import BookingError
from tongban.services.appointments.openings import Opening, as_json, from_json, slots_of
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MANAGE = "appointments.manage"
MAX_DAYS = 62
HELD = ("booked", "came")  # the states in which a booking holds its seat


@dataclass(frozen=True)
class Resource:
    """What can be booked. `offers` are the keys of the services it is for; empty: all. `walk_in`: visitors can take a
    number at the hall.
    """

    code: str
    unit: str
    title: Text
    place: Text
    openings: tuple[Opening, ...]
    offers: tuple[str, ...] = ()
    walk_in: bool = False


@dataclass(frozen=True)
class Slot:
    """A span of time (UTC) with its seats."""

    start: dt.datetime
    end: dt.datetime
    seats: int
    free: int

    @property
    def taken(self) -> int:
        return self.seats - self.free


@dataclass(frozen=True)
class Day:
    """A day on which the resource is open; `slots` still to come, full ones included."""

    date: dt.date
    slots: tuple[Slot, ...]

    @property
    def free(self) -> int:
        return sum(slot.free for slot in self.slots)


def shown(row: models.Resource) -> Resource:
    return Resource(
        row.code, row.unit, Text(row.title_zh, row.title_en), Text(row.place_zh, row.place_en),
        from_json(row.openings), tuple(row.offers), row.walk_in,
    )  # fmt: skip


def resource(code: str) -> Resource:
    """A resource that can be booked. Raises LookupError."""
    return shown(row_of(code))


def row_of(code: str) -> models.Resource:
    row = models.Resource.objects.filter(code=code, open=True).first()
    if row is None:
        raise LookupError(f"no resource {code!r} to book")
    return row


def resources(*, offer: str = "") -> tuple[Resource, ...]:
    """What can be booked, for one service or for all, by title."""
    rows = [shown(row) for row in models.Resource.objects.filter(open=True).order_by("title_zh", "code")]
    return tuple(row for row in rows if not offer or not row.offers or offer in row.offers)


def save_resource(*, resource: Resource, by: Subject, at: dt.datetime) -> None:
    """Makes or changes a resource of a unit. Raises Denied, LookupError for an unknown unit."""
    unit = authority.unit(resource.unit)
    if by.kind != "system":
        authority.require(subject=by, permission=MANAGE, unit_path=unit.path, at=at)
    values = {
        "unit": unit.code, "unit_path": unit.path, "openings": as_json(resource.openings), "open": True,
        "title_zh": resource.title.zh, "title_en": resource.title.en, "offers": list(resource.offers),
        "place_zh": resource.place.zh, "place_en": resource.place.en,
        "walk_in": resource.walk_in,
    }  # fmt: skip
    with transaction.atomic():
        models.Resource.objects.update_or_create(code=resource.code, defaults=values)
        audit.record(at=at, by=by, action="appointments.save-resource", object=f"resource:{resource.code}")


def close_day(
    *,
    resource: str,
    day: dt.date,
    reason: Text,
    by: Subject,
    at: dt.datetime,
    openings: Sequence[Opening] = (),
    displace: bool = False,
) -> None:
    """Closes a resource on a day, or opens it otherwise; also a day on which nobody works, when it has openings.
    Refused while seats of that day are taken, so that nobody stands before a closed door, but for `displace`: then
    whoever lost their time is found and moved by `displaced` and `settle_displaced`. Raises Denied, LookupError,
    BookingError.
    """
    with transaction.atomic():
        row = models.Resource.objects.select_for_update().filter(code=resource).first()
        if row is None:
            raise LookupError(f"no resource {resource!r}")
        authority.require(subject=by, permission=MANAGE, unit_path=row.unit_path, at=at)
        if not displace and row.bookings.filter(state="booked", **within(day, 1)).exists():
            raise BookingError(_("Seats of this day are taken. Cancel those appointments first."))
        values = {"openings": as_json(openings), "reason_zh": reason.zh, "reason_en": reason.en}
        models.Closure.objects.update_or_create(resource=row, day=day, defaults=values)
        audit.record(at=at, by=by, action="appointments.close-day", object=f"resource:{resource}")


def within(first: dt.date, days: int) -> dict[str, dt.datetime]:
    """The condition on bookings that begin in these days, by the node's clock."""
    zone = timezone.get_default_timezone()
    start = dt.datetime.combine(first, dt.time.min, tzinfo=zone)
    end = dt.datetime.combine(first + dt.timedelta(days=days), dt.time.min, tzinfo=zone)
    return {"start__gte": start, "start__lt": end}


def open_slots(
    row: models.Resource, first: dt.date, days: int
) -> dict[dt.date, list[tuple[dt.datetime, dt.datetime, int]]]:
    """The slots of each open day: working days of published years and days opened as an exception. Two queries."""
    calendar = deadlines.calendar(settings.CONFIG.calendar)
    zone = timezone.get_default_timezone()
    closures = {one.day: from_json(one.openings) for one in row.closures.filter(day__gte=first)}
    rules = from_json(row.openings)
    found = {}
    for number in range(days):
        day = first + dt.timedelta(days=number)
        ordinal = day.toordinal()
        works = calendar.works(ordinal) and calendar.published(ordinal, ordinal)
        if works or closures.get(day):
            found[day] = list(slots_of(day, closures.get(day, rules), zone))
    return found


def slots(*, resource: str, since: dt.date, at: dt.datetime, days: int = 14) -> tuple[Day, ...]:
    """The open days from `since`, at most 62, each with the slots that have not begun at `at`. Four queries.
    Raises LookupError for an unknown resource.
    """
    row = row_of(resource)
    days = max(1, min(days, MAX_DAYS))
    taken = dict(
        row.bookings.filter(state__in=HELD)
        .filter(**within(since, days))
        .values_list("start")
        .annotate(count=Count("id"))
        .order_by()
    )
    return tuple(
        Day(
            day,
            tuple(
                Slot(start, end, seats, max(0, seats - taken.get(start, 0))) for start, end, seats in many if start > at
            ),
        )
        for day, many in open_slots(row, since, days).items()
        if any(start > at for start, _end, _seats in many)
    )
