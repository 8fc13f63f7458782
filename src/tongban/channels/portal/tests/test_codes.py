"""Rating by a code on the portal: from the slip, the hall's screen, a mail; no sign-in, no script."""

import re
from unittest import mock

import pytest

from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation import api as evaluation
from tongban.services.appointments import api as appointments

pytestmark = pytest.mark.django_db
WINDOW = "xzsp-window"


@pytest.fixture()
def slip(city, morning):
    """A visitor takes a number and is called; gives the code on the slip."""
    desk = city.subject("xzsp.clerk")
    made = appointments.take_turn(resource=WINDOW, by=desk, at=morning)
    appointments.call_next(resource=WINDOW, counter="3", by=desk, at=morning)
    outbox.drain(at=morning)
    return evaluation.code(f"visit:{made.number}")


def test_a_visitor_types_the_code_of_the_slip_and_rates(city, client, slip, morning):
    client.cookies["language"] = "en"
    hall = client.get(f"/hall/{WINDOW}").content.decode()
    assert "<svg" in hall
    assert "/rate</p>" in hall
    typed = f"{slip[:4].lower()}-{slip[4:8]} {slip[8:]}"
    answer = client.get("/rate", {"code": typed})
    page = client.get(answer["Location"])
    assert "Rate your visit" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    wrong = client.post(answer["Location"], {"comment": "kept words"})
    assert wrong.status_code == 422
    assert "kept words" in wrong.content.decode()
    done = client.post(answer["Location"], {"stars": "5", "tags": ["friendly"]}, follow=True)
    assert "Thank you for your rating" in done.content.decode()
    assert done.redirect_chain[-1][0] == "/rate", "the tablet of the window is ready for the next visitor"


def test_unknown_and_used_codes_get_the_same_page(city, client, slip):
    client.post(f"/rate/{slip}", {"stars": "5"})
    client.get("/rate")  # the thanks are shown once
    used, unknown = (client.get(f"/rate/{code}") for code in (slip, "A" * 16))
    assert used.status_code == unknown.status_code == 404
    assert used.content.decode().replace(slip, "A" * 16) == unknown.content.decode()
    for odd in ("x", "0" * 300, "-"):
        assert client.get(f"/rate/{odd}").status_code == 404
    assert city.client("xzsp.leader").post(f"/rate/{slip}", {"stars": "5"}).status_code == 404


def test_a_bad_rating_leads_to_where_the_answer_will_stand(city, client, slip, morning):
    client.cookies["language"] = "en"
    answer = client.post(f"/rate/{slip}", {"stars": "1", "comment": "rude"})
    place = answer["Location"]
    assert "A supervisor who did not serve you" in client.get(place).content.decode()
    assert client.post(place, {"stars": "5"}).status_code == 404, "there is no answer to rate yet"
    leader = city.subject("xzsp.leader")
    (row,) = evaluation.follow_ups(by=leader, at=morning).rows
    page = city.client("xzsp.leader", language="en").get(f"/desk/ratings/bad/{row.id}").content.decode()
    assert row.rating.visit in page
    evaluation.reply(follow_up=row.id, text="We are sorry", repair="Mended", by=leader, at=morning)
    assert "We are sorry" in client.get(place).content.decode()
    assert client.post(place, {"stars": "4"}).status_code == 302
    assert client.get(place).status_code == 404


def test_who_kept_an_appointment_rates_it_from_its_page(city, morning):
    slots = appointments.slots(resource=WINDOW, since=morning.date(), at=morning)
    start = slots[0].slots[0].start
    one = appointments.book(resource=WINDOW, start=start, by=city.subject("resident"), at=morning)
    appointments.settle(number=one.number, came=True, by=city.subject("xzsp.clerk"), at=morning)
    outbox.drain(at=morning)
    client = city.client("resident", language="en")
    link = re.search(r'href="(/rate/\w{16})"', client.get(f"/my/appointments/{one.number}").content.decode())[1]
    assert client.post(link, {"stars": "5"}).status_code == 302
    assert "/rate/" not in client.get(f"/my/appointments/{one.number}").content.decode()


def test_guessing_is_slowed(city, client):
    with mock.patch("tongban.kernel.web.limits.PER_MINUTE", 3):
        answers = [client.get(f"/rate/{'A' * 16}", REMOTE_ADDR="192.0.2.9") for _ in range(4)]
    assert [one.status_code for one in answers] == [404, 404, 404, 429]
    assert answers[-1]["Retry-After"] == "60"
