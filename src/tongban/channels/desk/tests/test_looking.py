"""Pages of supervision as those see them who watch, and the words that stand over tables."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tongban.services.cases import api as cases


def test_supervision_links_only_to_cases_that_open(city, monkeypatch) -> None:
    page = city.client("xzsp.leader").get("/desk/supervision/cases", {"what": "opened"}).text
    number = city.cases["sent"]
    assert f'href="/desk/cases/{number}"' in page
    monkeypatch.setattr("tongban.services.cases.access.visible", lambda *_, **__: cases_of_nobody())
    page = city.client("xzsp.leader").get("/desk/supervision/cases", {"what": "opened"}).text
    assert number in page
    assert f'href="/desk/cases/{number}"' not in page


def cases_of_nobody():
    from tongban.services.cases.models import Involvement

    return Involvement.objects.none()


def test_only_those_cases_are_readable_whose_page_opens(city) -> None:
    numbers = sorted(set(city.cases.values()))
    for who in ("cgj.clerk", "wjw.clerk", "czj.clerk", "xzsp.leader"):
        browser = city.client(who)
        opened = {one for one in numbers if browser.get(f"/desk/cases/{one}").status_code == 200}
        assert cases.readable(numbers, by=city.subject(who), at=timezone.now()) == opened


def test_empty_measures_are_not_asked_for_as_a_reason(city) -> None:
    number = city.cases["sent"]
    terms = {"number": number, "at": timezone.now()}
    cases.supervise(unit="430700.cgj", reason="久拖", days=3, by=city.subject("xzsp.leader"), **terms)
    answer = city.client("cgj.leader").post(f"/desk/cases/{number}/measures", {"measures": " "})
    assert answer.status_code == 422
    assert "请填写此项" in answer.text
    city.client("cgj.leader").post(f"/desk/cases/{number}/measures", {"measures": "明日办结"})
    page = city.client("xzsp.leader").get(f"/desk/cases/{number}/judge-measures").text
    assert "办理措施：" in page


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("/desk/fields/text", "试一试", "试算"),
        ("/desk/supervision/cases?what=opened", "用时（日）", "日期</th>"),
    ],
)
def test_tables_say_what_they_show(city, path: str, right: str, wrong: str) -> None:
    page = city.client("xzsp.leader").get(path).text
    assert right in page
    assert wrong not in page


def test_the_calendar_stands_under_more(city) -> None:
    page = city.client("scjgj.clerk").get("/desk/calendar").text
    assert 'href="/desk/more" aria-current="true"' in page
