"""Who was asked is told once that time is short, and that nobody needs the answer any more."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.processes import api as processes
from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases.models import Clock, Opinion
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files():
    rule = f'{{ silence = "no_objection", legal_basis = {city.LAW} }}'
    return {
        "offers": {
            "plain": city.offer("普通", "Plain", "market"),
            "silent": city.offer("沉默", "Silent", "market", opinions=rule),
        }
    }


@pytest.fixture()
def asked(submitted, do, official):
    official("fire.clerk")

    def _asked(offer: str, at: dt.datetime):
        number, by = submitted(offer).number, official("market.clerk")
        do(number, "accept", "market.clerk")
        return number, cases.ask_opinion(number=number, unit="c.fire", question="Exit?", by=by, at=at)

    return _asked


def told(kind: str):
    return [one.body for one in Message.objects.filter(kind=f"cases.{kind}").order_by("id")]


def test_a_yellow_light_of_an_opinion_is_told_to_the_asked_department_once(asked, at):
    _number, opinion = asked("plain", at)
    for days in (1, 4, 5, 6):
        cases.tick(at=at + days * DAY)
    assert [(one["opinion"], one["persons"]) for one in told("OpinionDueSoon")] == [(opinion, ["fire.clerk"])]


def test_who_was_asked_too_late_to_be_warned_is_told_of_the_silence_alone(asked, at):
    asked("plain", at)
    cases.tick(at=at + 40 * DAY)
    assert (told("OpinionDueSoon"), len(told("OpinionSilent"))) == ([], 1)


def test_an_open_question_closes_with_its_case_and_who_was_asked_is_told(asked, at, official, resident):
    number, opinion = asked("plain", at)
    cases.withdraw(number=number, by=resident, at=at)
    fire = official("fire.clerk")
    assert cases.opinions(by=fire, at=at, open_only=True).rows == ()
    assert cases.opinion(opinion=opinion, by=fire, at=at).verdict == "void"
    with pytest.raises(cases.Conflict, match="不再需要"):
        cases.give_opinion(opinion=opinion, verdict="agree", text="", by=fire, at=at)
    assert [one["persons"] for one in told("OpinionVoid")] == [["fire.clerk"]]
    cases.tick(at=at + 40 * DAY)
    assert told("OpinionSilent") == []


def test_silence_counts_also_while_the_process_stands_still_by_order(asked, at):
    number, opinion = asked("silent", at)
    assert processes.suspend(business_key=number, reason="查明情况", by="market.leader", at=at)
    cases.tick(at=at + 10 * DAY)
    row = Opinion.objects.get(pk=opinion)
    assert (row.verdict, row.given_at) == ("silence", row.due_at)


def test_after_an_extension_the_yellow_light_is_told_again_for_the_new_day(submitted, do, at, official):
    number, leader = submitted("plain").number, official("market.leader")
    do(number, "accept", "market.clerk")
    yellow = Clock.objects.get(case__number=number, kind="handling").yellow_at
    cases.tick(at=yellow)
    cases.extend(number=number, amount=5, reason="复杂", by=leader, at=yellow)
    cases.tick(at=yellow)
    assert len(told("CaseDueSoon")) == 1
    for _again in range(2):
        cases.tick(at=Clock.objects.get(case__number=number, kind="handling").yellow_at)
    first, second = told("CaseDueSoon")
    assert first["due"] < second["due"]
