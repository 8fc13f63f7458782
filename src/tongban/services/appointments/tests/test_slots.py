from __future__ import annotations

import datetime as dt

import pytest

from tongban.kernel.declarations.api import Text
from tongban.services.appointments import api as appointments
from tongban.services.appointments.tests.conftest import WINDOW, person
from tongban.trust.authority.api import SYSTEM, Denied

D = dt.date


def days(since, at, count=14):
    return [day.date for day in appointments.slots(resource="hall-1", since=since, days=count, at=at)]


def test_only_working_days_of_published_years_are_open(window, at):
    assert days(D(2026, 11, 27), at, 4) == [D(2026, 11, 27), D(2026, 11, 30)]
    assert days(D(2026, 12, 30), at, 10) == [D(2026, 12, 30), D(2026, 12, 31)], "2027 is not yet announced"
    early = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    assert D(2026, 9, 20) in days(D(2026, 9, 19), early, 3), "a make-up Sunday"
    assert D(2026, 10, 1) not in days(D(2026, 9, 30), early, 3)


def test_a_slot_tells_its_free_seats_and_what_has_begun_is_gone(window, at):
    today = appointments.slots(resource="hall-1", since=D(2026, 11, 23), days=1, at=at)
    assert [slot.start.hour for slot in today[0].slots] == [2, 3], "at nine the nine-o'clock slot has begun"
    appointments.book(resource="hall-1", start=today[0].slots[0].start, by=person("a"), at=at)
    assert [
        slot.free for slot in appointments.slots(resource="hall-1", since=D(2026, 11, 23), days=1, at=at)[0].slots
    ] == [1, 2]


def test_overlapping_rules_add_their_seats_and_weekdays_narrow_them(window, at):
    extra = appointments.Opening(dt.time(9), dt.time(10), minutes=60, seats=3, weekdays=(2,))
    changed = appointments.Resource(**{**vars(WINDOW), "openings": (*WINDOW.openings, extra)})
    appointments.save_resource(resource=changed, by=SYSTEM, at=at)
    tuesday, wednesday = appointments.slots(resource="hall-1", since=D(2026, 11, 24), days=2, at=at)
    assert (tuesday.slots[0].seats, wednesday.slots[0].seats) == (5, 2)


def test_a_closed_day_is_not_offered_and_cannot_be_closed_over_taken_seats(window, clerk, at):
    desk = clerk("t.hall.desk")
    close = {"resource": "hall-1", "reason": Text("培训", "Training"), "by": desk, "at": at}
    appointments.close_day(day=D(2026, 11, 24), **close)
    assert D(2026, 11, 24) not in days(D(2026, 11, 24), at, 2)
    slot = appointments.slots(resource="hall-1", since=D(2026, 11, 25), days=1, at=at)[0].slots[0]
    appointments.book(resource="hall-1", start=slot.start, by=person("a"), at=at)
    with pytest.raises(appointments.BookingError):
        appointments.close_day(day=D(2026, 11, 25), **close)
    with pytest.raises(Denied):
        appointments.close_day(day=D(2026, 11, 26), **(close | {"by": clerk("t.tax.desk")}))


def test_slots_cost_the_same_however_many_are_booked(window, at, django_assert_num_queries):
    appointments.slots(resource="hall-1", since=D(2026, 11, 24), at=at)
    first = appointments.slots(resource="hall-1", since=D(2026, 11, 24), days=30, at=at)
    for number, day in enumerate(first[:5]):
        appointments.book(resource="hall-1", start=day.slots[0].start, by=person(f"p{number}"), at=at)
    with django_assert_num_queries(4):
        appointments.slots(resource="hall-1", since=D(2026, 11, 24), days=30, at=at)


def test_resources_are_found_by_the_service_they_are_for(window, at):
    other = appointments.Resource(**{**vars(WINDOW), "code": "room", "offers": ("marriage",)})
    appointments.save_resource(resource=other, by=SYSTEM, at=at)
    assert {one.code for one in appointments.resources(offer="marriage")} == {"hall-1", "room"}
    assert {one.code for one in appointments.resources(offer="food")} == {"hall-1"}
    with pytest.raises(LookupError):
        appointments.resource("nowhere")


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"seats": 0}, {"minutes": 600}, {"weekdays": (8,)}])
def test_a_rule_without_a_slot_is_refused(wrong):
    with pytest.raises(ValueError):
        appointments.Opening(**({"first": dt.time(9), "last": dt.time(12), "minutes": 30, "seats": 1} | wrong))
