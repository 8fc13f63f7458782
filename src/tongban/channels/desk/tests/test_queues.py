"""The queue of a window, at the desk and on the screen of the hall."""

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
QUEUE, HALL = "/desk/queues/xzsp-window", "/hall/xzsp-window"


def test_a_number_is_given_called_shown_to_the_hall_and_settled(city, client, morning):
    desk = city.client("xzsp.clerk", language="en")
    for _visitor in range(2):
        assert desk.post(QUEUE, {"act": "give"}).status_code == 302
    answer = desk.post(QUEUE, {"act": "call", "counter": "3"})
    assert answer["Location"].endswith("?counter=3")
    page = desk.get(answer["Location"]).content.decode()
    assert "Number 001 is called to counter 3." in page
    assert "Visitors waiting (1)" in page
    slip = desk.get(f"{QUEUE}/slips/2").content.decode()
    assert "Number 002" in slip
    assert "<svg" in slip
    assert desk.get(f"{QUEUE}/slips/9").status_code == 404
    assert city.client("scjgj.clerk").get(f"{QUEUE}/slips/2").status_code == 403
    hall = client.get(HALL).content.decode()
    assert "001" in hall
    assert "002" not in hall
    assert 'http-equiv="refresh"' not in hall  # who reads it decides whether it renews itself
    assert 'http-equiv="refresh"' in client.get(HALL, {"renew": "1"}).content.decode()
    desk.post(QUEUE, {"act": "came", "turn": "1", "counter": "3"})
    assert "001" not in client.get(HALL).content.decode()
    assert "#001" in desk.get(f"/desk/appointments?day={timezone.localdate()}").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "call"},
        {"act": "came", "turn": "x"},
        {"act": "give", "appointment": "NOSUCH"},
        {"act": "call", "counter": "1"},
    ],
)
def test_what_cannot_be_done_is_said(city, morning, sent):
    desk = city.client("xzsp.clerk")
    assert desk.post(QUEUE, sent).status_code == 302
    assert "notice" in desk.get(QUEUE).content.decode()
    assert desk.post(QUEUE, {"act": "dance"}).status_code == 404


def test_numbers_are_switched_on_by_who_manages_the_window_and_hidden_from_other_units(city):
    assert city.client("xzsp.clerk").post("/desk/queues/xzsp-help", {"act": "open"}).status_code == 403
    leader = city.client("xzsp.leader")
    assert leader.get("/hall/xzsp-help").status_code == 404
    assert leader.post("/desk/queues/xzsp-help", {"act": "open"}).status_code == 302
    assert leader.get("/hall/xzsp-help").status_code == 200
    assert city.client("scjgj.clerk").get(QUEUE).status_code == 403
