"""The OAuth 2.0 trip: consent, code, tokens, rotation, and each refusal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, RefreshToken

from tongban.channels.rest import api
from tongban.channels.rest.settings import provider
from tongban.channels.rest.tests.conftest import BACK, landed
from tongban.trust.audit import api as audit

AUTHORIZE = "/api/oauth/authorize/"


def test_a_person_lets_a_program_in_and_it_reads(city, program, ask) -> None:
    page = city.client("owner", language="en").get(AUTHORIZE, program.asks())
    assert "Helper" in page.text
    assert "Read your cases and their dates" in page.text
    assert "https://program.example" in page["Content-Security-Policy"]
    answer = program.redeem(program.code(city.client("owner")))
    tokens = answer.json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 600, "cases:read")
    assert len(ask("cases", tokens["access_token"]).json()["items"]) == len(city.cases)


def test_the_page_asks_in_chinese_too(city, program) -> None:
    page = city.client("owner").get(AUTHORIZE, program.asks(scope="cases:read certificates:read"))
    assert "读取您的办件及其期限" in page.text
    assert "读取您的证照" in page.text


def test_the_answer_names_its_issuer_and_carries_the_state_back(city, program, settings) -> None:
    page = city.client("owner").get(AUTHORIZE, program.asks())
    fields = {name: value or "" for name, value in page.context["form"].initial.items()}
    found = landed(city.client("owner").post(AUTHORIZE, {**fields, "allow": "1"}).url)
    assert (found["state"], found["iss"]) == ("s1", settings.CONFIG.site_url)
    metadata = Client().get("/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == settings.CONFIG.site_url
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["response_types_supported"] == ["code"]
    assert metadata["grant_types_supported"] == ["authorization_code", "refresh_token"]


def test_consent_is_asked_each_time_and_noted(city, program, token) -> None:
    token()
    again = city.client("owner").get(AUTHORIZE, program.asks(approval_prompt="auto"))
    assert again.status_code == 200
    audit.seal(at=city.at)
    noted = audit.entries(object=f"program:{program.row.client_id}")
    assert [entry.action for entry in noted] == ["rest.let-in"]


def test_refusing_gives_nothing(city, program) -> None:
    browser = city.client("owner")
    fields = {k: v or "" for k, v in browser.get(AUTHORIZE, program.asks()).context["form"].initial.items()}
    assert landed(browser.post(AUTHORIZE, fields).url)["error"] == "access_denied"


def test_a_code_works_once_and_only_with_its_verifier(city, program) -> None:
    code = program.code(city.client("owner"))
    assert program.redeem(code, code_verifier="x" * 43).status_code == 400
    code = program.code(city.client("owner"))
    assert program.redeem(code).status_code == 200
    assert program.redeem(code).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"code_challenge_method": "plain"},
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge_method": ""},
        {"response_type": "token"},
        {"response_type": "code token"},
        {"scope": "everything"},
        {"scope": ""},
    ],
)
def test_weaker_requests_go_back_with_an_error(city, program, asked: dict[str, str]) -> None:
    answer = city.client("owner").get(AUTHORIZE, {k: v for k, v in program.asks(**asked).items() if v})
    if answer.status_code == 302:
        assert "code=" not in answer.url
        assert "error=" in answer.url
    else:
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "back", ["https://evil.example/back", BACK + "/more", BACK + "?x=1", "http://program.example/back", "javascript:1"]
)
def test_a_foreign_redirect_is_refused_on_our_page(city, program, back: str) -> None:
    answer = city.client("owner").get(AUTHORIZE, program.asks(redirect_uri=back))
    assert answer.status_code == 400
    assert "Location" not in answer


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"client_id": "nobody"},
        {"client_id": "a\0b"},
        {"redirect_uri": ""},
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_form_changed_on_its_way_gives_no_code(city, program, changed: dict[str, str]) -> None:
    browser = city.client("owner")
    fields = {k: v or "" for k, v in browser.get(AUTHORIZE, program.asks()).context["form"].initial.items()}
    answer = browser.post(AUTHORIZE, {**fields, "allow": "1", **changed})
    assert answer.status_code == 400 or "error=" in answer.url
    assert "code=" not in answer.headers.get("Location", "").replace("code_challenge", "")


def test_a_refresh_token_is_used_once_and_reuse_ends_the_family(city, program, ask) -> None:
    first = program.redeem(program.code(city.client("owner"))).json()
    second = program.post(grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert ask("cases", first["access_token"]).status_code == 401
    assert ask("cases", second["access_token"]).status_code == 200
    stolen = program.post(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert stolen.status_code == 400
    assert program.post(grant_type="refresh_token", refresh_token=second["refresh_token"]).status_code == 400
    assert ask("cases", second["access_token"]).status_code == 401


def test_tokens_are_kept_as_fingerprints(token) -> None:
    value = token()
    assert not AccessToken.objects.filter(token=value).exists()
    assert not RefreshToken.objects.exclude(token="").exists()


@pytest.mark.parametrize("grant", ["password", "client_credentials", "implicit", "urn:x"])
def test_other_grants_do_not_exist(program, grant: str) -> None:
    assert program.post(grant_type=grant, username="owner", password="x").status_code == 400


def test_only_residents_let_programs_in(city, program) -> None:
    assert city.client("cgj.clerk").get(AUTHORIZE, program.asks()).status_code == 403
    assert Client().get(AUTHORIZE, program.asks()).status_code == 302


def test_a_person_sees_the_programs_and_shuts_one_out(city, program, token, ask) -> None:
    value = token()
    browser = city.client("owner", language="en")
    assert "Helper" in browser.get("/api/oauth/authorized_tokens/").text
    end = f"/api/oauth/authorized_tokens/{program.row.client_id}/delete/"
    assert city.client("neighbour").get(end).status_code == 404
    assert browser.get(end).status_code == 200
    assert browser.post(end).status_code == 302
    assert ask("cases", value).status_code == 401
    assert not RefreshToken.objects.filter(revoked=None).exists()
    assert "Helper" not in browser.get("/api/oauth/authorized_tokens/").text


def test_a_closed_account_s_tokens_open_nothing(city, token, ask) -> None:
    from tongban.trust.identity.models import Account

    value = token()
    Account.objects.filter(username="owner").update(is_active=False)
    assert ask("cases", value).status_code == 401


def test_plain_http_is_for_nodes_without_https_only() -> None:
    assert provider(https=True, issuer="https://a")["ALLOWED_REDIRECT_URI_SCHEMES"] == ["https"]
    assert "http" in provider(https=False, issuer="http://a")["ALLOWED_REDIRECT_URI_SCHEMES"]


def test_a_program_cannot_skip_the_question(program) -> None:
    assert not Application.objects.filter(skip_authorization=True).exists()


def test_what_is_over_is_dropped_and_what_lives_stays(city, program, token, ask) -> None:
    living = token()
    old = program.redeem(program.code(city.client("neighbour"))).json()["access_token"]
    long_ago = timezone.now() - dt.timedelta(days=60)
    RefreshToken.objects.filter(user__username="neighbour").update(revoked=long_ago)
    AccessToken.objects.filter(user__username="neighbour").update(expires=long_ago)
    api.drop_old_tokens()
    assert not AccessToken.objects.filter(user__username="neighbour").exists()
    assert (ask("cases", living).status_code, ask("cases", old).status_code) == (200, 401)
