from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.outbox.models import Message
from tongban.services.appointments import api as appointments
from tongban.services.appointments import models
from tongban.services.appointments.tests.conftest import person
from tongban.trust.authority.api import ANONYMOUS, Denied, Subject

D = dt.date
NINE = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)  # 09:00 on Tuesday
HOUR = dt.timedelta(hours=1)


def book(at, who="a", start=NINE, **more):
    return appointments.book(resource="hall-1", start=start, by=person(who), at=at, **more)


def test_a_booking_takes_the_next_free_seat_until_none_is_left(window, at):
    assert [book(at, who).seat for who in ("a", "b")] == [1, 2]
    with pytest.raises(appointments.SlotFull):
        book(at, "c")


def test_a_seat_given_back_can_be_taken_again(window, at):
    first, _second = book(at, "a"), book(at, "b")
    appointments.cancel(number=first.number, by=person("a"), at=at)
    assert appointments.cancel(number=first.number, by=person("a"), at=at).state == "cancelled", "again changes nothing"
    assert book(at, "c").seat == 1
    kinds = list(Message.objects.order_by("id").values_list("kind", flat=True))
    assert [kind.partition(".")[2] for kind in kinds] == [
        "BookingMade",
        "BookingMade",
        "BookingCancelled",
        "BookingMade",
    ]


def test_one_person_is_in_one_place_at_a_time_and_does_not_hoard(window, at):
    book(at)
    with pytest.raises(appointments.BookingError, match="at this time"):
        book(at)
    for day in (25, 26, 27, 30):
        book(at, start=dt.datetime(2026, 11, day, 1, 0, tzinfo=dt.UTC))
    with pytest.raises(appointments.BookingError, match="Cancel one first"):
        book(at, start=NINE + HOUR)


@pytest.mark.parametrize(
    "start",
    [
        NINE + dt.timedelta(minutes=30),
        NINE - dt.timedelta(days=1),
        NINE + dt.timedelta(days=4),
        NINE + dt.timedelta(days=400),
        dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC),
    ],
)
def test_a_time_that_is_no_slot_to_come_is_refused(window, at, start):
    with pytest.raises(appointments.BookingError):
        book(at, start=start)


def test_only_who_is_signed_in_books_and_only_the_holder_or_its_desk_cancels(window, clerk, at):
    with pytest.raises(Denied):
        appointments.book(resource="hall-1", start=NINE, by=ANONYMOUS, at=at)
    made = book(at)
    for stranger in (person("b"), clerk("t.tax.desk"), ANONYMOUS):
        with pytest.raises(LookupError):
            appointments.cancel(number=made.number, by=stranger, at=at)
    appointments.cancel(number=made.number, by=clerk("t.hall.desk"), at=at)
    assert Message.objects.order_by("id").last().body["by_authority"] is True


def test_a_company_s_appointment_is_seen_by_whoever_acts_for_it(window, at):
    acting = Subject("resident", person="a", name="a", acting_for="91430700MA4L0000XX", acting_name="通办餐饮")
    made = appointments.book(resource="hall-1", start=NINE, by=acting, at=at)
    colleague = Subject("resident", person="b", name="b", acting_for="91430700MA4L0000XX")
    assert made.name == "通办餐饮"
    assert appointments.my_bookings(by=colleague, at=at) == (made,)
    assert appointments.booking(number=made.number, by=colleague) == made
    assert appointments.my_bookings(by=person("b"), at=at) == ()


def test_the_desk_sees_the_day_of_its_own_unit_page_by_page(window, clerk, at, django_assert_max_num_queries):
    for who, hour in (("a", 0), ("b", 0), ("c", 1), ("d", 2)):
        book(at, who, NINE + hour * HOUR)
    desk = clerk("t.hall.desk")
    with django_assert_max_num_queries(2):
        first = appointments.day_list(day=D(2026, 11, 24), by=desk, at=at, limit=3)
    rest = appointments.day_list(day=D(2026, 11, 24), by=desk, at=at, limit=3, after=first.next)
    assert [one.name for one in (*first.bookings, *rest.bookings)] == ["a", "b", "c", "d"]
    assert rest.next == ""
    assert appointments.day_list(day=D(2026, 11, 24), by=clerk("t.tax.desk"), at=at).bookings == ()
    assert appointments.day_list(day=D(2026, 11, 24), by=desk, at=at, after="9" * 400).bookings[0].name == "a"


def test_the_desk_notes_who_came(window, clerk, at):
    made, desk = book(at), clerk("t.hall.desk")
    assert appointments.settle(number=made.number, came=True, by=desk, at=NINE).state == "came"
    with pytest.raises(appointments.BookingError):
        appointments.cancel(number=made.number, by=person("a"), at=NINE)
    with pytest.raises(LookupError):
        appointments.settle(number=made.number, came=False, by=person("a"), at=NINE)


def test_the_database_itself_refuses_a_seat_taken_twice(window, at):
    row = models.Booking.objects.get(number=book(at).number)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Booking.objects.create(
            number="X", resource=row.resource, start=row.start, end=row.end, seat=1, person="z", name="z", made_at=at
        )
