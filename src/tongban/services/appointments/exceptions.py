"""Whoever lost their time because a window opens otherwise than it did: found, moved one by one, or cancelled.

Nothing is kept of a run: whoever has no time any more is found anew, so that a run that was broken off is gone on with
by running it again. Each booking is moved in a transaction of its own, under the same constraints as when it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import models
from tongban.services.appointments.bookings import Booking, shown
from tongban.services.appointments.errors import SlotFull
from tongban.services.appointments.events import BookingCancelled, BookingMoved
from tongban.services.appointments.openings import Opening, slots_of
from tongban.services.appointments.resources import MANAGE, open_slots, within
from tongban.services.appointments.seats import move_to_a_seat
from tongban.services.appointments.serving import told
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

AHEAD = 28  # days in which another time is looked for
Slots = dict[dt.datetime, tuple[dt.datetime, int]]


@dataclass(frozen=True)
class Settled:
    """What became of the displaced: numbers of bookings."""

    moved: tuple[str, ...]
    cancelled: tuple[str, ...]


def _managed(resource: str, by: Subject, at: dt.datetime) -> models.Resource:
    row = models.Resource.objects.filter(code=resource).first()
    if row is None:
        raise LookupError(f"no resource {resource!r}")
    authority.require(subject=by, permission=MANAGE, unit_path=row.unit_path, at=at)
    return row


def _lost(row: models.Resource, day: dt.date, slots: Slots, at: dt.datetime) -> list[models.Booking]:
    """The bookings to come of a day for which these slots have no seat; in each slot the latest made lose theirs."""
    held = row.bookings.filter(state="booked", start__gt=at, **within(day, 1)).select_related("resource")
    found, taken = [], dict[dt.datetime, int]()
    for one in held.exclude(person="").order_by("start", "made_at", "id"):
        end, seats = slots.get(one.start, (None, 0))
        taken[one.start] = taken.get(one.start, 0) + 1
        if end != one.end or taken[one.start] > seats:
            found.append(one)
    return found


def displaced(
    *, resource: str, day: dt.date, by: Subject, at: dt.datetime, openings: Sequence[Opening] | None = None
) -> tuple[Booking, ...]:
    """Who has no time any more on a day; with `openings`, who would have none if the day had these: a preview. Three
    queries beside the grants. Raises LookupError, Denied.
    """
    row = _managed(resource, by, at)
    return tuple(shown(one) for one in _lost(row, day, _slots(row, day, openings), at))


def _slots(row: models.Resource, day: dt.date, openings: Sequence[Opening] | None) -> Slots:
    if openings is None:
        found = open_slots(row, day, 1).get(day, [])
    else:
        found = list(slots_of(day, openings, timezone.get_default_timezone()))
    return {start: (end, seats) for start, end, seats in found}


def settle_displaced(*, resource: str, day: dt.date, by: Subject, at: dt.datetime) -> Settled:
    """Gives each displaced booking the first free time after its own, within 28 days, or cancels it; each person is
    told. Running it again goes on where it was broken off. Raises LookupError, Denied.
    """
    row = _managed(resource, by, at)
    moved: list[str] = []
    cancelled: list[str] = []
    for one in _lost(row, day, _slots(row, day, None), at):
        with transaction.atomic():
            models.Resource.objects.select_for_update().get(pk=row.pk)
            booking = models.Booking.objects.select_related("resource").filter(pk=one.pk, state="booked").first()
            if booking is None or booking.start != one.start:
                continue  # somebody else moved or cancelled it
            (moved if _move(booking, day, by, at) else cancelled).append(booking.number)
    return Settled(tuple(moved), tuple(cancelled))


def _move(booking: models.Booking, day: dt.date, by: Subject, at: dt.datetime) -> bool:
    before, of = booking.start, booking.resource
    for slots in open_slots(of, day, AHEAD).values():
        for start, end, seats in slots:
            if start > max(at, before):
                booking.start, booking.end = start, end
                try:
                    move_to_a_seat(booking, seats)
                except SlotFull:
                    continue
                outbox.publish(BookingMoved(**told(booking), before=before), at=at)  # type: ignore[arg-type]
                audit.record(at=at, by=by, action="appointments.move", object=f"booking:{booking.number}")
                return True
    booking.refresh_from_db()
    booking.state, booking.settled_at = "cancelled", at
    booking.save()
    outbox.publish(BookingCancelled(**told(booking), by_authority=True), at=at)  # type: ignore[arg-type]
    audit.record(at=at, by=by, action="appointments.cancel", object=f"booking:{booking.number}")
    return False
