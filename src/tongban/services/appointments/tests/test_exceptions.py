"""A day on which a window opens otherwise: whoever loses their time is moved or cancelled, each whole, never overbooked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox.models import Message
from tongban.services.appointments import api as appointments
from tongban.services.appointments import exceptions, models
from tongban.services.appointments.tests.conftest import person
from tongban.services.appointments.tests.test_bookings import NINE, book
from tongban.trust.authority.api import Denied

HOUR = dt.timedelta(hours=1)
DAY = NINE.date()
WHY = Text("停电", "No electricity")


@pytest.fixture()
def manager(window, clerk):
    return clerk("t.hall.desk")


def change(manager, at, *openings, **more):
    appointments.close_day(
        resource="hall-1", day=DAY, reason=WHY, by=manager, at=at, openings=openings, displace=True, **more
    )


def lost(manager, at, openings=None):
    found = appointments.displaced(resource="hall-1", day=DAY, by=manager, at=at, openings=openings)
    return [one.number for one in found]


def settle(manager, at):
    return appointments.settle_displaced(resource="hall-1", day=DAY, by=manager, at=at)


def state(number):
    return models.Booking.objects.get(number=number)


def test_a_preview_names_whom_it_concerns_and_changes_nothing(manager, at):
    first, second, third = book(at, "a"), book(at, "b"), book(at, "c", NINE + HOUR)
    one_seat = appointments.Opening(dt.time(9), dt.time(11), minutes=60, seats=1)
    assert lost(manager, at) == []
    assert lost(manager, at, ()) == [first.number, second.number, third.number]
    assert lost(manager, at, (one_seat,)) == [second.number], "the first who booked keeps the seat"
    shorter = appointments.Opening(dt.time(9), dt.time(12), minutes=30, seats=2)
    assert len(lost(manager, at, (shorter,))) == 3, "another length is another time"
    assert {row.state for row in models.Booking.objects.all()} == {"booked"}
    assert not models.Closure.objects.exists()


def test_everybody_is_moved_to_the_first_free_time_and_told(manager, at):
    made = [book(at, name) for name in "abc"[:2]]
    change(manager, at)
    found = settle(manager, at)
    assert found == appointments.Settled(tuple(one.number for one in made), ())
    rows = [state(one.number) for one in made]
    assert len({(row.start, row.seat) for row in rows}) == 2
    assert all(row.start.date() > DAY for row in rows)
    told = Message.objects.filter(kind="appointments.BookingMoved")
    assert {one.body["before"] for one in told} == {NINE.isoformat()}
    assert lost(manager, at) == []
    assert settle(manager, at) == appointments.Settled((), ())


def test_who_finds_no_other_time_is_cancelled_and_told(manager, at, monkeypatch):
    made = book(at, "a")
    monkeypatch.setattr(exceptions, "AHEAD", 1)
    change(manager, at)
    assert settle(manager, at) == appointments.Settled((), (made.number,))
    row = state(made.number)
    assert (row.state, row.start) == ("cancelled", NINE)
    assert Message.objects.get(kind="appointments.BookingCancelled").body["by_authority"]


def test_a_run_that_broke_off_is_gone_on_with_and_each_booking_is_whole(manager, at, monkeypatch):
    made = [book(at, "a"), book(at, "b"), book(at, "c", NINE + HOUR)]
    change(manager, at)
    with connection.cursor():
        real, calls = exceptions.audit.record, []

        def dies(**facts):
            calls.append(facts)
            if len(calls) == 2:
                raise KeyboardInterrupt
            real(**facts)

        monkeypatch.setattr(exceptions.audit, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            settle(manager, at)
        monkeypatch.setattr(exceptions.audit, "record", real)
    assert lost(manager, at) == [made[1].number, made[2].number], "the second was taken back whole"
    assert Message.objects.filter(kind="appointments.BookingMoved").count() == 1
    assert len(settle(manager, at).moved) == 2
    assert lost(manager, at) == []


def test_moving_never_overbooks_and_never_puts_a_person_in_two_places(manager, at):
    nine = [book(at, name) for name in ("a", "b")]
    later = [book(at, name, NINE + HOUR) for name in ("c", "a")]
    change(manager, at, appointments.Opening(dt.time(10), dt.time(12), minutes=60, seats=2))
    assert sorted(settle(manager, at).moved) == sorted(one.number for one in nine)
    assert [state(one.number).start for one in later] == [NINE + HOUR] * 2
    moved = [state(one.number).start for one in nine]
    assert moved == [NINE + 2 * HOUR] * 2, "ten o'clock is full"
    taken = models.Booking.objects.filter(state="booked").values_list("start", "seat")
    assert len(set(taken)) == len(taken) == 4


def test_more_seats_and_a_day_off_can_be_opened(manager, at):
    full = [book(at, name) for name in ("a", "b")]
    with pytest.raises(appointments.SlotFull):
        book(at, "c")
    change(manager, at, appointments.Opening(dt.time(9), dt.time(12), minutes=60, seats=3))
    assert book(at, "c").start == full[0].start
    saturday = DAY + dt.timedelta(days=(5 - DAY.weekday()) % 7)
    assert not appointments.slots(resource="hall-1", since=saturday, days=1, at=at)
    opening = appointments.Opening(dt.time(9), dt.time(10), minutes=60, seats=1)
    appointments.close_day(resource="hall-1", day=saturday, reason=WHY, by=manager, at=at, openings=(opening,))
    assert appointments.slots(resource="hall-1", since=saturday, days=1, at=at)[0].free == 1


def test_only_who_manages_the_window_changes_its_days(manager, clerk, at):
    book(at, "a")
    for stranger in (clerk("t.tax.desk"), person("a")):
        for act in (change, lost, settle):
            with pytest.raises(Denied):
                act(stranger, at)
