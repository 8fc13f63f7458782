"""The subject of a request, sessions that end by themselves, and the form that was being sent."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tongban.trust.authority import api as authority
from tongban.trust.identity import api, sessions
from tongban.trust.identity.tests.conftest import AT, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.trust.identity.tests.urls")]
CODE = "91430700MA4L16JQ9B"


@pytest.fixture
def clock(monkeypatch):
    """Moves the time of requests, counted from the beginning of the test."""
    start = timezone.now()

    def forward(**ahead: int) -> None:
        moved = start + dt.timedelta(**ahead)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moved)

    return forward


def test_without_a_session_nobody_is_asked_for(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/who/").json()["kind"] == "anonymous"


def test_a_subject_costs_the_same_few_queries_however_many_posts(
    official, sign_in, client, django_assert_num_queries
) -> None:
    sign_in("wang")
    client.get("/who/")
    with django_assert_num_queries(3):  # session, account with person, posts
        assert client.get("/who/").json()["posts"] == ["clerk"]


def test_an_appointment_that_ends_takes_the_post_at_once(official, sign_in, client) -> None:
    sign_in("wang")
    authority.end_appointment(person=official.id, post="clerk", at=AT, by=authority.SYSTEM)
    assert client.get("/who/").json()["posts"] == []


def test_acting_for_a_company_lasts_as_long_as_the_mandate(
    resident, sign_in, client, django_assert_num_queries
) -> None:
    sign_in()
    assert client.post("/account/acting/", {"credit_code": CODE}).status_code == 403
    mandate = api.give_mandate(
        person=resident.id, credit_code=CODE, company="通办", basis="agent", since=AT, by=authority.SYSTEM, at=AT
    )  # fmt: skip
    assert client.post("/account/acting/", {"credit_code": CODE, "next": "/who/"}).url == "/who/"
    with django_assert_num_queries(3):  # session, account with person, mandate
        assert client.get("/who/").json()["acting_for"] == CODE
    api.revoke_mandate(mandate=mandate.id, by=authority.SYSTEM, at=timezone.now())
    assert client.get("/who/").json()["acting_for"] == ""


def test_an_idle_session_ends(resident, sign_in, client, clock, settings) -> None:
    sign_in()
    client.get("/who/")
    clock(minutes=settings.CONFIG.session_idle_minutes + 1)
    assert client.get("/who/").json()["kind"] == "anonymous"


def test_a_busy_session_ends_too_in_the_end(resident, sign_in, client, clock, settings) -> None:
    sign_in()
    client.get("/who/")
    for minutes in range(0, settings.CONFIG.session_hours * 60, 25):
        clock(minutes=minutes)
        assert client.get("/who/").json()["kind"] == "resident", minutes
    clock(minutes=settings.CONFIG.session_hours * 60 + 1)
    assert client.get("/who/").json()["kind"] == "anonymous"


def late_form(client, clock, **data: object):
    client.get("/who/")
    clock(minutes=45)
    return client.post("/form/?page=2", {"name": ["一", "二"], "password": "secret", **data})


def test_a_form_sent_after_the_session_ended_is_not_lost(resident, sign_in, client, clock) -> None:
    sign_in()
    answer = late_form(client, clock, upload=SimpleUploadedFile("a.pdf", b"x"))
    assert answer.url == "/account/login/?next=/account/resume/"
    assert "kept" in client.get(answer.url, headers={"Accept-Language": "en"}).content.decode()
    assert sign_in(next="/account/resume/").url == "/account/resume/"
    page = client.get("/account/resume/").content.decode()
    assert "secret" not in page
    assert 'action="/form/?page=2"' in page
    fields = re.findall(r'<input type="hidden" name="(name)" value="([^"]*)"', page)
    assert fields == [("name", "一"), ("name", "二")]


def test_what_was_kept_is_shown_to_nobody_else(resident, official, sign_in, client, clock) -> None:
    sign_in()
    late_form(client, clock)
    assert "一" not in str(client.session[sessions.KEPT])
    sign_in("wang")
    assert client.get("/account/resume/").url == "/"
    assert sessions.KEPT not in client.session


def test_what_was_kept_is_thrown_away_after_an_hour(resident, sign_in, client, clock) -> None:
    sign_in()
    late_form(client, clock)
    clock(minutes=60 + 46)
    sign_in()
    assert client.get("/account/resume/").url == "/"


def test_a_stranger_posting_a_form_is_led_to_the_page_of_the_form(client) -> None:
    answer = client.post("/form/", {"a": "b"}, headers={"Referer": "http://testserver/form/?page=1"})
    assert answer.url == "/account/login/?next=/form/%3Fpage%3D1"
    answer = client.post("/form/", {"a": "b"}, headers={"Referer": "http://evil.test/"})
    assert answer.url == "/account/login/?next=/"


def test_a_fragment_sends_the_whole_page_to_sign_in(client) -> None:
    answer = client.get("/form/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith("/account/login/")


def test_changing_the_password_ends_the_other_sessions(resident, sign_in, client) -> None:
    from django.test import Client

    other = Client()
    other.post("/account/login/", {"login": "li", "password": PASSWORD})
    sign_in()
    new = {"oldpassword": PASSWORD, "password1": "another long one 9", "password2": "another long one 9"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert client.get("/who/").json()["kind"] == "resident"
    assert other.get("/who/").json()["kind"] == "anonymous"
