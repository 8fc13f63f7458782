"""The days of a window at the desk, and that nobody else's official changes anything of it."""

import datetime as dt
import random

import pytest

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import api as appointments
from tongban.services.appointments import models
from tongban.services.notices import api as notices

pytestmark = pytest.mark.django_db
WINDOW = "xzsp-window"
CLOSED = {"kind": "closed", "reason": "停电", "reason-en": "No electricity"}
TRIES = 120


@pytest.fixture()
def booked(city, morning):
    """The resident's appointment on a later day."""
    days = appointments.slots(resource=WINDOW, since=morning.date() + dt.timedelta(days=1), at=morning)
    by = city.subject("resident")
    return appointments.book(resource=WINDOW, start=days[0].slots[0].start, by=by, at=morning)


def test_a_day_is_closed_after_a_preview_and_whoever_had_a_time_is_moved_and_told(city, booked, morning):
    leader = city.client("xzsp.leader", language="en")
    day = booked.start.date()
    week = leader.get(f"/desk/windows/{WINDOW}?day={day}").content.decode()
    place = f"/desk/windows/{WINDOW}/{day}"
    assert place in week
    assert "1/4" in week
    preview = leader.post(place, CLOSED).content.decode()
    assert booked.number in preview
    assert not models.Closure.objects.exists()
    answer = leader.post(place, CLOSED | {"act": "do"}, follow=True).content.decode()
    assert "Appointments moved: 1; cancelled: 0" in answer
    outbox.drain(at=morning)
    resident = city.subject("resident")
    (moved,) = appointments.my_bookings(by=resident, at=morning)
    assert (moved.number, moved.start.date() > day) == (booked.number, True)
    assert "had to move" in notices.inbox(by=resident).rows[0].body.en


def test_a_run_that_broke_off_is_shown_and_gone_on_with(city, booked, morning):
    leader, day = city.client("xzsp.leader", language="en"), booked.start.date()
    why, by = Text("停电", "No electricity"), city.subject("xzsp.leader")
    appointments.close_day(resource=WINDOW, day=day, reason=why, by=by, at=morning, displace=True)
    place = f"/desk/windows/{WINDOW}/{day}"
    assert "1 appointment of this day has no time any more" in leader.get(place).content.decode()
    assert "Appointments moved: 1" in leader.post(f"{place}/go-on", follow=True).content.decode()
    assert "no time any more" not in leader.get(place).content.decode()


WRONG = [
    {"kind": ""}, {"kind": "hours", "minutes": "0", "seats": "1"}, {"kind": "hours", "minutes": "x", "seats": "1"},
    {"kind": "hours", "minutes": "30", "seats": "1", "first": "9", "last": "12:00"}, {"kind": "closed", "reason": " "},
    {"kind": "hours", "minutes": "30", "seats": "1", "first": "12:00", "last": "09:00"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_makes_no_day_is_refused_in_words_and_changes_nothing(city, booked, wrong):
    leader = city.client("xzsp.leader", language="en")
    answer = leader.post(f"/desk/windows/{WINDOW}/{booked.start.date()}", CLOSED | wrong | {"act": "do"})
    assert answer.status_code == 422
    assert not models.Closure.objects.exists()
    for day in ("2020-01-01", "never", "2999-13-01"):
        assert leader.get(f"/desk/windows/{WINDOW}/{day}").status_code == 404


def test_no_other_official_resident_or_stranger_changes_anything_of_a_window(city, client, booked, morning):
    """Random people send random acts to every address of appointments; nothing of the window moves."""
    chance = random.Random(20261122)  # noqa: S311 (it chooses requests)
    names = ("gaj.clerk", "gaj.leader", "scjgj.leader", "cgj.examiner", "officer.system", "neighbour")
    people = [client, *(city.client(name) for name in names)]
    day = booked.start.date()
    places = [
        f"/desk/appointments/{booked.number}", f"/desk/queues/{WINDOW}", f"/desk/queues/{WINDOW}/slips/1",
        f"/desk/windows/{WINDOW}", f"/desk/windows/{WINDOW}/{day}", f"/desk/windows/{WINDOW}/{day}/go-on",
        f"/my/appointments/{booked.number}", f"/my/appointments/{booked.number}/cancel",
        f"/my/appointments/{booked.number}.ics", f"/hall/{WINDOW}", f"/desk/appointments?day={day}&resource={WINDOW}",
    ]  # fmt: skip
    acts = ("came", "missed", "cancel", "give", "call", "open", "close", "do", "preview", "")
    before = [list(model.objects.order_by("pk").values()) for model in (models.Booking, models.Closure, models.Ticket)]
    for _try in range(TRIES):
        who, where = chance.choice(people), chance.choice(places)
        sent = CLOSED | {"act": chance.choice(acts), "counter": "1", "turn": "1", "day": str(day)}
        answer = who.post(where, sent) if chance.random() < 0.7 else who.get(where)
        assert answer.status_code < 500
        assert booked.number.encode() not in b"".join(answer) or answer.status_code >= 300, where
    after = [list(model.objects.order_by("pk").values()) for model in (models.Booking, models.Closure, models.Ticket)]
    assert after == before
