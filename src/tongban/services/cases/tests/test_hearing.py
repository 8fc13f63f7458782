"""Hearings before a decision (Administrative Licensing Law, art. 36, 45 to 48)."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.models import Case
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_decisions import task_of
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
NEIGHBOUR = ("隔壁张某", "挂号信")


@pytest.fixture()
def leader(official) -> Subject:
    return official("market.leader")


@pytest.fixture()
def number(submitted, do, leader: Subject, at: dt.datetime) -> str:
    """A case before its decision whose applicant and neighbour may ask for a hearing."""
    number = submitted().number
    to_decision(number, do)
    cases.offer_hearing(number=number, interested=[NEIGHBOUR], by=leader, at=at)
    return number


def hearing(number: str, by: Subject, at: dt.datetime) -> cases.HearingView:
    return cases.desk_case(number=number, by=by, at=at).hearings[0]


def call(number: str, by: Subject, at: dt.datetime, *, days: int, chair: str = "person:market.leader") -> None:
    cases.call_hearing(number=number, held_on=at + days * DAY, place="二楼", chair=chair, by=by, at=at)


def decide(number: str, by: Subject, at: dt.datetime, reasons: str = "") -> None:
    task = task_of(number, by, at, "decide")
    cases.decide(task=task, outcome="granted", article=0, reasons=reasons, by=by, at=at)


def test_nothing_is_decided_until_the_record_is_signed_and_then_on_the_record(
    number: str, leader: Subject, resident: Subject, at: dt.datetime
) -> None:
    with pytest.raises(cases.Conflict):
        decide(number, leader, at)
    cases.ask_hearing(number=number, by=resident, at=at + DAY)
    assert cases.case(number=number, by=resident, at=at + DAY).summary.due is None
    call(number, leader, at + DAY, days=14)
    with pytest.raises(cases.Conflict):
        decide(number, leader, at + 2 * DAY, "x")
    with pytest.raises(cases.Conflict):
        cases.close_hearing(number=number, minutes="x", signed="x", by=leader, at=at + 2 * DAY)
    over = at + 15 * DAY
    cases.close_hearing(number=number, minutes="张某称油烟扰民", signed="张某、王小明", by=leader, at=over)
    sound(Case.objects.get(number=number))
    after = cases.case(number=number, by=resident, at=over).summary.due
    assert after == dt.date(2026, 12, 18)  # nine working days later: nothing counts until the day of the record
    with pytest.raises(cases.Incomplete):
        decide(number, leader, over)
    decide(number, leader, over, "听证笔录载明油烟可经净化达标")
    assert cases.case(number=number, by=resident, at=over).summary.outcome == "granted"


def test_an_interested_person_is_heard_and_may_ask_for_the_hearing(number: str, leader, at: dt.datetime) -> None:
    (party,) = hearing(number, leader, at).parties
    cases.record_statement(number=number, person=party.id, text="扰民", wants_hearing=True, by=leader, at=at)
    found = hearing(number, leader, at)
    assert (found.state, found.parties[0].statement) == ("asked", "扰民")


def test_who_does_not_ask_in_time_has_waived_it_once(number: str, leader, resident, news, at: dt.datetime) -> None:
    late = at + 8 * DAY
    with pytest.raises(cases.Conflict):
        cases.ask_hearing(number=number, by=resident, at=late)
    cases.tick(at=late)
    cases.tick(at=late + DAY)
    assert hearing(number, leader, late).state == "waived"
    assert news().count("HearingMoved") == 2
    decide(number, leader, late)


@pytest.mark.parametrize(
    "wrong",
    [
        (9, "person:market.leader", "held_on"),
        (40, "person:market.leader", "held_on"),
        (14, "person:market.clerk", "chair"),
    ],
)
def test_a_call_keeps_the_times_of_the_law_and_an_impartial_chair(
    number: str, leader, resident, at: dt.datetime, wrong: tuple[int, str, str]
) -> None:
    days, chair, field = wrong
    cases.ask_hearing(number=number, by=resident, at=at)
    with pytest.raises(cases.Incomplete) as refused:
        call(number, leader, at, days=days, chair=chair)
    assert refused.value.field == field


def test_the_authority_may_hold_one_by_itself_and_only_its_chair_records_it(
    number: str, official, leader: Subject, at: dt.datetime
) -> None:
    call(number, leader, at, days=14)
    with pytest.raises(cases.Conflict):
        cases.close_hearing(
            number=number, minutes="x", signed="x", by=official("market.leader", "other"), at=at + 14 * DAY
        )
    with pytest.raises(cases.Conflict):
        cases.resume(number=number, cause="hearing", by=leader, at=at)
    cases.drop_hearing(number=number, reason="放弃", by=leader, at=at + DAY)
    decide(number, leader, at + DAY)


def test_strangers_and_clerks_without_the_right_cannot_move_it(number, official, stranger, at: dt.datetime) -> None:
    with pytest.raises(cases.NotFound):
        cases.ask_hearing(number=number, by=stranger, at=at)
    with pytest.raises(Denied):
        cases.drop_hearing(number=number, reason="x", by=official("market.clerk"), at=at)


def test_withdrawal_ends_the_hearing(number: str, leader, resident, at: dt.datetime) -> None:
    cases.ask_hearing(number=number, by=resident, at=at)
    cases.withdraw(number=number, by=resident, at=at)
    assert hearing(number, leader, at).state == "void"


def test_a_kill_leaves_nothing(number: str, resident: Subject, at: dt.datetime) -> None:
    survives(lambda: cases.ask_hearing(number=number, by=resident, at=at))
