"""Bookings: a seat is taken once, whatever happens at the same moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import models
from tongban.services.appointments.access import at_desk, own
from tongban.services.appointments.errors import BookingError
from tongban.services.appointments.events import BookingCancelled, BookingMade
from tongban.services.appointments.resources import MAX_DAYS, open_slots
from tongban.services.appointments.seats import take_a_seat
from tongban.services.appointments.serving import told
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MOST_OPEN = 5
MAX_LIMIT = 100


@dataclass(frozen=True)
class Booking:
    """A taken seat. `name` is who comes; `state` booked, came, missed or cancelled."""

    number: str
    resource: str
    title: Text
    place: Text
    start: dt.datetime
    end: dt.datetime
    seat: int
    name: str
    offer: str
    case: str
    state: str


def shown(row: models.Booking) -> Booking:
    of = row.resource
    return Booking(
        row.number, of.code, Text(of.title_zh, of.title_en), Text(of.place_zh, of.place_en), row.start, row.end,
        row.seat, row.name, row.offer, row.case, row.state,
    )  # fmt: skip


def book(
    *, resource: str, start: dt.datetime, by: Subject, at: dt.datetime, offer: str = "", case: str = ""
) -> Booking:
    """Takes a seat of the slot that begins at `start` for the subject, or the company acted for.

    Raises SlotFull; BookingError when there is no such slot to come or the person already has an appointment then;
    Denied for who has no person; LookupError for an unknown resource. That a seat is taken once, and a person is in one
    place at a time, are constraints: of many at once, exactly as many get a seat as there are.
    """
    if not by.person:
        raise authority.Denied(_("Sign in to make an appointment."))
    with transaction.atomic():
        row = models.Resource.objects.select_for_update().filter(code=resource, open=True).first()
        if row is None:
            raise LookupError(f"no resource {resource!r} to book")
        end, seats = _slot(row, start, at)
        if models.Booking.objects.filter(person=by.person, state="booked", start__gt=at).count() >= MOST_OPEN:
            raise BookingError(_("You already have %(count)s appointments. Cancel one first.") % {"count": MOST_OPEN})
        made = models.Booking(
            resource=row, start=start, end=end, person=by.person, credit_code=by.acting_for,
            name=by.acting_name or by.name, offer=offer[:200], case=case[:60], made_at=at,
        )  # fmt: skip
        take_a_seat(made, seats)
        outbox.publish(BookingMade(**told(made)), at=at)  # type: ignore[arg-type]
        audit.record(at=at, by=by, action="appointments.book", object=f"booking:{made.number}", case=made.case)
    return shown(made)


def _slot(row: models.Resource, start: dt.datetime, at: dt.datetime) -> tuple[dt.datetime, int]:
    """End and seats of the slot that begins at `start`. Raises BookingError when there is none to come."""
    day = timezone.localtime(start).date()
    if start > at and (day - timezone.localtime(at).date()).days <= MAX_DAYS:
        for begin, end, seats in open_slots(row, day, 1).get(day, []):
            if begin == start:
                return end, seats
    raise BookingError(_("This time cannot be booked. Choose one of the times offered."))


def my_bookings(*, by: Subject, at: dt.datetime, to_come: bool = True) -> tuple[Booking, ...]:
    """The subject's own appointments, or those of the company acted for: to come (the next first) or all (the latest
    first, at most 100). One query.
    """
    rows = models.Booking.objects.filter(own(by)).select_related("resource")
    rows = (
        rows.filter(state="booked", end__gt=at).order_by("start", "id") if to_come else rows.order_by("-start", "-id")
    )
    return tuple(shown(row) for row in rows[:MAX_LIMIT])


def booking(*, number: str, by: Subject) -> Booking:
    """One of the subject's own appointments. Raises LookupError."""
    row = models.Booking.objects.filter(own(by), number=number).select_related("resource").first()
    if row is None:
        raise LookupError("no such appointment")
    return shown(row)


def cancel(*, number: str, by: Subject, at: dt.datetime) -> Booking:
    """Gives the seat back, by its holder or by the desk of the unit; cancelling again changes nothing. Raises
    LookupError when it is not the subject's to cancel, BookingError when the appointment has begun or was kept.
    """
    with transaction.atomic():
        row = (
            models.Booking.objects.select_for_update(of=("self",))
            .select_related("resource")
            .filter(number=number)
            .first()
        )
        mine = row is not None and models.Booking.objects.filter(own(by), pk=row.pk).exists()
        if row is None or not (mine or at_desk(by, at).filter(pk=row.pk).exists()):
            raise LookupError("no such appointment")
        if row.state == "cancelled":
            return shown(row)
        if row.state != "booked" or row.start <= at:
            raise BookingError(_("This appointment has already begun."))
        row.state, row.settled_at = "cancelled", at
        row.save()
        outbox.publish(BookingCancelled(**told(row), by_authority=not mine), at=at)  # type: ignore[arg-type]
        audit.record(at=at, by=by, action="appointments.cancel", object=f"booking:{row.number}", case=row.case)
    return shown(row)


def forget(*, case: str) -> None:
    """Takes person and name off the appointments for a case; the seats that were taken stay counted."""
    models.Booking.objects.filter(case=case).update(name="", person="", credit_code="")
