"""The day of a service desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.appointments import models
from tongban.services.appointments.access import at_desk
from tongban.services.appointments.bookings import MAX_LIMIT, Booking, shown
from tongban.services.appointments.errors import BookingError
from tongban.services.appointments.serving import served
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

LONGEST_KEY = 19  # digits of a database key


@dataclass(frozen=True)
class Bookings:
    """A page of bookings; `next` is the key of the next page, empty on the last."""

    bookings: tuple[Booking, ...]
    next: str


def settle(*, number: str, came: bool, by: Subject, at: dt.datetime) -> Booking:
    """The desk notes that somebody came or did not, who gives the seat back. Raises LookupError; BookingError when it
    is cancelled, or the seat was given to somebody else.
    """
    with transaction.atomic():
        row = (
            models.Booking.objects.select_for_update(of=("self",))
            .select_related("resource")
            .filter(number=number)
            .first()
        )
        if row is None or not at_desk(by, at).filter(pk=row.pk).exists():
            raise LookupError("no such appointment")
        if row.state == "cancelled":
            raise BookingError(_("This appointment was cancelled."))
        row.state, row.settled_at = "came" if came else "missed", at
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise BookingError(_("The seat was given to somebody else. Give the visitor a number.")) from None
        if came:
            served(row, by=by, at=at)
        models.Ticket.objects.filter(booking=row).exclude(called_at=None).update(state=row.state)
        audit.record(at=at, by=by, action="appointments.settle", object=f"booking:{row.number}", case=row.case)
    return shown(row)


def day_list(
    *, day: dt.date, by: Subject, at: dt.datetime, resource: str = "", after: str = "", limit: int = 50
) -> Bookings:
    """The appointments of a day in the units that the subject serves, by time and seat. One query beside the grants."""
    zone = timezone.get_default_timezone()
    first = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
    rows = at_desk(by, at).filter(start__gte=first, start__lt=first + dt.timedelta(days=1)).exclude(state="cancelled")
    rows = rows.filter(resource__code=resource) if resource else rows
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        last = models.Booking.objects.filter(pk=int(after)).values("start")[:1]
        rows = rows.filter(start__gte=last).exclude(start=last, pk__lte=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows.select_related("resource").order_by("start", "id")[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Bookings(tuple(shown(row) for row in found[:size]), more)
