"""Each page of the portal for who may see it, in both languages, at a cost that does not grow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tongban.channels.conftest import SHOP

LANGUAGES = ("zh-hans", "en")
PUBLIC = {
    "home": (lambda _: "/", 12),
    "search": (lambda _: "/services?q=餐馆", 12),
    "list": (lambda _: "/services?audience=company", 12),
    "guide": (lambda _: "/services/shop-sign", 16),
    "life event": (lambda _: "/services/open-restaurant", 22),
    "verify": (lambda _: "/verify", 6),
    "by number": (lambda c: f"/verify/{c.certificate}?code={c.code}", 12),
    "accessibility": (lambda _: "/accessibility", 6),
    "protection": (lambda _: "/data-protection", 6),
}
OWN = {
    "begin": (lambda _: "/services/shop-sign/apply", 12),
    "apply page": (lambda _: "/services/shop-sign/apply/premises", 30),
    "cases": (lambda _: "/my/cases", 12),
    "case": (lambda c: f"/my/cases/{c.cases['closed']}", 40),
    "case with bill": (lambda c: f"/my/cases/{c.cases['billed']}", 40),
    "received": (lambda c: f"/my/cases/{c.cases['sent']}/received", 30),
    "why": (lambda c: f"/my/cases/{c.cases['closed']}/why", 45),
    "why json": (lambda c: f"/my/cases/{c.cases['closed']}/why.json", 45),
    "supplement": (lambda c: f"/my/cases/{c.cases['notice']}/supplement", 30),
    "withdraw": (lambda c: f"/my/cases/{c.cases['sent']}/withdraw", 30),
    "rate": (lambda c: f"/my/cases/{c.cases['closed']}/rate", 40),
    "bill": (lambda c: f"/my/bills/{c.bill}", 20),
    "wallet": (lambda _: "/my/certificates", 12),
    "notices": (lambda _: "/my/notices", 12),
    "data": (lambda _: "/my/data", 12),
}


def words(page) -> str:
    return re.sub(r"<[^>]+>", " ", page.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_anybody_opens_the_public_pages(city, name: str, language: str, django_assert_max_num_queries) -> None:
    address, most = PUBLIC[name]
    browser = Client(headers={"Accept-Language": language})
    with django_assert_max_num_queries(most):
        page = browser.get(address(city))
    assert page.status_code == 200
    if page["Content-Type"].startswith("text/html"):
        assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page.text
        assert "style=" not in page.text
        assert not re.search(r"\son\w+=", page.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OWN)
def test_the_applicant_opens_each_page_of_their_own(
    city, name: str, language: str, django_assert_max_num_queries
) -> None:
    address, most = OWN[name]
    browser = city.client("owner", company=True, language=language)
    with django_assert_max_num_queries(most):
        page = browser.get(address(city))
    assert page.status_code == 200, getattr(page, "url", "")
    if page["Content-Type"].startswith("text/html"):
        shown = "我的办件" if language == "zh-hans" else "My cases"
        assert shown in words(page)


@pytest.mark.parametrize("name", OWN)
def test_strangers_are_asked_to_sign_in(city, name: str) -> None:
    answer = Client().get(OWN[name][0](city))
    assert answer.status_code == 302
    assert "next=" in answer.url


@pytest.mark.parametrize(
    "path", ["{c}", "{c}/why", "{c}/why.json", "{c}/received", "{c}/supplement", "{c}/withdraw", "{c}/rate"]
)
def test_somebody_elses_case_does_not_exist(city, path: str) -> None:
    for number in city.cases.values():
        assert city.client("neighbour").get("/my/cases/" + path.format(c=number)).status_code == 404


def test_somebody_elses_bill_and_certificate_do_not_exist(city) -> None:
    browser = city.client("neighbour")
    for path in (
        f"/my/bills/{city.bill}",
        f"/my/bills/{city.bill}/receipt.pdf",
        f"/my/certificates/{city.certificate}.pdf",
    ):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("who", ["cgj.clerk", "officer.system"])
def test_officials_have_no_cases_of_their_own_here(city, who: str) -> None:
    assert city.client(who).get("/my/cases").status_code == 403


def count(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)


def test_lists_cost_the_same_when_they_grow(city) -> None:
    browser = city.client("owner", company=True)
    paths = ("/my/cases", "/my/notices", "/my/data", "/my/certificates", "/")
    before = {path: count(browser, path) for path in paths}
    city.apply("shop-sign", SHOP)
    city.apply("shop-sign", SHOP)
    assert {path: count(browser, path) for path in paths} == before


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        "'",
        '"',
        "*",
        "%",
        "_",
        "NEAR(",
        "AND OR",
        "-",
        "餐" * 300,
        "𠮷野家",
        "\u202e",
        "\0",
        "<b>",
        "a\nb",
        "sb",
        "ktv",
    ],
)
def test_odd_words_in_the_search_break_nothing(city, q: str) -> None:
    page = Client().get("/services", {"q": q})
    assert page.status_code in (200, 400)
    assert f'value="{q}"' not in page.text or q not in ("<b>", '"')


@pytest.mark.parametrize("name", ["audience", "authority", "event", "after"])
@pytest.mark.parametrize("value", ["x", "'", "9" * 40, "-1", "\0"])
def test_odd_filters_break_nothing(city, name: str, value: str) -> None:
    assert Client().get("/services", {"q": "餐", name: value}).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/my/cases", "/my/notices", "/my/data", "/my/certificates"])
@pytest.mark.parametrize("after", ["x", "9" * 18, "9" * 40, "-1", "2026-01-01T00:00:00|1", "|", "\0", "１２"])
def test_odd_cursors_begin_at_the_start(city, path: str, after: str) -> None:
    assert city.client("owner").get(path, {"after": after}).status_code in (200, 400)


@pytest.mark.parametrize(("language", "q"), [("zh-hans", "店招"), ("zh-hans", "dz"), ("en", "sign")])
def test_the_search_finds_two_characters_initials_and_english(city, language: str, q: str) -> None:
    page = Client(headers={"Accept-Language": language}).get("/services", {"q": q})
    assert "/services/shop-sign" in page.text


def test_the_due_date_is_explained_in_words(city) -> None:
    path = f"/my/cases/{city.cases['sent']}/why"
    assert "工作日计入期限" in city.client("owner", company=True).get(path).text
    assert "working_day" not in city.client("owner", company=True, language="en").get(path).text


@pytest.fixture()
def file_of(city) -> Callable[[str], str]:
    def find(name: str) -> str:
        page = city.client("owner", company=True).get(f"/my/cases/{city.cases[name]}").text
        return re.search(r'href="(/my/cases/[^"]+/files/[^"]+)"', page)[1]

    return find


def test_a_file_leaves_as_a_download_that_runs_nothing(city, file_of) -> None:
    path = file_of("notice")
    answer = city.client("owner", company=True).get(path)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert city.client("neighbour").get(path).status_code == 404
    assert city.client("owner", company=True).get(path[:-4] + "0000").status_code == 404
