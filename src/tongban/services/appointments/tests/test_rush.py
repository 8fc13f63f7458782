"""Four processes with 64 clients each want the seats of one slot, by appointment and by number."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

from tongban.services.appointments import api as appointments
from tongban.services.appointments import models
from tongban.services.appointments.tests.conftest import WINDOW, person
from tongban.services.appointments.tests.test_bookings import NINE
from tongban.trust.authority.api import SYSTEM, Subject

PROCESSES, CLIENTS, AT_ONCE, SEATS = 4, 64, 4, 40


def one(who: str, desk: Subject, before: dt.datetime) -> str:
    """Every fourth client comes to the hall when the slot runs; the others book before, and some give the seat back."""
    number = int(who.partition("-")[2])
    try:
        if number % 4 == 0:
            appointments.take_turn(resource="rush", by=desk, at=NINE)
            called = appointments.call_next(resource="rush", counter=who, by=desk, at=NINE)
            return "called" if called else "nobody"
        made = appointments.book(resource="rush", start=NINE, by=person(who), at=before)
        if number % 4 == 1:
            appointments.cancel(number=made.number, by=person(who), at=before)
            return "cancelled"
    except appointments.SlotFull:
        return "full"
    return "booked"


def process(index: int, own: Any, desk: Subject, before: dt.datetime, outcomes: Any) -> None:
    """A process with its own connections, as a worker of a server has them."""

    def connect() -> None:
        connections["default"] = own.copy()

    with ThreadPoolExecutor(AT_ONCE, initializer=connect) as pool:
        outcomes.put(Counter(pool.map(lambda number: one(f"p{index}-{number}", desk, before), range(CLIENTS))))


def test_no_seat_is_sold_twice_whatever_four_processes_do(transactional_db, clerk, at, tmp_path):
    hours = (appointments.Opening(dt.time(9), dt.time(10), minutes=60, seats=SEATS),)
    rush = appointments.Resource("rush", "t.hall", WINDOW.title, WINDOW.place, hours, walk_in=True)
    appointments.save_resource(resource=rush, by=SYSTEM, at=at)
    desk, own = clerk("t.hall.desk"), connection.copy()
    if connection.vendor == "sqlite":  # processes cannot share the test's database in memory
        own.settings_dict["NAME"] = str(tmp_path / "several.sqlite3")
        with sqlite3.connect(own.settings_dict["NAME"]) as target:
            connection.connection.backup(target)
            target.execute("pragma journal_mode=wal")
        target.close()
    fork = multiprocessing.get_context("fork")
    outcomes = fork.SimpleQueue()
    workers = [fork.Process(target=process, args=(index, own, desk, at, outcomes)) for index in range(PROCESSES)]
    for worker in workers:
        worker.start()
    counts = sum((outcomes.get() for _worker in workers), Counter())
    for worker in workers:
        worker.join()
    mine, connections["default"] = connections["default"], own
    try:
        held = list(models.Booking.objects.filter(resource__code="rush", state__in=["booked", "came"]))
        called = models.Ticket.objects.filter(state="called").count()
    finally:
        own.close()
        connections["default"] = mine
    sold, gone = len(held), counts["cancelled"]
    assert sum(counts.values()) == PROCESSES * CLIENTS
    assert SEATS - gone <= sold <= SEATS, f"sold {sold} of {SEATS}"
    assert len({row.seat for row in held}) == sold == counts["booked"] + called
    assert {row.seat for row in held} <= set(range(1, SEATS + 1))
