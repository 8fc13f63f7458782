"""From the letter of refusal to the application for reconsideration, on the pages."""

from __future__ import annotations

import pytest

from tongban.channels.conftest import SHOP, City

KEY = "administrative-reconsideration"


@pytest.fixture()
def refused(city: City) -> str:
    number = city.apply("shop-sign", SHOP)
    city.act(number, "accept", "cgj")
    city.act(number, "examine", "cgj", recommendation="refuse", note="x", findings={"complete": True})
    city.act(number, "do", "gaj", answers={"consent": True, "terms": "无"})
    city.act(number, "decide", "cgj", outcome="refused", reasons="与街景不协调", article=0)
    return number


def test_the_decision_leads_to_the_form_with_the_decision_in_it(city: City, refused: str) -> None:
    browser = city.client("owner", company=True)
    way = f"/my/cases/{refused}/contest/shop-sign"
    assert way in browser.get(f"/my/cases/{refused}").text
    page = browser.get(way).text
    assert "常德市司法局" in page
    first = browser.post(way)
    assert refused in browser.get(first.url).text
    browser.post(first.url, {"contested_case": refused, "request": "revoke", "revision": "1"})
    browser.post(f"/services/{KEY}/apply/reasons", {"reasons": "效果图符合规定", "truth": "on", "revision": "2"})
    sent = browser.post(f"/services/{KEY}/apply/check")
    number = sent.url.split("/")[3]
    assert number in browser.get(f"/my/cases/{refused}").text
    assert refused in browser.get(f"/my/cases/{number}").text
    assert way not in browser.get(f"/my/cases/{refused}").text
    assert number in browser.get(way).text  # why not again
    desk = city.client("sfj.clerk").get(f"/desk/cases/{number}").text
    assert refused in desk
    assert f"/desk/cases/{refused}" not in desk
    assert number in city.client("cgj.decider").get(f"/desk/cases/{refused}").text


def test_an_unfinished_one_about_another_decision_is_not_mixed_up(city: City, refused: str) -> None:
    browser = city.client("owner", company=True)
    other = city.cases["closed"]
    browser.post(f"/my/cases/{other}/contest/shop-sign")
    page = browser.post(f"/my/cases/{refused}/contest/shop-sign")
    assert page.status_code == 200
    assert other in page.text
    assert browser.get(f"/my/cases/{refused}/contest/nothing").status_code == 404
    assert city.client("resident").get(f"/my/cases/{refused}/contest/shop-sign").status_code == 404
