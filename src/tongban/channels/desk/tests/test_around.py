"""Moving work instead of doing it: each act is a page that says what follows, and one press that does it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from tongban.services.cases import api as cases


@pytest.fixture()
def number(city) -> str:
    """A case that is accepted and waits to be examined."""
    found = city.cases["sent"]
    city.act(found, "accept", "cgj")
    return found


def address(city: Any, number: str, who: str, code: str, task: str = "") -> str:
    view = cases.desk_case(number=number, by=city.subject(who), at=timezone.now())
    act = next(one for one in view.acts if one.code == code and (not task or task in one.name.zh))
    return f"/desk/cases/{number}/{code}" + (f"/{act.task}" if act.task else "")


def option(page: str, text: str) -> str:
    return next(value for value, label in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)', page) if text in label)


def test_every_page_says_what_happens_to_the_time_limit(city, number: str) -> None:
    browser = city.client("cgj.examiner", language="en")
    for code in ("return", "transfer", "delegate"):
        page = browser.get(address(city, number, "cgj.examiner", code)).text
        assert "The time limit goes on as before" in page, code
    for code in ("copy", "halt"):
        page = city.client("cgj.leader", language="en").get(f"/desk/cases/{number}/{code}").text
        assert "The time limit goes on as before" in page, code


def test_a_task_is_handed_over_with_a_reason(city, number: str) -> None:
    browser, path = city.client("cgj.examiner"), address(city, number, "cgj.examiner", "transfer")
    to = option(browser.get(path).text, city.subject("cgj.decider").posts[0].title.zh)
    assert browser.post(path, {"to": to}).status_code == 422
    assert browser.post(path, {"to": "post:nobody", "reason": "x"}).status_code == 422
    answer = browser.post(path, {"to": to, "reason": "<b>出差</b>"}, follow=True)
    assert "&lt;b&gt;出差" in answer.text


def test_a_leader_urges_what_others_do_and_the_inbox_shows_it(city, number: str) -> None:
    leader = city.client("cgj.leader")
    path = address(city, number, "cgj.leader", "urge")
    assert path in leader.get(f"/desk/cases/{number}").text
    leader.post(path, {"reason": "请抓紧"})
    assert "urged" in city.client("cgj.examiner", language="en").get("/desk/").text
    again = leader.post(path, {"reason": ""}, follow=True)
    assert again.status_code == 200
    assert "error" in again.text


def test_a_copy_lies_in_the_inbox_until_it_is_read(city, number: str) -> None:
    sender = city.client("cgj.examiner", language="en")
    path = f"/desk/cases/{number}/copy"
    assert sender.post(path, {}).status_code == 422
    to = f"post:{city.subject('cgj.leader').posts[0].code}"
    assert sender.post(path, {"to": [to], "reason": "FYI"}).status_code == 302
    leader = city.client("cgj.leader", language="en")
    page = leader.get("/desk/").text
    read = re.search(r'action="(/desk/copies/\d+)"', page)[1]
    assert city.client("cgj.clerk").post(read).status_code == 404
    assert leader.post(read).status_code == 302
    assert "/desk/copies/" not in leader.get("/desk/").text


def test_work_is_sent_back_to_a_step_that_is_picked(city, number: str) -> None:
    city.act(number, "examine", "cgj", recommendation="grant", note="", findings={"complete": True})
    city.act(number, "do", "gaj", answers={"consent": True, "terms": "无"})
    decider, path = city.client("cgj.decider"), address(city, number, "cgj.decider", "return")
    page = decider.get(path).text
    ways = re.findall(r'name="to" value="([^"]+)"', page)
    assert ways
    assert decider.post(path, {"reason": "x"}).status_code == 422
    assert decider.post(path, {"to": ways[0], "reason": ""}).status_code == 422
    assert decider.post(path, {"to": ways[0], "reason": "材料矛盾"}).status_code == 302
    assert "材料矛盾" in decider.get(f"/desk/cases/{number}").text
    assert "材料矛盾" not in city.client("owner", company=True).get(f"/my/cases/{number}").text


def test_a_halted_process_says_so_and_goes_on(city, number: str) -> None:
    leader = city.client("cgj.leader", language="en")
    assert leader.post(f"/desk/cases/{number}/halt", {"reason": ""}).status_code == 422
    leader.post(f"/desk/cases/{number}/halt", {"reason": "review"})
    assert "no step can be completed" in leader.get(f"/desk/cases/{number}").text
    assert leader.post(f"/desk/cases/{number}/go-on").status_code == 302
    assert "no step can be completed" not in leader.get(f"/desk/cases/{number}").text


def test_a_repair_asks_twice_for_what_no_run_comes_to(city, number: str) -> None:
    leader, path = city.client("cgj.leader", language="en"), f"/desk/cases/{number}/repair"
    page = leader.get(path).text
    instance = re.search(r'name="instance" value="(\d+)"', page)[1]
    last = re.findall(r'<option value="(0 [^"]+)"', page)[-1]
    posted = {"instance": instance, "put-0": last, "reason": "x"}
    for bad in ({"instance": "x"}, {"put-0": "7 nothing"}, {"take": ["²"]}, {"reason": ""}, {"name-0": "a b"}):
        assert leader.post(path, posted | bad).status_code in (302, 422), bad
    answer = leader.post(path, posted)
    assert answer.status_code == 422
    assert "want it all the same" in answer.text
    assert leader.post(path, posted | {"anyway": "yes"}).status_code == 302
    assert city.client("cgj.examiner").get(path).status_code == 403


def test_a_move_of_running_cases_is_planned_proposed_and_confirmed_by_two(city, number: str) -> None:
    from tongban.kernel.declarations import api as declarations

    key = cases_process(number)
    item = declarations.current("processes", key)
    made = declarations.amend(
        kind="processes", key=key, text=item.text + "<!-- next -->", base=item.version, at=timezone.now()
    )
    leader, path = city.client("xzsp.leader", language="en"), f"/desk/processes/{key}/migrate"
    assert leader.get(path).status_code == 200
    assert leader.get(f"{path}?source=x&target=y").status_code == 422
    versions = {"source": item.version, "target": made.version}
    page = leader.get(path, versions).text
    assert "would move" in page
    assert leader.post(path, versions | {"proposed": "yes", "reason": ""}).status_code == 422
    chosen = dict(re.findall(r'name="(to-[^"]+)".*?<option value="([^"]+)" selected', page))
    answer = leader.post(path, versions | chosen | {"proposed": "yes", "reason": "new rules"})
    assert answer.status_code == 302
    one = answer.url
    assert "Somebody else" in leader.get(one).text
    leader.post(one, {"verdict": "confirm"})
    assert "waits to be confirmed" in leader.get(one).text
    second = city.client("xzsp.decider", language="en")
    second.post(one, {"verdict": "confirm"})
    assert "under way" in second.get(one).text
    cases.tick(at=timezone.now())
    assert "done" in second.get(one).text
    assert second.get(f"{path}/999999").status_code == 404
    assert city.client("cgj.examiner").get(path).status_code == 403


def cases_process(number: str) -> str:
    from tongban.services.cases.models import Case

    return Case.objects.get(number=number).process
