"""Second factors: what a session shows, and asking for more before a grave act."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from tongban.trust.identity.assurance import assurance_of
from tongban.trust.identity.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.trust.identity.tests.urls")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KINDS = {
    ("password", None): 1, ("mfa", "totp"): 2, ("mfa", "recovery_codes"): 2, ("mfa", "webauthn"): 3, ("demo", None): 0,
    ("password_reset", None): 0, ("unheard-of", None): 0,
}  # fmt: skip


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def with_totp(resident) -> None:
    TOTP.activate(Account.objects.get(username="li"), SECRET)


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS, key=str)), st.integers(0, 10**9))))
def test_the_level_is_the_highest_shown_and_its_time_the_latest_of_that_level(shown: list) -> None:
    records = [{"method": method, "type": kind, "at": at} for (method, kind), at in shown]
    level, at = assurance_of(records)
    levels = [(KINDS[kind], when) for kind, when in shown]
    assert level == max((one for one, _ in levels), default=0)
    assert (int(at.timestamp()) if at else None) == (max(w for l, w in levels if l == level) if level else None)  # noqa: E741


def test_a_second_factor_is_asked_for_and_raises_the_level(with_totp, sign_in, client) -> None:
    assert sign_in().url.startswith("/account/mfa/authenticate/")
    assert client.get("/who/").json()["kind"] == "anonymous"
    assert client.post("/account/mfa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/who/").json()["kind"] == "anonymous"
    client.post("/account/mfa/authenticate/", {"code": code()})
    assert client.get("/who/").json()["assurance"] == 2


def test_seeds_are_encrypted(with_totp) -> None:
    assert SECRET not in str(Authenticator.objects.get().data)


def test_a_password_alone_leads_to_enrolment_before_a_grave_act(resident, sign_in, client) -> None:
    sign_in()
    assert client.get("/grave/").url == "/account/mfa/?next=/grave/"


def test_a_stale_second_factor_is_asked_for_again_and_leads_back(with_totp, sign_in, client) -> None:
    sign_in()
    client.post("/account/mfa/authenticate/", {"code": code()})
    assert client.get("/grave/").json() == {"done": True}
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert client.get("/grave/").url == "/account/mfa/reauthenticate/?next=/grave/"
    session = client.session
    from django.core.cache import cache

    cache.clear()
    assert client.post("/account/mfa/reauthenticate/", {"code": code(), "next": "/grave/"}).url == "/grave/"
    assert client.get("/grave/").json() == {"done": True}


PAGES = [
    "/account/", "/account/login/", "/account/logout/", "/account/signup/", "/account/password/change/", "/account/mfa/",
    "/account/password/reset/", "/account/password/reset/done/", "/account/mfa/totp/activate/", "/account/inactive/",
    "/account/reauthenticate/", "/account/mfa/webauthn/", "/account/mfa/webauthn/add/", "/account/email/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_of_the_account_has_our_look_and_no_inline_style(resident, sign_in, client, language: str) -> None:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    seen = [client.get("/account/login/")]
    sign_in()
    seen += [client.get(page) for page in PAGES]
    for answer in seen:
        if answer.status_code == 302:
            continue
        page = answer.content.decode()
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        assert 'class="masthead"' in page
        assert "<h1" in page, answer.request["PATH_INFO"]
        assert " style=" not in page
        assert " onclick=" not in page
    assert sum(answer.status_code == 200 for answer in seen) >= 11
