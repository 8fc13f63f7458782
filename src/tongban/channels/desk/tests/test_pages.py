"""Each page of the desk for who may see it, in both languages, at a cost that does not grow."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongban.channels.conftest import SHOP
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case

LANGUAGES = ("zh-hans", "en")
PAGES = {
    "inbox": ("cgj.clerk", lambda _: "/desk/", 20),
    "filtered": ("cgj.clerk", lambda _: "/desk/?state=submitted&light=green&who=&offer=shop-sign", 20),
    "case sent": ("cgj.clerk", lambda c: f"/desk/cases/{c.cases['sent']}", 60),
    "case billed": ("cgj.decider", lambda c: f"/desk/cases/{c.cases['billed']}", 60),
    "case closed": ("cgj.clerk", lambda c: f"/desk/cases/{c.cases['closed']}", 60),
    "case with notice": ("wjw.clerk", lambda c: f"/desk/cases/{c.cases['notice']}", 60),
    "why": ("cgj.clerk", lambda c: f"/desk/cases/{c.cases['billed']}/why", 60),
    "opinions": ("gaj.examiner", lambda _: "/desk/opinions", 12),
    "all opinions": ("gaj.examiner", lambda _: "/desk/opinions?show=all", 12),
    "ledger": ("officer.audit", lambda _: "/desk/ledger", 20),
    "ledger verified": ("officer.audit", lambda _: "/desk/ledger?verify", 30),
    "letters": ("officer.system", lambda _: "/desk/undelivered", 12),
}
TITLES = {"zh-hans": "退出", "en": "Sign out"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_renders(city, name: str, language: str, django_assert_max_num_queries) -> None:
    who, address, most = PAGES[name]
    browser = city.client(who, language=language)
    with django_assert_max_num_queries(most):
        page = browser.get(address(city))
    assert page.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page.text
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", page.text, flags=re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_opens_them(city, name: str) -> None:
    path = PAGES[name][1](city)
    assert Client().get(path).status_code == 302
    assert city.client("owner").get(path).status_code == 403


@pytest.mark.parametrize("who", ["wjw.clerk", "swj.leader", "officer.security"])
def test_a_case_of_another_department_does_not_exist(city, who: str) -> None:
    assert city.client(who).get(f"/desk/cases/{city.cases['sent']}").status_code in (403, 404)


def acts_of(city: Any, number: str, who: str) -> list[str]:
    view = cases.desk_case(number=number, by=city.subject(who), at=timezone.now())
    base = f"/desk/cases/{number}"
    return [
        f"{base}/{act.code}/{act.task}" if act.task else f"{base}/{act.code}"
        for act in view.acts
        if act.allowed and act.code not in ("claim", "release")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_page_of_a_case_on_its_way_renders(city, language: str) -> None:
    number, seen = city.cases["sent"], set()
    steps = (
        ("cgj.clerk", "accept", "cgj", {}),
        ("cgj.examiner", "examine", "cgj", {"recommendation": "grant", "note": "", "findings": {"complete": True}}),
        ("gaj.examiner", "do", "gaj", {"answers": {"consent": True, "terms": "无"}}),
        ("cgj.decider", "decide", "cgj", {"outcome": "granted", "article": 0}),
    )
    for who, act, desk, more in steps:
        for person in (who, "cgj.leader"):
            browser = city.client(person, language=language)
            for path in acts_of(city, number, person):
                page = browser.get(path)
                assert page.status_code == 200, path
                assert "<form" in page.text
                seen.add(path.split("/")[4])
        city.act(number, act, desk, **more)
    assert seen >= {"accept", "decline", "supplement", "examine", "do", "decide", "opinion", "suspend", "extend"}


def test_the_inbox_costs_the_same_when_it_grows(city) -> None:
    browser = city.client("cgj.clerk")

    def cost(path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(path).status_code == 200
        return len(found)

    before = cost("/desk/")
    city.apply("shop-sign", SHOP)
    city.apply("shop-sign", SHOP)
    assert cost("/desk/") == before


@pytest.mark.parametrize("name", ["state", "light", "offer", "unit", "who", "text", "after"])
@pytest.mark.parametrize("value", ["x", "'", "9" * 90, "\0", "%", "2026-01-01T00:00:00|1", "办件", "<b>"])
def test_odd_filters_break_nothing(city, name: str, value: str) -> None:
    browser = city.client("cgj.clerk")
    for path in ("/desk/", "/desk/cases.csv"):
        assert browser.get(path, {name: value}).status_code in (200, 400)


def exported(browser: Client, **query: str) -> list[list[str]]:
    text = browser.get("/desk/cases.csv", query).content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_export_holds_the_list_and_no_formula(city) -> None:
    Case.objects.filter(number=city.cases["sent"]).update(name="=HYPERLINK(1)")
    rows = exported(city.client("cgj.clerk"), state="submitted")
    assert [row[0] for row in rows[1:]] == [city.cases["sent"]]
    assert rows[1][2] == "'=HYPERLINK(1)"


def test_the_export_gives_only_what_the_official_may_see(city) -> None:
    assert len(exported(city.client("swj.leader"))) == 1


def test_a_file_of_the_case_leaves_as_a_download_and_is_noted(city) -> None:
    browser = city.client("wjw.clerk")
    page = browser.get(f"/desk/cases/{city.cases['notice']}").text
    path = re.search(r'href="(/desk/cases/[^"]+/files/[^"]+)"', page)[1]
    answer = browser.get(path)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert city.client("cgj.clerk").get(path).status_code == 404
