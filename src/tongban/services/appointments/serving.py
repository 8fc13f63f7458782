"""A visit begins: somebody was called to a counter, or came."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import models
from tongban.services.appointments.events import VisitBegan
from tongban.trust.authority.api import Subject


def told(row: models.Booking) -> dict[str, object]:
    """What every event of a booking says of it."""
    of = row.resource
    return {
        "number": row.number, "person": row.person, "credit_code": row.credit_code, "resource": of.code,
        "title": {"zh": of.title_zh, "en": of.title_en}, "place": {"zh": of.place_zh, "en": of.place_en},
        "start": row.start,
    }  # fmt: skip


def served(row: models.Booking, *, by: Subject, at: dt.datetime) -> None:
    """Tells that an official serves this visitor; in the transaction of the act."""
    event = VisitBegan(**told(row), unit=row.resource.unit, offer=row.offer, clerk=by.person)  # type: ignore[arg-type]
    outbox.publish(event, at=at)
