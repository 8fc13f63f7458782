"""Signing in: the same answer to everybody who fails, a limit that all workers share, a new session each time."""

from __future__ import annotations

import dataclasses
import re
import statistics
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import SYSTEM
from tongban.trust.identity import api, hashing
from tongban.trust.identity.models import Account
from tongban.trust.identity.tests.conftest import AT, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.trust.identity.tests.urls")]


def plain(page: str, name: str) -> str:
    """A page without what differs by chance (tokens) and by what was typed."""
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page).replace(f'value="{name}"', "")


def test_a_resident_signs_in_and_comes_where_they_wanted(resident, sign_in, client) -> None:
    assert sign_in(next="/who/").url == "/who/"
    found = client.get("/who/").json()
    assert found["account"] == "li"
    assert (found["kind"], found["person"], found["assurance"], found["same"]) == ("resident", resident.id, 1, True)


@pytest.mark.parametrize("name", ["LI", " li "])
def test_the_case_of_a_user_name_does_not_matter(resident, sign_in, name: str) -> None:
    assert sign_in(name).status_code == 302


def test_known_and_unknown_users_get_the_same_answer_in_the_same_time(resident, client, monkeypatch) -> None:
    for cost in ("time_cost", "memory_cost", "parallelism"):
        monkeypatch.setattr(hashing.LimitedArgon2, cost, getattr(Argon2PasswordHasher, cost))
    api.create_account(
        username="slow", kind="resident", person=resident.id, password=PASSWORD, by=SYSTEM, at=AT
    )  # fmt: skip

    def fail(name: str) -> tuple[str, float]:
        cache.clear()
        start = time.perf_counter()
        answer = client.post("/account/login/", {"login": name, "password": "wrong"})
        took = time.perf_counter() - start
        assert answer.status_code == 200
        return plain(answer.content.decode(), name), took

    known, unknown = ([fail(name) for _ in range(3)] for name in ("slow", "none"))
    assert {page for page, _ in known} == {page for page, _ in unknown}
    ratio = statistics.median(t for _, t in known) / statistics.median(t for _, t in unknown)
    assert 0.4 < ratio < 2.5


def test_only_who_knows_its_password_learns_that_an_account_is_closed(resident, sign_in, client) -> None:
    wrong = plain(sign_in(password="wrong").content.decode(), "li")
    api.close_account(username="li", by=SYSTEM, at=AT)
    assert plain(sign_in(password="wrong").content.decode(), "li") == wrong
    assert sign_in().url == "/account/inactive/"
    assert client.get("/who/").json()["kind"] == "anonymous"


def test_closing_an_account_ends_its_sessions(resident, sign_in, client) -> None:
    sign_in()
    api.close_account(username="li", by=SYSTEM, at=AT)
    assert client.get("/who/").json()["kind"] == "anonymous"


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_after_five_failures_the_right_password_is_refused_too_known_or_not(resident, name: str) -> None:
    for _ in range(5):
        Client().post("/account/login/", {"login": name, "password": "wrong"})
    answer = Client().post("/account/login/", {"login": name, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.client.session
    other = Client(REMOTE_ADDR="192.0.2.9").post("/account/login/", {"login": name, "password": PASSWORD})
    assert other.status_code == 200


def test_the_limits_are_counted_in_the_database_where_all_workers_see_them(client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_shared")
        before = cursor.fetchone()[0]
        client.post("/account/login/", {"login": "nobody", "password": "wrong"})
        cursor.execute("SELECT count(*) FROM cache_shared")
        assert cursor.fetchone()[0] > before


@pytest.fixture
def reachable(resident) -> None:
    """The resident's account has a mail address."""
    Account.objects.filter(username="li").update(email="li@x.test")


def test_reset_answers_do_not_tell_who_exists(reachable, client) -> None:
    answers = [client.post("/account/password/reset/", {"email": mail}) for mail in ("li@x.test", "no@x.test")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url


def test_a_reset_goes_out_by_the_way_of_the_node(reachable, client, settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "tongban.kernel.web.mail.mail_connection"
    settings.CONFIG = dataclasses.replace(settings.CONFIG, node=str(tmp_path))
    client.post("/account/password/reset/", {"email": "li@x.test"})
    (letter,) = (tmp_path / "outgoing" / "mail").iterdir()
    assert "/account/password/reset/key/" in letter.read_text()


def test_a_mail_server_that_is_gone_changes_nothing_for_who_asks(reachable, client, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "tongban.kernel.web.mail.mail_connection"
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mail="smtp://127.0.0.1:1")
    answer = client.post("/account/password/reset/", {"email": "li@x.test"})
    assert answer.status_code == 302
    assert "was not sent" in caplog.text


def test_the_session_key_changes_at_sign_in(resident, client, sign_in) -> None:
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    sign_in()
    assert client.session.session_key != before


@pytest.mark.parametrize("after", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(resident, sign_in, after: str) -> None:
    assert sign_in(next=after).url == "/"


def test_a_form_without_its_token_is_refused(resident) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/login/", {"login": "li", "password": PASSWORD}).status_code == 403


def test_nobody_opens_an_account_from_the_internet(client) -> None:
    answer = client.post("/account/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    with pytest.raises(LookupError):
        api.subject_for(username="new", at=AT)


def test_passwords_are_argon2id_and_hashed_behind_a_semaphore(password_hash) -> None:
    assert password_hash.startswith("argon2$argon2id$")
    assert isinstance(get_hasher(), hashing.LimitedArgon2)


def test_signing_in_and_failing_leave_entries_without_names(resident, sign_in) -> None:
    before = Pending.objects.count()
    sign_in(password="wrong")
    sign_in()
    bodies = [row.body for row in Pending.objects.order_by("id")[before:]]
    assert ['"refused"' in body for body in bodies] == [True, False]
    assert all("wrong" not in body for body in bodies)


def test_signing_out_takes_a_post(resident, sign_in, client) -> None:
    sign_in()
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/who/").json()["kind"] == "resident"
    client.post("/account/logout/")
    assert client.get("/who/").json()["kind"] == "anonymous"
