"""Appointments on the portal: office, day, time, and one's own."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tongban.services.appointments import api as appointments
from tongban.services.notices import api as notices

pytestmark = pytest.mark.django_db
WINDOW = "/appointments/xzsp-window"


def first_time(client, office=WINDOW):
    page = client.get(office).content.decode()
    return re.search(rf'href="({office}/\d{{8}}T\d{{4}}Z[^"]*)"', page)[1].replace("&amp;", "&")


def made(client):
    answer = client.post(first_time(client))
    assert answer.status_code == 302
    return answer["Location"]


def test_offices_and_times_are_open_to_everybody_but_booking_asks_to_sign_in(city, client):
    assert "综合受理窗口" in client.get("/appointments").content.decode()
    answer = client.get(first_time(client))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_a_service_narrows_the_offices_and_is_carried_along(city):
    client = city.client("resident", language="en")
    page = client.get("/appointments?offer=seal-record").content.decode()
    assert "Seal records" in page
    assert "Social insurance" not in page
    time = first_time(client, "/appointments/gaj-seals?offer=seal-record".partition("?")[0])
    page = client.get(f"{time}?offer=seal-record").content.decode()
    assert "Seal record" in page
    booked = client.post(f"{time}?offer=seal-record")
    assert appointments.my_bookings(by=city.subject("resident"), at=timezone.now())[0].offer == "seal-record"
    assert client.get(booked["Location"]).status_code == 200
    assert "Social insurance" in client.get("/appointments?offer=nothing").content.decode()


def test_a_booking_is_shown_saved_to_the_calendar_and_cancelled_after_a_warning(city):
    client = city.client("resident", language="en")
    address = made(client)
    slip = client.get(address).content.decode()
    assert "booked" in slip
    file = client.get(f"{address}.ics")
    lines = file.content.decode().split("\r\n")
    assert file["Content-Type"].startswith("text/calendar")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "SUMMARY:General window" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert address in client.get("/my/appointments").content.decode()
    assert address in client.get("/appointments").content.decode()
    assert "somebody else" in client.get(f"{address}/cancel").content.decode()
    assert client.post(f"{address}/cancel").status_code == 302
    assert "cancelled" in client.get(address).content.decode()
    assert "STATUS:CANCELLED" in client.get(f"{address}.ics").content.decode()


def test_nobody_opens_or_cancels_another_person_s_appointment(city):
    address = made(city.client("resident"))
    stranger = city.client("neighbour")
    for end in ("", ".ics", "/cancel"):
        assert stranger.get(address + end).status_code == 404
    assert stranger.post(f"{address}/cancel").status_code == 404
    assert stranger.get("/my/appointments").status_code == 200


def test_a_company_s_appointment_is_the_company_s(city):
    address = made(city.client("owner", company=True))
    assert city.client("owner", company=True).get(address).status_code == 200
    assert "沅水春" in city.client("owner", company=True).get(address).content.decode()


def test_a_time_that_is_gone_leads_back_to_the_times(city):
    client = city.client("resident", language="en")
    for start in ("20200101T0100Z", "29990101T0100Z", "nonsense", "99999999T9999Z", "20261124T0103Z"):
        for answer in (client.get(f"{WINDOW}/{start}"), client.post(f"{WINDOW}/{start}")):
            assert answer.status_code == 302
            assert answer["Location"].startswith(WINDOW)
    assert not appointments.my_bookings(by=city.subject("resident"), at=timezone.now())


def test_the_same_time_twice_is_refused_in_words(city):
    client = city.client("resident", language="en")
    time = first_time(client)
    client.post(time)
    assert "already have an appointment" in client.post(time, follow=True).content.decode()


def test_a_case_of_somebody_else_cannot_be_named(city):
    client = city.client("resident")
    time = first_time(client)
    assert client.post(f"{time}?case={city.cases['sent']}").status_code == 404
    assert not appointments.my_bookings(by=city.subject("resident"), at=timezone.now())


ODD = (
    "day=0000",
    "day=2020-01-01",
    "day=9999-12-31",
    "since=2020-01-01",
    "since=x&day=y",
    "offer=%01",
    "since=9999-99-99",
)


@pytest.mark.parametrize("query", ODD)
def test_odd_addresses_show_the_first_days(city, client, query):
    assert client.get(f"{WINDOW}?{query}").status_code == 200


def test_unknown_offices_and_numbers_are_not_found(city):
    client = city.client("resident")
    for address in ("/appointments/none", "/appointments/none/20261124T0100Z", "/my/appointments/NONE"):
        assert client.get(address).status_code == 404


def test_days_are_paged_to_the_last_that_can_be_booked(city, client):
    today = timezone.localdate()
    page = client.get(WINDOW).content.decode()
    following = re.search(r'rel="next" href="\?since=([\d-]+)"', page)[1]
    assert dt.date.fromisoformat(following) == today + dt.timedelta(days=28)
    assert 'rel="prev"' in client.get(f"{WINDOW}?since={following}").content.decode()


def test_the_pages_take_the_same_queries_however_many_bookings(city, django_assert_max_num_queries):
    client = city.client("resident")
    client.get(WINDOW)
    with django_assert_max_num_queries(16):
        client.get(WINDOW)
    made(client)
    with django_assert_max_num_queries(16):
        client.get(WINDOW)


def test_a_calendar_file_escapes_what_the_format_reserves(city):
    from tongban.channels.portal import calendars
    from tongban.kernel.declarations.api import Text

    start = dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC)
    one = appointments.Booking(
        "ABC", "r", Text("a;b,c\\d\nBEGIN:X", ""), Text("地" * 60, ""), start, start, 1, "n", "", "", "booked"
    )
    text = calendars.event(one, at=start).decode()
    assert "SUMMARY:a\\;b\\,c\\\\d\\nBEGIN:X" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "地" * 60 in text.replace("\r\n ", "")


def test_no_notice_is_needed_to_see_the_empty_lists(city):
    client = city.client("neighbour", language="en")
    assert "no appointment yet" in client.get("/my/appointments").content.decode()
    assert notices.unread(by=city.subject("neighbour")) == 0
