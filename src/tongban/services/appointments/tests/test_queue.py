from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tongban.services.appointments import api as appointments
from tongban.services.appointments import models
from tongban.services.appointments.tests.conftest import WINDOW, person
from tongban.services.appointments.tests.test_bookings import NINE, book
from tongban.trust.authority.api import SYSTEM, Denied

MINUTE = dt.timedelta(minutes=1)
FIVE_PAST, ELEVEN_PAST = NINE + 5 * MINUTE, NINE + 11 * MINUTE


@pytest.fixture()
def desk(window, clerk, at):
    appointments.save_resource(resource=replace(WINDOW, walk_in=True), by=SYSTEM, at=at)
    return clerk("t.hall.desk")


def take(desk, at=FIVE_PAST, **more):
    return appointments.take_turn(resource="hall-1", by=desk, at=at, **more).turn


def call(desk, at=FIVE_PAST):
    found = appointments.call_next(resource="hall-1", counter="3", by=desk, at=at)
    return found and found.turn


def test_numbers_are_called_in_order_to_the_seats_that_appointments_leave(desk, at):
    book(at, "a")
    assert [take(desk), take(desk)] == [1, 2]
    assert call(desk) == 1
    with pytest.raises(appointments.SlotFull):
        call(desk)
    assert call(desk, NINE + 61 * MINUTE) == 2, "the next slot has seats of its own"
    assert call(desk, NINE + 62 * MINUTE) is None


def test_a_seat_whose_holder_does_not_come_goes_to_who_waits_after_ten_minutes(desk, at):
    late, _kept = book(at, "a"), book(at, "b")
    take(desk)
    with pytest.raises(appointments.SlotFull):
        call(desk)
    assert call(desk, ELEVEN_PAST) == 1
    assert appointments.booking(number=late.number, by=person("a")).state == "missed"
    book(at, "c", NINE + 60 * MINUTE)
    take(desk, ELEVEN_PAST)
    assert call(desk, ELEVEN_PAST) == 2, "the other seat was free as well"
    with pytest.raises(appointments.BookingError, match="given to somebody else"):
        appointments.settle(number=late.number, came=True, by=desk, at=ELEVEN_PAST)


def test_who_has_an_appointment_is_called_first_and_keeps_the_seat(desk, at):
    made = book(at, "a")
    take(desk)
    assert take(desk, appointment=made.number.lower()) == 2
    assert call(desk, ELEVEN_PAST) == 2
    assert appointments.settle_turn(resource="hall-1", turn=2, came=True, by=desk, at=ELEVEN_PAST).state == "came"
    assert appointments.booking(number=made.number, by=person("a")).state == "came"
    for wrong in (made.number, "NOSUCH"):
        with pytest.raises(appointments.BookingError, match="No appointment"):
            take(desk, appointment=wrong)


def test_who_was_called_and_is_not_there_gives_the_seat_back(desk, at):
    book(at, "a")
    take(desk), take(desk)
    assert call(desk) == 1
    assert appointments.settle_turn(resource="hall-1", turn=1, came=False, by=desk, at=FIVE_PAST).state == "missed"
    assert call(desk) == 2
    with pytest.raises(appointments.BookingError, match="not being called"):
        appointments.settle_turn(resource="hall-1", turn=1, came=True, by=desk, at=FIVE_PAST)


def test_the_screen_shows_numbers_and_counters_and_nobody_s_name(desk, at, django_assert_num_queries):
    made = book(at, "Somebody")
    take(desk, appointment=made.number), take(desk)
    call(desk)
    with django_assert_num_queries(3):
        shown = appointments.screen(resource="hall-1", at=FIVE_PAST)
    assert ([(one.turn, one.counter) for one in shown.called], shown.waiting) == ([(1, "3")], 1)
    assert "Somebody" not in repr(shown)
    assert appointments.screen(resource="hall-1", at=FIVE_PAST + dt.timedelta(days=1)).waiting == 0


def test_only_the_window_s_own_desk_runs_its_queue_while_it_is_open(desk, clerk, at):
    for stranger in (clerk("t.tax.desk"), person("a")):
        for act in (take, call):
            with pytest.raises(Denied):
                act(stranger)
        with pytest.raises(Denied):
            appointments.queue(resource="hall-1", by=stranger, at=FIVE_PAST)
    with pytest.raises(appointments.BookingError, match="closed"):
        take(desk, NINE + dt.timedelta(hours=4))
    appointments.save_resource(resource=WINDOW, by=SYSTEM, at=at)
    with pytest.raises(appointments.BookingError, match="No numbers"):
        take(desk)


def test_the_database_itself_refuses_a_call_without_a_seat_and_a_number_given_twice(desk):
    take(desk)
    row = models.Ticket.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Ticket.objects.filter(pk=row.pk).update(state="called", called_at=FIVE_PAST)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.resource.tickets.create(day=row.day, turn=row.turn, issued_at=FIVE_PAST)
