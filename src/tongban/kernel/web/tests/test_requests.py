"""What a view may believe about a request."""

import dataclasses

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from tongban.kernel.web import api as web

OPEN_REDIRECTS = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
    "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", " //evil.example", "evil.example",
    "https:/evil.example", "/%0d%0aSet-Cookie:x\r\n", "http://testserver@evil.example", "/a\\..\\b", "", "/" + "a" * 3000,
    "\x00/a", "/a b", "//testserver/", "ftp://testserver/", "https://testserver/",
]  # fmt: skip


@pytest.mark.parametrize("address", OPEN_REDIRECTS)
def test_no_link_leads_to_another_site(address: str) -> None:
    assert web.safe_next(RequestFactory().get("/", {"next": address}), "/mine") == "/mine"


@pytest.mark.parametrize("address", ["/", "/cases/1?a=b#c", "/%E5%8A%9E%E4%BA%8B", "/a//b"])
def test_a_path_of_this_site_is_kept(address: str) -> None:
    assert web.safe_next(RequestFactory().post("/", {"next": address})) == address


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch):
    def set_proxies(count: int) -> None:
        monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, proxies=count))

    return set_proxies


@pytest.mark.parametrize(("proxies", "forwarded", "expected"), [
    (0, "9.9.9.9", "10.0.0.1"),
    (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
    (2, "9.9.9.9, 1.2.3.4", "9.9.9.9"),
    (2, "1.2.3.4", "10.0.0.1"),
    (1, "nonsense", "10.0.0.1"),
    (1, "2001:db8::1", "2001:db8::1"),
    (1, "", "10.0.0.1"),
])  # fmt: skip
def test_only_named_proxies_are_believed(behind, proxies: int, forwarded: str, expected: str) -> None:
    behind(proxies)
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert web.client_address(request) == expected


def test_an_unknown_address_is_empty() -> None:
    assert web.client_address(RequestFactory().get("/", REMOTE_ADDR="unix:")) == ""


@pytest.mark.parametrize(
    "address", ["javascript:x", "https://a.example; script-src *", "//x", "https://u:p@a.example/"]
)
def test_a_form_target_cannot_widen_the_policy(address: str) -> None:
    response = HttpResponse()
    web.allow_form_target(response, address)
    assert not hasattr(response, "form_targets")


def test_a_form_may_lead_to_a_named_site() -> None:
    response = HttpResponse()
    web.allow_form_target(response, "https://bank.example:8443/pay?x=1")
    assert response.form_targets == ("https://bank.example:8443",)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/x%00", "/health?a=%00", "/health?a=b&c=x%00y"])
def test_the_character_nul_in_an_address_is_refused(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
def test_the_character_nul_in_a_form_is_refused(client):
    assert client.post("/account/login/", {"login": "a\0b", "password": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", 0),
        ("42", 42),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_a_number_is_plain_digits_that_fit_a_key(text: str, found: int | None) -> None:
    assert web.number(text) == found
    assert web.number("123456", digits=5) is None
