"""What a reconsideration decides acts on the contested case in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Reconsideration, Reopening
from tongban.services.cases.tests import reviews
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.reviews import contesting
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
Reviewed = Callable[..., str]
WHY = {"reasons": "审查遗漏了图纸", "article": 0}


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return reviews.FILES


@pytest.fixture()
def refused(submitted, do) -> str:
    number: str = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="refused", reasons="缺图纸", article=0)
    return number


@pytest.fixture()
def licensed(submitted, do, relay, at: dt.datetime) -> str:
    number: str = submitted("permit", ANSWERS).number
    do(number, "decide", "market.leader", outcome="granted", article=0)
    relay(at)
    return number


@pytest.fixture()
def reviewed(submitted, do, relay, at: dt.datetime) -> Reviewed:
    """A reconsideration that awaits its decision, ten days on."""

    def _reviewed(contested: str) -> str:
        number = str(submitted("review", contesting(contested), at=at + DAY).number)
        do(number, "accept", "justice.clerk", when=at + 2 * DAY)
        relay(at + 2 * DAY)
        do(number, "examine", "justice.clerk", when=at + 10 * DAY, recommendation="grant")
        return number

    return _reviewed


def soundly(*numbers: str) -> None:
    for number in numbers:
        sound(Case.objects.get(number=number))


def test_revoked_the_case_begins_again_with_time_afresh(
    refused: str, reviewed: Reviewed, do, *, resident: Subject, news, at: dt.datetime
) -> None:
    number, later = reviewed(refused), at + 10 * DAY
    do(number, "reconsider", "justice.leader", when=later, outcome="revoked", to="decide", **WHY)
    view = cases.case(number=refused, by=resident, at=later)
    assert (view.summary.state, view.summary.due) == ("accepted", dt.date(2026, 12, 17))
    assert [one.reasons for one in view.parts[0].earlier] == ["缺图纸"]
    assert [one.outcome for one in view.ties] == ["revoked"]
    mine = cases.case(number=number, by=resident, at=later)
    assert (mine.summary.state, mine.ties[0].reasons) == ("closed", "审查遗漏了图纸")
    assert [way.until for way in mine.parts[0].remedies] == [dt.date(2026, 12, 18)]
    assert [news().count(kind) for kind in ("CaseReconsidered", "CaseReopened")] == [1, 1]
    soundly(refused, number)
    do(refused, "decide", "market.leader", outcome="granted", article=0, when=later + DAY)
    soundly(refused)


@pytest.mark.parametrize("outcome", ["upheld", "varied", "unlawful", "rejected"])
def test_all_else_leaves_the_decision_and_names_the_court(
    licensed: str, reviewed: Reviewed, do, *, resident: Subject, outcome: str, at: dt.datetime
) -> None:
    number, later = reviewed(licensed), at + 10 * DAY
    do(number, "reconsider", "justice.leader", when=later, outcome=outcome, **WHY)
    view = cases.case(number=licensed, by=resident, at=later)
    assert (view.summary.state, view.summary.outcome) == ("closed", "granted")
    assert [one.status for one in view.certificates] == ["valid"]
    (tie,) = view.ties
    assert view.parts[0].remedies == ()  # nobody reconsiders it twice; what is left stands with the tie
    mine = cases.case(number=number, by=resident, at=later)
    assert mine.summary.outcome_text == mine.parts[0].outcome_text == tie.outcome_text
    assert (tie.outcome, tie.remedies[0].kind, tie.remedies[0].until) == (outcome, "suit", dt.date(2026, 12, 18))
    assert view.timeline[-1].code == f"reconsidered-{outcome}"
    with pytest.raises(cases.Conflict):
        cases.contestable(number=licensed, part="permit", by=resident, at=later)
    soundly(licensed, number)


def test_a_revoked_grant_loses_its_licence_and_a_new_grant_gets_another(
    licensed: str, reviewed: Reviewed, do, *, resident: Subject, official, relay, at: dt.datetime
) -> None:
    number, later = reviewed(licensed), at + 10 * DAY
    ways = cases.again(number=number, by=official("justice.leader"), at=later)
    assert ([to for to, _name in ways.steps], ways.outputs, ways.hindrance) == (["decide"], True, "")
    do(number, "reconsider", "justice.leader", when=later, outcome="revoked", to="decide", **WHY)
    (old,) = cases.case(number=licensed, by=resident, at=later).certificates
    assert old.status == "revoked"
    do(licensed, "decide", "market.leader", outcome="granted", article=0, when=later + DAY)
    relay(later + DAY)
    view = cases.case(number=licensed, by=resident, at=later + DAY)
    assert [one.status for one in view.certificates] == ["revoked", "valid"]
    assert (
        certificates.certificate(number=view.certificates[1].number, by=resident, at=later + DAY).number != old.number
    )
    soundly(licensed)


def test_two_officials_take_up_what_was_granted_and_the_licence_goes(
    licensed: str, official, resident: Subject, at: dt.datetime
) -> None:
    later = at + DAY
    cases.propose_reopening(number=licensed, to="decide", reason="x", basis="y", by=official("market.leader"), at=later)
    with pytest.raises(Denied):  # whoever confirms must be one who may revoke
        cases.settle_reopening(number=licensed, confirm=True, by=official("market.leader", "other"), at=later)
    cases.settle_reopening(number=licensed, confirm=True, by=official("mayor"), at=later)
    view = cases.case(number=licensed, by=resident, at=later)
    assert (view.summary.state, [one.status for one in view.certificates]) == ("accepted", ["revoked"])
    soundly(licensed)


def test_while_it_is_reconsidered_nobody_takes_it_up(refused: str, reviewed: Reviewed, official, at) -> None:
    reviewed(refused)
    with pytest.raises(cases.Conflict):
        cases.propose_reopening(
            number=refused, to="decide", reason="x", basis="y", by=official("market.leader"), at=at + 10 * DAY
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "granted"}, "outcome"),
        ({"reasons": " "}, "reasons"),
        ({"to": "accept"}, "to"),
        ({"article": 9}, "article"),
    ],
)
def test_outcome_reasons_step_and_article_are_named(
    refused: str, reviewed: Reviewed, official, at: dt.datetime, *, wrong: dict[str, object], field: str
) -> None:
    number, by, later = reviewed(refused), official("justice.leader"), at + 10 * DAY
    act = cases.desk_case(number=number, by=by, at=later).act("reconsider")
    given = {"outcome": "revoked", "to": "decide", **WHY} | wrong
    with pytest.raises(cases.Incomplete) as error:
        cases.reconsider(task=act.task, by=by, at=later, **given)
    assert error.value.field == field
    with pytest.raises(cases.Conflict):
        cases.decide(task=act.task, outcome="granted", article=0, by=by, at=later)
    assert (Reconsideration.objects.get().outcome, Reopening.objects.count()) == ("", 0)


def test_whoever_reviewed_does_not_decide(refused: str, reviewed: Reviewed, official, at: dt.datetime) -> None:
    number, later = reviewed(refused), at + 10 * DAY
    official("justice.leader", "justice.clerk")
    by = official("justice.leader", "justice.clerk")
    assert cases.desk_case(number=number, by=by, at=later).act("reconsider") is None


def test_a_kill_leaves_both_cases_as_they_were(refused: str, reviewed: Reviewed, official, at: dt.datetime) -> None:
    number, by, later = reviewed(refused), official("justice.leader"), at + 10 * DAY
    task = cases.desk_case(number=number, by=by, at=later).act("reconsider").task
    survives(lambda: cases.reconsider(task=task, outcome="revoked", to="decide", by=by, at=later, **WHY))
    soundly(refused, number)
