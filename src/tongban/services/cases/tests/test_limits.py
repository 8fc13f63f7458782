"""Time by rules: limits, pauses and extensions in FEEL over the facts of the case, explained to the applicant."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from tongban.engines.deadlines import api as deadlines
from tongban.services.cases import api as cases
from tongban.services.cases.models import Clock
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import ANSWERS

pytestmark = pytest.mark.django_db
RULE = "if area > 500 then 30 else 20"
FOOD = city.offer(
    "食品经营许可", "Food licence", "market",
    statutory=f'{{ amount = 20, rule = "{RULE}", legal_basis = {city.LICENSING} }}',
    promised='{ amount = 10, rule = "if area > 1000 then 99 else 10" }',
    pauses='[{ cause = "test", when = "area > 500", note = { zh = "面积超过 500", en = "the area is over 500" } }]',
    extension='{ most = 10, rule = "if area > 800 then 12 else 3", when = "area > 500" }',
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {"offers": {"food": FOOD}}


@pytest.fixture()
def accepted(submitted, do):
    def _accepted(area: str) -> str:
        number = submitted(answers=ANSWERS | {"area": area}).number
        do(number, "accept", "market.clerk")
        return number

    return _accepted


def clocks(number: str, by, at: dt.datetime) -> dict[str, cases.Why]:
    return {one.kind: one for one in cases.why(number=number, by=by, at=at)}


@pytest.mark.parametrize(("area", "days"), [("80", (20, 10)), ("620", (30, 10)), ("2000", (30, 30))])
def test_a_limit_follows_the_facts_and_no_promise_goes_beyond_the_law(
    accepted, resident, at, area: str, days: tuple[int, int]
) -> None:
    found = clocks(accepted(area), resident, at)
    assert (found["statutory"].limit.amount, found["handling"].limit.amount) == days
    counted = sum((line.last - line.first).days + 1 for line in found["statutory"].ledger if line.counts)
    assert counted == days[0]


def test_the_ledger_says_by_which_rule_and_facts_in_both_languages(accepted, resident, at) -> None:
    line = clocks(accepted("620"), resident, at)["statutory"].ledger[0]
    with override("zh-hans"):
        assert f"规则“{RULE}”；area 为 620" in deadlines.explain(line)
    with override("en"):
        assert f"by the rule “{RULE}”; area is 620" in deadlines.explain(line)


def test_what_was_chosen_stays_when_the_clock_is_computed_anew(accepted, resident, official, at) -> None:
    number = accepted("620")
    cases.suspend(number=number, cause="test", by=official("market.leader"), at=at)
    cases.resume(number=number, cause="test", by=official("market.leader"), at=at + dt.timedelta(days=7))
    found = clocks(number, resident, at + dt.timedelta(days=8))["statutory"]
    assert found.limit.amount == 30
    paused = next(line for line in found.ledger if line.rule == "paused: test")
    assert "area > 500" in paused.note.en
    assert Clock.objects.get(case__number=number, kind="statutory").choice["seen"] == [["area", "620"]]


def test_a_pause_whose_condition_does_not_hold_is_refused_in_words(accepted, official, at) -> None:
    number = accepted("80")
    with override("en"), pytest.raises(cases.Conflict, match="the area is over 500"):
        cases.suspend(number=number, cause="test", by=official("market.leader"), at=at)
    cases.suspend(number=number, cause="hearing", by=official("market.leader"), at=at)  # no condition is set for it


def test_an_extension_follows_its_rule(accepted, official, at) -> None:
    leader = official("market.leader")
    with pytest.raises(cases.Conflict):
        cases.extend(number=accepted("80"), amount=1, reason="x", by=leader, at=at)
    number = accepted("620")
    with override("en"), pytest.raises(cases.Incomplete, match="From 1 to 3"):
        cases.extend(number=number, amount=4, reason="x", by=leader, at=at)
    cases.extend(number=number, amount=3, reason="x", by=leader, at=at)
    with pytest.raises(cases.Incomplete):
        cases.extend(number=accepted("2000"), amount=13, reason="x", by=leader, at=at)
