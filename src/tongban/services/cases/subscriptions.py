"""What cases listen to: their own processes, paid bills, published calendars."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from tongban.engines.deadlines.events import CalendarPublished
from tongban.engines.processes import api as processes
from tongban.services.cases import access, history
from tongban.services.cases.api.calendars import recompute
from tongban.services.cases.errors import NotFound
from tongban.services.cases.events import ProcessMigrated, ProcessMoved
from tongban.services.cases.holding import lock_of, locked
from tongban.services.payments.events import BillPaid
from tongban.trust.authority.api import SYSTEM

PAID = "paid"


def process_moved(event: ProcessMoved, at: dt.datetime) -> None:
    """A timer moved a process: the copies for the desk are written, and the end of the process closes the case."""
    with locked(event.number, at=at):
        lock = lock_of(event.number)
        if lock is not None and event.ended:
            lock.ended = True


def process_migrated(event: ProcessMigrated, at: dt.datetime) -> None:
    """The process of a case goes on under another version: the case pins it, and its history says so."""
    with locked(event.number, at=at) as case:
        if case.process == event.process:
            case.process_version = event.version
            case.save(update_fields=["process_version"])
        history.write(case, "migrated", by=SYSTEM, at=at, public=False)
        access.note(case, "migrate", by=SYSTEM, at=at, process=event.process, version=event.version)


def bill_paid(event: BillPaid, at: dt.datetime) -> None:
    """A bill of a case was paid: the process that waits for the message `paid` goes on, by the bill's number if the
    event names one as its correlation.
    """
    try:
        with locked(event.case, at=at) as case:
            history.write(case, "paid", by=SYSTEM, at=at)
            access.note(case, "paid", by=SYSTEM, at=at, bill=event.number)
            for correlation in (event.number, ""):
                step = processes.message(
                    business_key=case.number,
                    name=PAID,
                    data={"paid": True},
                    by=SYSTEM.person,
                    at=at,
                    correlation=correlation,
                )
                if step is not None:
                    return
    except NotFound:
        return  # a bill that belongs to no case


def calendar_published(event: CalendarPublished, at: dt.datetime) -> None:
    """Holidays became known or were corrected: the due days that depend on them are computed anew."""
    if event.region == settings.CONFIG.calendar:
        recompute(at=at, years=event.years)
