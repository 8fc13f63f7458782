"""Supervised items: issued, answered, judged, and told of once when overdue."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases.models import Supervision
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.test_crash import survives
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture()
def mayor(official) -> Subject:
    return official("mayor")


@pytest.fixture()
def watched(submitted, mayor: Subject, at: dt.datetime) -> str:
    number = submitted().number
    cases.supervise(number=number, unit="c.market", reason="久拖未决", days=3, by=mayor, at=at)
    return number


def codes(number: str, by: Subject, at: dt.datetime) -> set[str]:
    return {act.code for act in cases.desk_case(number=number, by=by, at=at).acts if act.allowed}


def test_an_item_is_answered_and_settled(watched: str, official, mayor: Subject, at: dt.datetime) -> None:
    leader = official("market.leader")
    assert "measures" in codes(watched, leader, at)
    cases.answer_supervision(number=watched, measures="明日勘验", by=leader, at=at + DAY)
    assert "judge-measures" in codes(watched, mayor, at)
    assert "measures" not in codes(watched, leader, at)
    cases.accept_measures(number=watched, by=mayor, at=at + DAY)
    (one,) = cases.desk_case(number=watched, by=mayor, at=at).supervisions
    assert (one.state, one.measures, one.due) == ("accepted", "明日勘验", dt.date(2026, 11, 26))


def test_measures_that_do_not_suffice_are_asked_for_again(watched: str, official, mayor, at: dt.datetime) -> None:
    cases.answer_supervision(number=watched, measures="研究", by=official("market.leader"), at=at)
    assert cases.reissue(number=watched, reason="要有日期", days=2, by=mayor, at=at) == 2
    states = [one.state for one in cases.desk_case(number=watched, by=mayor, at=at).supervisions]
    assert states == ["open", "reissued"]


def test_nobody_judges_their_own_answer_and_clerks_judge_none(watched: str, official, mayor, at: dt.datetime) -> None:
    with pytest.raises(Denied):
        cases.answer_supervision(number=watched, measures="x", by=official("market.clerk"), at=at)
    cases.answer_supervision(number=watched, measures="x", by=official("market.leader"), at=at)
    for judge in (cases.accept_measures, lambda **who: cases.reissue(reason="x", days=2, **who)):
        with pytest.raises(cases.Conflict):
            judge(number=watched, by=official("market.leader"), at=at)
        with pytest.raises(Denied):
            judge(number=watched, by=official("market.clerk"), at=at)


def test_overdue_is_told_once_to_both_also_after_a_long_stop(watched: str, official, at: dt.datetime) -> None:
    official("market.leader")
    for days in (40, 41):
        cases.tick(at=at + days * DAY)
    told = [row.body for row in Message.objects.filter(kind="cases.CaseSupervised")]
    assert [sorted(one["persons"]) for one in told if one["step"] == "overdue"] == [["market.leader", "mayor"]]
    assert Supervision.objects.get().escalated_at == at + 40 * DAY


def test_a_kill_leaves_nothing(watched: str, official, at: dt.datetime) -> None:
    leader = official("market.leader")
    survives(lambda: cases.answer_supervision(number=watched, measures="x", by=leader, at=at))


def test_a_case_has_one_item_at_a_time_in_the_database_too(watched: str, mayor: Subject, at: dt.datetime) -> None:
    with pytest.raises(cases.Conflict):
        cases.supervise(number=watched, unit="c.market", reason="x", days=3, by=mayor, at=at)
    row = Supervision.objects.get()
    row.pk, row.sequence = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_inbox_lists_supervised_cases_alone(watched: str, submitted, official, at: dt.datetime) -> None:
    submitted()
    clerk = official("market.clerk")
    rows = cases.inbox(by=clerk, at=at, filters=cases.Filters(supervised="yes")).rows
    assert [row.number for row in rows] == [watched]


@pytest.mark.parametrize(
    ("given", "field"), [({"unit": "nowhere"}, "unit"), ({"days": 0}, "days"), ({"reason": " "}, "reason")]
)
def test_an_incomplete_item_is_refused(submitted, mayor, at: dt.datetime, given: dict, field: str) -> None:
    whole = {"unit": "c.market", "reason": "x", "days": 3} | given
    with pytest.raises(cases.Incomplete) as refused:
        cases.supervise(number=submitted().number, by=mayor, at=at, **whole)
    assert refused.value.field == field
