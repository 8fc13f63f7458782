"""A department that does not answer: what the offer makes of it, once; and who sees question and answer."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases import holding
from tongban.services.cases.api import silence
from tongban.services.cases.models import HistoryLine, Opinion
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.test_crash import survives

pytestmark = pytest.mark.django_db
UNITS, POSTS = ("market", "health", "fire"), ("clerk", "leader")
RULES = {"no_objection": "", "escalate": 'post = "c.mayor", ', "wait": ""}
Ask = Callable[[str], tuple[str, int]]


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    def rule(name: str) -> str:
        return f'{{ silence = "{name}", {RULES[name]}legal_basis = {city.LAW} }}'

    return {"offers": {name: city.offer(name, name, "market", opinions=rule(name)) for name in RULES}}


@pytest.fixture()
def ask(submitted, do, official, at: dt.datetime) -> Ask:
    official("mayor")

    def _ask(offer: str) -> tuple[str, int]:
        number = submitted(offer).number
        do(number, "accept", "market.clerk")
        by = official("market.clerk")
        return number, cases.ask_opinion(number=number, unit="c.fire", question="Exit?", by=by, at=at)

    return _ask


@pytest.mark.parametrize(
    ("rule", "told"),
    [("no_objection", ["market.clerk"]), ("escalate", ["market.clerk", "mayor"]), ("wait", ["market.clerk"])],
)
def test_silence_means_what_the_offer_says_once_also_after_a_long_stop(
    ask: Ask, official, at: dt.datetime, rule: str, told: list[str]
) -> None:
    number, opinion = ask(rule)
    for days in (7, 40, 41):
        cases.tick(at=at + days * DAY)
    row = Opinion.objects.get(pk=opinion)
    verdict = "silence" if rule == "no_objection" else ""
    assert (row.verdict, row.given_at) == (verdict, row.due_at if verdict else None)
    sent = [one.body for one in Message.objects.filter(kind="cases.OpinionSilent")]
    assert [one["persons"] for one in sent] == [told]
    line = HistoryLine.objects.get(case__number=number, code=f"opinion-{rule}")
    assert line.at == at + 40 * DAY
    shown = cases.desk_case(number=number, by=official("market.clerk"), at=at + 41 * DAY)
    assert any("消防" in one.text for one in shown.history if one.code == line.code)
    answer = {"opinion": opinion, "verdict": "agree", "text": "", "by": official("fire.clerk"), "at": at + 41 * DAY}
    if verdict:
        with pytest.raises(cases.Conflict, match="视为无意见"):
            cases.give_opinion(**answer)
    else:
        cases.give_opinion(**answer)


def test_a_late_answer_does_not_undo_no_objection_before_the_clock_notices(ask: Ask, official, at: dt.datetime) -> None:
    _number, opinion = ask("no_objection")
    by, late = official("fire.clerk"), Opinion.objects.get(pk=opinion).due_at
    with pytest.raises(cases.Conflict, match="视为无意见"):
        cases.give_opinion(opinion=opinion, verdict="object", text="no", by=by, at=late)
    cases.give_opinion(opinion=opinion, verdict="object", text="no", by=by, at=late - dt.timedelta(seconds=1))
    assert cases.tick(at=late) == 0


@pytest.mark.parametrize("rule", RULES)
def test_a_kill_between_two_statements_leaves_nothing_and_it_happens_then(ask: Ask, at: dt.datetime, rule: str) -> None:
    number, opinion = ask(rule)

    def happen() -> None:
        with holding.locked(number, at=at + 40 * DAY) as case:
            silence.run_out(case, at + 40 * DAY)

    survives(happen)
    assert Opinion.objects.get(pk=opinion).silent_at == at + 40 * DAY


def test_the_list_is_filtered_by_light_and_paged(ask: Ask, official, at: dt.datetime) -> None:
    asked = [ask(rule)[1] for rule in RULES]
    fire, due = official("fire.clerk"), Opinion.objects.get(pk=asked[0]).due_at
    for when, colour in ((at, "green"), (due - dt.timedelta(hours=1), "yellow"), (due, "red")):
        for wanted in ("green", "yellow", "red"):
            rows = cases.opinions(by=fire, at=when, colour=wanted).rows
            assert [one.light for one in rows] == ([colour] * 3 if wanted == colour else [])
    first = cases.opinions(by=fire, at=at, limit=2)
    rest = cases.opinions(by=fire, at=at, limit=2, after=first.next)
    assert [one.id for one in (*first.rows, *rest.rows)] == asked
    assert rest.next == ""


def test_only_the_asked_unit_sees_and_answers_and_only_the_asking_unit_reads_it(
    submitted, do, official, at: dt.datetime
) -> None:
    chance = random.Random(7)  # noqa: S311 (a test that can be repeated)
    numbers = [submitted("opening").number for _round in range(6)]
    for number in numbers:
        do(number, "accept", "market.clerk")
        unit, text = chance.choice(UNITS[1:]), f"answer {number}"
        by = official("market.clerk")
        opinion = cases.ask_opinion(number=number, unit=f"c.{unit}", question="?", names=["area"], by=by, at=at)
        for place in range(8):
            asked, post = chance.choice(UNITS), chance.choice(POSTS)
            who = official(f"{asked}.{post}", f"{asked}.{post}.{place}")
            answer = {"opinion": opinion, "verdict": "conditions", "text": text, "by": who, "at": at}
            if (asked, post) != (unit, "clerk"):
                with pytest.raises(cases.NotFound):
                    cases.give_opinion(**answer)
                with pytest.raises(cases.NotFound):
                    cases.opinion(opinion=opinion, by=who, at=at)
            else:
                assert cases.opinion(opinion=opinion, by=who, at=at).facts == (("面积", "80"),)
        cases.give_opinion(**{**answer, "by": official(f"{unit}.clerk")})
        for asked in UNITS:
            for post in POSTS:
                _read(number, text, asked, official(f"{asked}.{post}"), at)


def _read(number: str, text: str, unit: str, by: object, at: dt.datetime) -> None:
    try:
        found = cases.desk_case(number=number, by=by, at=at)
    except cases.NotFound:
        assert unit != "market"
        return
    assert [one.text for one in found.opinions] == ([text] if unit == "market" else [])
