"""Opinion of another department: least data, its own due day, once."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Denied, Subject
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db


@pytest.fixture()
def asked(submitted, do, official, at: dt.datetime) -> tuple[str, int]:
    number = submitted().number
    do(number, "accept", "market.clerk")
    return number, cases.ask_opinion(
        number=number, unit="c.fire", question="Exit?", names=["area"], by=official("market.clerk"), at=at
    )


def test_the_department_sees_what_it_is_asked_about_and_no_more(
    asked, official, resident: Subject, at: dt.datetime
) -> None:
    number, opinion = asked
    fire = official("fire.clerk")
    assert [one.id for one in cases.opinions(by=fire, at=at).rows] == [opinion]
    view = cases.opinion(opinion=opinion, by=fire, at=at)
    assert (view.facts, view.due, view.light) == ((("面积", "80"),), dt.date(2026, 11, 30), "green")
    with pytest.raises(cases.NotFound):
        cases.desk_case(number=number, by=fire, at=at)
    assert privacy.accesses_of(subject_tag=resident.resident_tag)[0].fields == ("area",)


def test_the_answer_is_given_once_and_seen_in_the_case(asked, official, at: dt.datetime, news) -> None:
    number, opinion = asked
    fire = official("fire.clerk")
    with pytest.raises(cases.Incomplete):
        cases.give_opinion(opinion=opinion, verdict="object", text=" ", by=fire, at=at)
    cases.give_opinion(opinion=opinion, verdict="conditions", text="second exit", by=fire, at=at)
    with pytest.raises(cases.Conflict, match="Fire"):
        cases.give_opinion(opinion=opinion, verdict="agree", text="", by=fire, at=at)
    view = cases.desk_case(number=number, by=official("market.clerk"), at=at)
    assert [(one.verdict, one.text) for one in view.opinions] == [("conditions", "second exit")]
    assert cases.opinions(by=fire, at=at).rows == ()
    assert news()[-2:] == ["OpinionAsked", "OpinionGiven"]


def test_its_clock_is_its_own(asked, official, at: dt.datetime) -> None:
    late = at + 8 * DAY
    assert cases.opinions(by=official("fire.clerk"), at=late).rows[0].light == "red"


def test_nobody_else_answers_or_asks(asked, official, at: dt.datetime) -> None:
    number, opinion = asked
    with pytest.raises(cases.NotFound):
        cases.give_opinion(opinion=opinion, verdict="agree", text="", by=official("health.clerk"), at=at)
    with pytest.raises(cases.NotFound):
        cases.ask_opinion(number=number, unit="c.health", question="?", by=official("health.clerk"), at=at)
    with pytest.raises(Denied):
        cases.suspend(number=number, cause="test", by=official("market.clerk"), at=at)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"unit": "c.fire"}, cases.Conflict),
        ({"unit": "c.market"}, cases.Incomplete),
        ({"unit": "c.nowhere"}, cases.Incomplete),
        ({"question": " "}, cases.Incomplete),
        ({"names": ["secret"]}, cases.Incomplete),
    ],
)
def test_a_wrong_question_is_refused(
    asked, official, at: dt.datetime, given: dict[str, object], error: type[Exception]
) -> None:
    wanted = {"unit": "c.health", "question": "?"} | given
    with pytest.raises(error):
        cases.ask_opinion(number=asked[0], by=official("market.clerk"), at=at, **wanted)
