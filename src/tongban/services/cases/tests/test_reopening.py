"""A refused case is taken up again: by two officials, once at a time, with the time afresh and nothing erased."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Clock, Decision, Reopening
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
WHY = {"reason": "审查遗漏了图纸", "basis": "行政许可法第六十条"}


@pytest.fixture()
def leader(official) -> Subject:
    return official("market.leader")


@pytest.fixture()
def mayor(official) -> Subject:
    return official("mayor")


@pytest.fixture()
def refused(submitted, do) -> str:
    number: str = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="refused", reasons="缺图纸", article=0)
    return number


@pytest.fixture()
def proposed(refused: str, leader: Subject, at: dt.datetime) -> str:
    cases.propose_reopening(number=refused, to="decide", by=leader, at=at + DAY, **WHY)
    return refused


@pytest.fixture()
def reopened(proposed: str, mayor: Subject, at: dt.datetime) -> str:
    cases.settle_reopening(number=proposed, confirm=True, by=mayor, at=at + 30 * DAY)
    return proposed


def test_it_is_decided_anew_in_time_of_its_own_and_the_refusal_stays_readable(
    reopened: str, resident, do, news, at: dt.datetime
) -> None:
    proposed, later = reopened, at + 30 * DAY
    view = cases.case(number=proposed, by=resident, at=later)
    assert (view.summary.state, view.summary.outcome, view.parts[0].outcome) == ("accepted", "", "")
    assert view.summary.due == dt.date(2027, 1, 6)
    assert [one.reasons for one in view.parts[0].earlier] == ["缺图纸"]
    sound(Case.objects.get(number=proposed))
    do(proposed, "decide", "market.leader", outcome="granted", article=0, when=later + DAY)
    done = cases.case(number=proposed, by=resident, at=later + DAY)
    assert (done.summary.state, done.summary.outcome, done.parts[0].reasons) == ("closed", "granted", "")
    assert [one.reasons for one in done.parts[0].earlier] == ["缺图纸"]
    assert [line.code for line in done.timeline].count("reopened") == 1
    assert [news().count(kind) for kind in ("CaseReopened", "CaseDecided", "CaseClosed")] == [1, 2, 2]
    assert list(Decision.objects.order_by("round").values_list("outcome", flat=True)) == ["refused", "granted"]
    sound(Case.objects.get(number=proposed))


def test_who_proposed_it_does_not_confirm_it_and_the_database_holds_that(
    proposed: str, leader: Subject, at: dt.datetime
) -> None:
    with pytest.raises(cases.Conflict):
        cases.settle_reopening(number=proposed, confirm=True, by=leader, at=at + DAY)
    row = Reopening.objects.get()
    row.state, row.settled_by, row.settled_at = "confirmed", row.by, at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_one_at_a_time_and_again_after_a_no(proposed: str, leader, mayor, official, at: dt.datetime) -> None:
    with pytest.raises(cases.Conflict):
        cases.propose_reopening(number=proposed, to="decide", by=mayor, at=at, **WHY)
    cases.settle_reopening(number=proposed, confirm=False, by=mayor, at=at + DAY)
    assert Case.objects.get().state == "closed"
    with pytest.raises(cases.Conflict):
        cases.settle_reopening(number=proposed, confirm=True, by=mayor, at=at + DAY)
    cases.propose_reopening(number=proposed, to="examine", by=leader, at=at + DAY, **WHY)
    cases.settle_reopening(number=proposed, confirm=True, by=mayor, at=at + 2 * DAY)
    found = cases.desk_case(number=proposed, by=official("market.clerk"), at=at + 2 * DAY)
    assert found.act("examine") is not None
    assert [one.state for one in found.reopenings] == ["confirmed", "refused"]
    assert Clock.objects.filter(kind="handling", stopped_at=None).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"), [({"reason": " "}, "reason"), ({"basis": ""}, "basis"), ({"to": "accept"}, "to")]
)
def test_reason_law_and_step_are_named(refused: str, leader, at: dt.datetime, wrong: dict[str, str], field) -> None:
    with pytest.raises(cases.Incomplete) as error:
        cases.propose_reopening(number=refused, by=leader, at=at, **({"to": "decide"} | WHY | wrong))
    assert error.value.field == field


def test_what_still_runs_is_not_taken_up_again(submitted, do, leader, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    with pytest.raises(cases.Conflict):
        cases.propose_reopening(number=number, to="decide", by=leader, at=at, **WHY)


def test_a_clerk_without_the_right_proposes_nothing(refused: str, official, at: dt.datetime) -> None:
    with pytest.raises(Denied):
        cases.propose_reopening(number=refused, to="decide", by=official("market.clerk"), at=at, **WHY)
    with pytest.raises(Denied):
        cases.propose_reopening(number=refused, to="decide", by=official("fire.leader"), at=at, **WHY)


def test_a_kill_leaves_nothing(proposed: str, mayor: Subject, at: dt.datetime) -> None:
    survives(lambda: cases.settle_reopening(number=proposed, confirm=True, by=mayor, at=at + DAY))
    sound(Case.objects.get(number=proposed))
