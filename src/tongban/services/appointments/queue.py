"""The queue of a hall: visitors take numbers and are called to seats that nobody holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.appointments import models
from tongban.services.appointments.access import DESK
from tongban.services.appointments.desk import settle
from tongban.services.appointments.errors import BookingError, SlotFull
from tongban.services.appointments.seats import fresh, give_back, take_a_seat, today
from tongban.services.appointments.serving import served
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

SHOWN = 8  # numbers on the screen of a hall
LISTED = 200
LONGEST_COUNTER = 20


@dataclass(frozen=True)
class Turn:
    """A number of the day. `start` is the appointment's time, None without one; `state` waiting, called, came or
    missed; `counter` where it was called to; `number` that of the visit, which nobody can guess.
    """

    turn: int
    state: str
    counter: str
    issued_at: dt.datetime
    start: dt.datetime | None
    number: str = ""


@dataclass(frozen=True)
class Screen:
    """What everybody in the hall may see: the latest numbers called, the newest first, and how many wait."""

    called: tuple[Turn, ...]
    waiting: int


def _turn(row: models.Ticket) -> Turn:
    booked = row.booking if row.booking and row.booking.person else None
    return Turn(row.turn, row.state, row.counter, row.issued_at, booked.start if booked else None, row.number)


def _of_day(row: models.Resource, at: dt.datetime) -> QuerySet[models.Ticket]:
    return row.tickets.filter(day=timezone.localtime(at).date()).select_related("booking")


def _served(resource: str, by: Subject, at: dt.datetime) -> models.Resource:
    """The resource, locked, for who serves it. Raises LookupError, Denied, BookingError when it has no queue."""
    row = models.Resource.objects.select_for_update().filter(code=resource, open=True).first()
    if row is None:
        raise LookupError(f"no resource {resource!r}")
    authority.require(subject=by, permission=DESK, unit_path=row.unit_path, at=at)
    if not row.walk_in:
        raise BookingError(_("No numbers are given out at this window."))
    return row


def take_turn(*, resource: str, by: Subject, at: dt.datetime, appointment: str = "") -> Turn:
    """Gives a visitor the next number of the day; `appointment` is the number of one kept now. Raises LookupError,
    Denied; BookingError when the window is closed for the rest of the day or there is no such appointment.
    """
    with transaction.atomic():
        row = _served(resource, by, at)
        slots = today(row, at)
        if not slots:
            raise BookingError(_("The window is closed for the rest of the day."))
        booking = None
        if appointment:
            kept = row.bookings.filter(number=appointment.strip().upper()[:12], state="booked", ticket=None)
            booking = kept.filter(start__in=[start for start, _end, _seats in slots]).first()
            if booking is None:
                raise BookingError(_("No appointment with this number waits at this window now."))
        last = _of_day(row, at).aggregate(last=Max("turn"))["last"] or 0
        made = row.tickets.create(
            day=timezone.localtime(at).date(), turn=last + 1, issued_at=at, booking=booking,
            number=booking.number if booking else fresh(),
        )  # fmt: skip
        audit.record(at=at, by=by, action="appointments.take-turn", object=f"resource:{row.code}")
    return _turn(made)


def call_next(*, resource: str, counter: str, by: Subject, at: dt.datetime) -> Turn | None:
    """Calls whoever is next to a counter: appointments whose time has come, then numbers in their order while the
    running slots have a free seat, then appointments that came early. None when nobody waits. Raises LookupError,
    Denied; SlotFull when all who wait need a seat and none is free; BookingError without a counter.
    """
    counter = counter.replace("\x00", "").strip()[:LONGEST_COUNTER]
    if not counter:
        raise BookingError(_("Say to which counter."))
    with transaction.atomic():
        row = _served(resource, by, at)
        waiting = _of_day(row, at).filter(state="waiting").order_by("booking__start", "turn")
        ticket = waiting.filter(booking__start__lte=at).first()
        if ticket is None:
            ticket = waiting.filter(booking=None).first()
            if ticket is not None and not _seated(ticket, row, by, at):
                ticket = None
            ticket = ticket or waiting.filter(booking__isnull=False).first()
        if ticket is None and waiting.exists():
            raise SlotFull(_("No seat is free in the running time. A seat becomes free when somebody does not come."))
        if ticket is None:
            return None
        ticket.state, ticket.counter, ticket.called_at = "called", counter, at
        ticket.save()
        assert ticket.booking is not None  # noqa: S101 (a constraint: nobody is called without a seat)
        served(ticket.booking, by=by, at=at)
        audit.record(at=at, by=by, action="appointments.call", object=f"resource:{row.code}")
    return _turn(ticket)


def _seated(ticket: models.Ticket, row: models.Resource, by: Subject, at: dt.datetime) -> bool:
    """Takes a free seat of a running slot for a number; seats of those who have not come are given back first."""
    for start, end, seats in today(row, at):
        if start > at:
            break
        for number in give_back(row, start, at):
            audit.record(at=at, by=by, action="appointments.give-back", object=f"booking:{number}")
        made = models.Booking(resource=row, start=start, end=end, person="", name=f"#{ticket.turn:03}", made_at=at)
        made.number = ticket.number
        try:
            take_a_seat(made, seats)
        except SlotFull:
            continue
        ticket.booking, ticket.number = made, made.number
        return True
    return False


def settle_turn(*, resource: str, turn: int, came: bool, by: Subject, at: dt.datetime) -> Turn:
    """Who was called came, or did not and gives the seat back. Raises LookupError, Denied, BookingError."""
    with transaction.atomic():
        row = _served(resource, by, at)
        ticket = _of_day(row, at).filter(turn=turn, state="called").first()
        if ticket is None or ticket.booking is None:
            raise BookingError(_("This number is not being called."))
        settle(number=ticket.booking.number, came=came, by=by, at=at)
        ticket.refresh_from_db()
    return _turn(ticket)


def queue(*, resource: str, by: Subject, at: dt.datetime) -> tuple[Turn, ...]:
    """Who was called and who waits, for the desk: those called first, then by number, at most 200. Two queries beside
    the grants. Raises LookupError, Denied.
    """
    row = models.Resource.objects.filter(code=resource, open=True).first()
    if row is None:
        raise LookupError(f"no resource {resource!r}")
    authority.require(subject=by, permission=DESK, unit_path=row.unit_path, at=at)
    rows = _of_day(row, at).filter(state__in=["called", "waiting"])
    return tuple(_turn(ticket) for ticket in rows.order_by("state", "turn")[:LISTED])


def screen(*, resource: str, at: dt.datetime) -> Screen:
    """What the hall's screen shows; no names. Three queries. Raises LookupError for a window without numbers."""
    row = models.Resource.objects.filter(code=resource, open=True, walk_in=True).first()
    if row is None:
        raise LookupError(f"no queue at {resource!r}")
    called = _of_day(row, at).filter(state="called").order_by(F("called_at").desc(), "-turn")[:SHOWN]
    return Screen(tuple(_turn(one) for one in called), _of_day(row, at).filter(state="waiting").count())
