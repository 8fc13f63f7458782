"""Acts at the desk: done once, refused in words beside what was written, kept from who may not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from tongban.channels.conftest import SHOP
from tongban.services.cases import api as cases


@pytest.fixture()
def number(city) -> str:
    return city.cases["sent"]


def address(city: Any, number: str, who: str, code: str) -> str:
    view = cases.desk_case(number=number, by=city.subject(who), at=timezone.now())
    act = next(one for one in view.acts if one.code == code)
    return f"/desk/cases/{number}/{code}" + (f"/{act.task}" if act.task else "")


def state(city: Any, number: str) -> str:
    by = city.subject("owner", company=True)
    return cases.case(number=number, by=by, at=timezone.now()).summary.state


def test_accepting_starts_the_clock_and_a_second_press_changes_nothing(city, number: str) -> None:
    browser, path = city.client("cgj.clerk"), address(city, number, "cgj.clerk", "accept")
    assert browser.post(path).url == f"/desk/cases/{number}"
    assert state(city, number) == "accepted"
    again = browser.post(path, follow=True)
    assert again.status_code == 200
    assert state(city, number) == "accepted"


def test_declining_without_reasons_or_article_is_refused_and_nothing_is_lost(city, number: str) -> None:
    browser, path = city.client("cgj.clerk"), address(city, number, "cgj.clerk", "decline")
    for data, place in (({"article": "0"}, "#reasons"), ({"reasons": "因为甲"}, "#article")):
        answer = browser.post(path, data)
        assert answer.status_code == 422
        assert place in answer.text
    assert "因为甲" in answer.text
    assert state(city, number) == "submitted"
    browser.post(path, {"reasons": "不属于职权范围", "article": "0"})
    assert state(city, number) == "not_accepted"


@pytest.mark.parametrize("article", ["", "x", "-1", "99", "9" * 20, "²"])
def test_an_odd_article_is_no_article(city, number: str, article: str) -> None:
    path = address(city, number, "cgj.clerk", "decline")
    answer = city.client("cgj.clerk").post(path, {"reasons": "甲", "article": article})
    assert answer.status_code == 422


def test_a_supplement_notice_names_every_line(city, number: str) -> None:
    browser, path = city.client("cgj.clerk"), address(city, number, "cgj.clerk", "supplement")
    assert browser.post(path, {"text-0": "  "}).status_code == 422
    browser.post(path, {"text-0": "效果图", "wanted-0": "file", "text-2": "<b>说明</b>", "wanted-2": "text"})
    page = city.client("owner", company=True).get(f"/my/cases/{number}/supplement")
    assert "效果图" in page.text
    assert "&lt;b&gt;说明" in page.text
    assert "<textarea" in page.text


def test_what_the_list_names_is_asked_by_its_own_name(city, number: str) -> None:
    browser, path = city.client("cgj.clerk"), address(city, number, "cgj.clerk", "supplement")
    listed = re.findall(r'name="ask" value="([^"]+)"', browser.get(path).text)
    assert listed
    browser.post(path, {"ask": [listed[0], "nobody-offers-this"], f"note-{listed[0]}": "看不清"})
    page = city.client("owner", company=True).get(f"/my/cases/{number}/supplement")
    assert "（看不清）" in page.text
    assert "nobody-offers-this" not in page.text


def test_who_may_not_is_told_why(city, number: str) -> None:
    path = address(city, number, "cgj.clerk", "accept")
    answer = city.client("cgj.decider").post(path, follow=True)
    assert answer.status_code == 200
    assert state(city, number) == "submitted"
    assert city.client("owner").post(path).status_code == 403


def test_taking_and_giving_back(city, number: str) -> None:
    browser = city.client("cgj.clerk")
    path = address(city, number, "cgj.clerk", "claim")
    assert browser.get(path).status_code == 302
    browser.post(path)
    assert "我的" in browser.get("/desk/").text
    browser.post(path.replace("claim", "release"))
    assert address(city, number, "cgj.clerk", "claim") == path


@pytest.mark.parametrize("path", ["nothing/1", "decide/1", "accept/999999999999", "nothing", "assign", "accept"])
def test_acts_that_are_not_there_lead_back_to_the_case(city, number: str, path: str) -> None:
    answer = city.client("cgj.clerk").post(f"/desk/cases/{number}/{path}")
    assert (answer.status_code, answer.url) == (302, f"/desk/cases/{number}")


def test_from_examination_to_decision(city, number: str) -> None:
    city.act(number, "accept", "cgj")
    browser, path = city.client("cgj.examiner"), address(city, number, "cgj.examiner", "examine")
    assert browser.post(path, {"recommendation": "grant"}).status_code == 422
    assert browser.post(path, {"complete": "yes", "recommendation": "maybe"}).status_code == 422
    assert browser.post(path, {"complete": "yes", "recommendation": "grant"}).status_code == 302
    city.act(number, "do", "gaj", answers={"consent": True, "terms": "无"})
    decider, path = city.client("cgj.decider"), address(city, number, "cgj.decider", "decide")
    for data in ({}, {"outcome": "granted"}, {"outcome": "refused", "article": "0"}, {"outcome": "x", "article": "0"}):
        assert decider.post(path, data).status_code == 422, data
    assert decider.post(path, {"outcome": "refused", "article": "0", "reasons": "占道过宽"}).status_code == 302
    assert "占道过宽" in city.client("owner", company=True).get(f"/my/cases/{number}").text


def test_another_department_is_asked_and_answers(city, number: str) -> None:
    city.act(number, "accept", "cgj")
    browser, path = city.client("cgj.examiner"), f"/desk/cases/{number}/opinion"
    assert browser.post(path, {"unit": "", "question": "?"}).status_code == 422
    asked = {"unit": "430700.xfjy", "question": "占道是否影响消防通道？", "names": ["premises_address"]}
    assert browser.post(path, asked).status_code == 302
    fire = city.client("xfjy.examiner")
    link = re.search(r'href="(/desk/opinions/\d+)"', fire.get("/desk/opinions").text)[1]
    page = fire.get(link).text
    assert "演示路" in page
    assert "小满餐馆" not in page
    assert city.client("wjw.examiner").get(link).status_code == 404
    assert fire.post(link, {"verdict": "agree", "text": ""}).status_code in (302, 422)
    assert fire.post(link, {"verdict": "x", "text": "甲"}).status_code in (302, 422)
    fire.post(link, {"verdict": "agree", "text": "不影响"})
    assert "不影响" in browser.get(f"/desk/cases/{number}").text or "同意" in browser.get(f"/desk/cases/{number}").text


def test_the_clock_is_stopped_for_a_cause_and_runs_again(city, number: str) -> None:
    city.act(number, "accept", "cgj")
    examiner = city.client("cgj.examiner")
    assert examiner.post(f"/desk/cases/{number}/suspend", {"cause": "weather"}).status_code == 422
    assert examiner.post(f"/desk/cases/{number}/suspend", {"cause": "hearing"}).status_code == 302
    page = examiner.get(f"/desk/cases/{number}").text
    assert f"/desk/cases/{number}/resume/hearing" in page
    assert "暂停计时" in page
    assert "resume/hearing" not in city.client("cgj.clerk").get(f"/desk/cases/{number}").text
    examiner.post(f"/desk/cases/{number}/resume/hearing")
    assert "resume/hearing" not in examiner.get(f"/desk/cases/{number}").text


def test_time_is_prolonged_once_with_a_reason(city, number: str) -> None:
    city.act(number, "accept", "cgj")
    leader, path = city.client("cgj.leader"), f"/desk/cases/{number}/extend"
    for data in ({"amount": "5"}, {"amount": "x", "reason": "甲"}, {"amount": "99", "reason": "甲"}):
        assert leader.post(path, data).status_code == 422
    assert leader.post(path, {"amount": "5", "reason": "甲"}).status_code == 302
    assert leader.post(path, {"amount": "5", "reason": "甲"}, follow=True).status_code == 200


def test_script_in_what_an_official_writes_stays_text(city, number: str) -> None:
    city.act(number, "accept", "cgj")
    city.client("cgj.examiner").post(
        address(city, number, "cgj.examiner", "examine"),
        {"complete": "yes", "recommendation": "grant", "note": "<script>alert(1)</script>"},
    )
    assert "<script>alert" not in city.client("cgj.leader").get(f"/desk/cases/{number}").text


def test_two_clerks_at_once_the_second_is_told(city) -> None:
    number = city.apply("shop-sign", SHOP)
    path = address(city, number, "cgj.clerk", "accept")
    city.act(number, "accept", "cgj")
    answer = city.client("cgj.clerk", language="en").post(path, follow=True)
    assert "This is not to be done any more" in answer.text


def test_an_undelivered_piece_of_news_is_delivered_again(city) -> None:
    assert city.client("officer.system").post("/desk/undelivered/999").status_code == 302
    assert city.client("cgj.clerk").post("/desk/undelivered/999").status_code == 403
