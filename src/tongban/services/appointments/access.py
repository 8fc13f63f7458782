"""Whose appointments are whose."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from tongban.services.appointments.models import Booking
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

DESK = "appointments.desk"


def own(by: Subject) -> Q:
    """The bookings of a person, or of the company acted for."""
    if not by.person:
        return Q(pk__in=[])
    return Q(credit_code=by.acting_for) if by.acting_for else Q(person=by.person)


def at_desk(by: Subject, at: dt.datetime) -> QuerySet[Booking]:
    """The bookings in the units that an official serves."""
    return authority.visible_to(
        Booking.objects.all(), subject=by, permission=DESK, at=at, unit_field="resource__unit_path"
    )
