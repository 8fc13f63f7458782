"""Taking a seat: for appointments and for visitors with a number alike, from the same pool."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.appointments import models
from tongban.services.appointments.errors import BookingError, SlotFull
from tongban.services.appointments.resources import HELD, open_slots

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GRACE = dt.timedelta(minutes=10)  # after which the seat of who has not come may go to who waits


def fresh() -> str:
    """A number for a booking that nobody has."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def take_a_seat(made: models.Booking, seats: int) -> None:
    """Tries each free seat until the database lets one be taken. Raises SlotFull, BookingError."""
    others = models.Booking.objects.filter(resource=made.resource, start=made.start)
    while True:
        if made.person and others.filter(person=made.person, state="booked").exists():
            raise BookingError(_("You already have an appointment at this time."))
        taken = set(others.filter(state__in=HELD).values_list("seat", flat=True))
        free = next((seat for seat in range(1, seats + 1) if seat not in taken), None)
        if free is None:
            raise SlotFull(_("The last seat of this time has just been taken. Choose another time."))
        if not made.number or models.Booking.objects.filter(number=made.number).exists():
            made.number = fresh()
        made.seat = free
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            continue  # somebody was faster: look again
        return


def move_to_a_seat(made: models.Booking, seats: int) -> None:
    """Puts a booking whose start was changed on a free seat there. Raises SlotFull, also when its person is booked
    elsewhere then.
    """
    others = models.Booking.objects.filter(resource=made.resource, start=made.start, state__in=HELD).exclude(pk=made.pk)
    taken = set(others.values_list("seat", flat=True))
    for seat in range(1, seats + 1):
        if seat not in taken:
            made.seat = seat
            try:
                with transaction.atomic():
                    made.save(update_fields=["start", "end", "seat"])
            except IntegrityError:
                continue
            return
    raise SlotFull(_("The last seat of this time has just been taken. Choose another time."))


def today(row: models.Resource, at: dt.datetime) -> list[tuple[dt.datetime, dt.datetime, int]]:
    """The slots of the day that are not over: start, end, seats. Two queries."""
    day = timezone.localtime(at).date()
    return [slot for slot in open_slots(row, day, 1).get(day, []) if slot[1] > at]


def give_back(row: models.Resource, start: dt.datetime, at: dt.datetime) -> list[str]:
    """Frees the seats of those who have not come some minutes after their slot began; returns their numbers."""
    late = row.bookings.filter(start=start, state="booked", ticket=None) if start + GRACE <= at else row.bookings.none()
    numbers = list(late.values_list("number", flat=True))
    late.update(state="missed", settled_at=at)
    return numbers
