"""The system officer's pages of programs."""

from __future__ import annotations

import pytest
from oauth2_provider.models import Application

from tongban.channels.rest.tests.conftest import BACK
from tongban.trust.audit import api as audit

LIST, REGISTER = "/api/oauth/applications/", "/api/oauth/applications/register/"
SERVER = {"name": "市民云", "addresses": BACK, "kind": "confidential"}


@pytest.fixture()
def officer(city):
    return city.client("officer.system", language="en")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_renders_in_both_languages(city, program, language: str) -> None:
    browser = city.client("officer.system", language=language)
    one = f"{LIST}{program.row.client_id}/"
    for path in (LIST, REGISTER, one, one + "update/", one + "delete/"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert ("应用程序" in page.text) == (language == "zh-hans")


def test_the_secret_is_shown_once_and_kept_as_a_fingerprint(officer, city) -> None:
    page = officer.post(REGISTER, SERVER)
    secret = page.context["secret"]
    assert len(secret) >= 40
    assert secret in page.text
    assert page["Cache-Control"] == "no-store"
    row = Application.objects.get(name="市民云")
    assert row.client_secret != secret
    assert secret not in officer.get(f"{LIST}{row.client_id}/").text
    assert (row.authorization_grant_type, row.skip_authorization) == ("authorization-code", False)
    audit.seal(at=city.at)
    assert audit.entries(object=f"program:{row.client_id}")[0].action == "rest.program-registered"


def test_a_program_with_a_secret_must_show_it(officer, city, program) -> None:
    secret = officer.post(REGISTER, SERVER).context["secret"]
    program.row = Application.objects.get(name="市民云")
    code = program.code(city.client("owner"))
    assert program.redeem(code).status_code == 401
    assert program.redeem(program.code(city.client("owner")), client_secret=secret).status_code == 200


def test_a_program_on_devices_gets_no_secret(officer) -> None:
    assert officer.post(REGISTER, SERVER | {"kind": "public"}).context["secret"] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "Helper"},
        {"kind": "other"},
        {"addresses": ""},
        {"addresses": "javascript:alert(1)"},
        {"addresses": "https://a.example/#x"},
        {"addresses": "https://*.example/back"},
        {"addresses": "https://user@a.example/"},
        {"addresses": "https:///back"},
        {"addresses": "https://[::1/back"},
        {"addresses": "ftp://a.example/back"},
        {"addresses": "https://例子.example/back"},
        {"addresses": "\n".join(f"https://a.example/{n}" for n in range(11))},
        {"addresses": "https://a.example/" + "x" * 500},
    ],
)
def test_a_faulty_registration_says_what_is_wrong(officer, program, wrong: dict[str, str]) -> None:
    page = officer.post(REGISTER, SERVER | wrong)
    assert page.status_code == 422
    assert 'class="errors"' in page.text
    assert Application.objects.count() == 1


def test_http_is_refused_where_the_node_speaks_https(officer, settings) -> None:
    settings.OAUTH2_PROVIDER = {**settings.OAUTH2_PROVIDER, "ALLOWED_REDIRECT_URI_SCHEMES": ["https"]}
    assert officer.post(REGISTER, SERVER | {"addresses": "http://a.example/back"}).status_code == 422


def test_changing_and_removing(officer, city, program, token, ask) -> None:
    value = token()
    one = f"{LIST}{program.row.client_id}/"
    assert officer.post(one + "update/", {"name": "Helper 2", "addresses": BACK}).status_code == 302
    assert "Helper 2" in officer.get(one).text
    assert officer.post(one + "delete/").status_code == 302
    assert officer.get(one).status_code == 404
    assert ask("cases", value).status_code == 401


@pytest.mark.parametrize("who", ["owner", "cgj.clerk", "officer.audit", "officer.security"])
def test_nobody_else_comes_here(city, program, who: str) -> None:
    browser = city.client(who)
    one = f"{LIST}{program.row.client_id}/"
    for path in (LIST, REGISTER, one, one + "update/", one + "delete/"):
        assert browser.get(path).status_code == 403
        assert browser.post(path).status_code in (403, 405)
    assert Application.objects.filter(pk=program.row.pk).exists()


def test_a_script_in_a_name_stays_text(officer, program) -> None:
    officer.post(REGISTER, SERVER | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in officer.get(LIST).text
