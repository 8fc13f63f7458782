from __future__ import annotations

import datetime as dt

import pytest

from tongban.openness.hindrances import api as hindrances
from tongban.openness.hindrances.models import Hindrance
from tongban.services.cases import api as cases
from tongban.services.notices import api as notices
from tongban.trust.authority.api import Denied

pytestmark = pytest.mark.django_db


@pytest.fixture()
def number(submitted) -> str:
    return submitted().number


@pytest.fixture()
def reported(number, resident, at):
    def _reported(key="1", **more):
        facts = {"case": number, "text": "窗口让我跑了三次"} | more
        return hindrances.report(key=key, by=resident, at=at, **facts)

    return _reported


def ids(side, by, at, **more):
    return [one.id for one in hindrances.listed(side=side, by=by, at=at, **more).rows]


def test_a_report_goes_past_the_department_to_who_supervises_it(reported, official, at) -> None:
    ident = reported()
    assert ids("supervision", official("mayor"), at) == [ident]
    assert ids("supervision", official("health.leader"), at) == [ident]
    for inside in ("market.leader", "market.clerk", "health.clerk"):
        assert ids("supervision", official(inside), at) == []
        with pytest.raises(LookupError):
            hindrances.one(hindrance=ident, by=official(inside), at=at)


def test_the_department_answers_but_does_not_close_or_see_who_reported(reported, official, number, at) -> None:
    ident, clerk, mayor = reported(), official("market.clerk"), official("mayor")
    hindrances.ask(hindrance=ident, question="为何三次？", by=mayor, at=at)
    seen = hindrances.one(hindrance=ident, by=clerk, at=at)
    assert (seen.side, seen.case) == ("department", "")
    assert "王小明" not in repr(seen)
    assert number not in repr(seen)
    with pytest.raises(LookupError):
        hindrances.close(hindrance=ident, outcome="solved", reply="x", by=clerk, at=at)
    hindrances.answer(hindrance=ident, text="材料已收", by=clerk, at=at)
    with pytest.raises(hindrances.HindranceError):
        hindrances.answer(hindrance=ident, text="再答", by=clerk, at=at)
    assert hindrances.one(hindrance=ident, by=mayor, at=at).answer == "材料已收"


def test_the_case_is_shown_to_the_department_when_the_resident_says_so(reported, official, number, at) -> None:
    ident = reported(named=True)
    hindrances.ask(hindrance=ident, question="?", by=official("mayor"), at=at)
    assert hindrances.one(hindrance=ident, by=official("market.clerk"), at=at).case == number


def test_the_end_is_told_to_the_resident_and_counted(reported, official, resident, at) -> None:
    ident, mayor = reported(), official("mayor")
    late = at + dt.timedelta(days=20)
    assert [(one.total, one.open, one.overdue) for one in hindrances.counts(by=mayor, at=late)] == [(1, 1, 1)]
    hindrances.close(hindrance=ident, outcome="solved", reply="已办结，抱歉。", by=mayor, at=at)
    assert [(one.total, one.open, one.solved, one.closed) for one in hindrances.counts(by=mayor, at=late)] == [
        (1, 0, 1, 1)
    ]
    assert "已办结，抱歉。" in [str(row.body) for row in notices.inbox(by=resident).rows]
    (mine,) = hindrances.mine(by=resident, at=at).rows
    assert (mine.state, mine.reply, mine.question, mine.answer) == ("closed", "已办结，抱歉。", "", "")
    with pytest.raises(hindrances.HindranceError):
        hindrances.close(hindrance=ident, outcome="solved", reply="x", by=mayor, at=at)


def test_the_same_report_twice_is_one_and_one_case_has_one_open_report(reported, resident, at) -> None:
    assert reported() == reported()
    with pytest.raises(hindrances.HindranceError):
        reported("2")
    assert Hindrance.objects.count() == 1
    assert reported("3", case="", offer="hygiene")


def test_nobody_reports_anothers_case_or_reads_it(reported, number, stranger, official, at) -> None:
    ident = reported()
    with pytest.raises(cases.NotFound):
        hindrances.report(case=number, text="x", key="x", by=stranger, at=at)
    with pytest.raises(Denied):
        hindrances.report(case=number, text="x", key="x", by=official("market.clerk"), at=at)
    assert hindrances.mine(by=stranger, at=at).rows == ()
    with pytest.raises(LookupError):
        hindrances.one(hindrance=ident, by=stranger, at=at)


def test_lists_take_the_same_queries_at_any_length(reported, resident, official, at, django_assert_num_queries) -> None:
    mayor = official("mayor")
    for place in range(4):
        reported(str(place), case="", offer=("food", "hygiene")[place % 2])
    with django_assert_num_queries(3):
        hindrances.listed(side="supervision", by=mayor, at=at)
    with django_assert_num_queries(2):
        hindrances.mine(by=resident, at=at)
