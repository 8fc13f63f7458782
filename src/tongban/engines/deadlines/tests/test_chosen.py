"""Amounts and conditions in FEEL."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.deadlines import api as deadlines
from tongban.engines.deadlines import wire
from tongban.engines.deadlines.calendars import Calendar
from tongban.kernel.declarations.api import Text

RULE = "if area > 500 then 30 else 20"
REQUEST = {"start": "2026-09-17", "calendar": {"weekend": []}, "limit": {"unit": "working_days", "rule": RULE}}


def test_an_amount_is_chosen_from_the_facts_and_says_which() -> None:
    choice = deadlines.amount_of(RULE, {"area": Decimal(620), "name": "x"})
    assert (choice.value, choice.seen) == (30, (("area", "620"),))
    assert choice.note() == Text(
        "规则“if area > 500 then 30 else 20”；area 为 620",
        "by the rule “if area > 500 then 30 else 20”; area is 620",
    )


@pytest.mark.parametrize("facts", [{"area": None}, {"area": "large"}, {"area": object()}])
def test_a_rule_that_asks_what_nobody_knows_still_ends_in_an_amount_or_none(facts) -> None:
    assert deadlines.amount_of(RULE, facts).value in (20, None)
    assert deadlines.amount_of("area", facts).value is None


@pytest.mark.parametrize("rule", ["-1", "100001", "null", '"20"', "1 / 0", "for i in 1..99999999 return i"])
def test_what_is_no_amount_is_none_and_the_note_names_what_holds(rule: str) -> None:
    choice = deadlines.amount_of(rule, {})
    assert choice.value is None
    assert "20" in choice.note(amount=20).zh


def test_part_of_a_day_counts_as_a_day() -> None:
    assert deadlines.amount_of("area / 100", {"area": 250}).value == 3


def test_a_condition_that_is_null_does_not_hold() -> None:
    assert deadlines.holds("area > 500", {"area": 501}).value is True
    assert deadlines.holds("area > 500", {}).value is False


def test_a_fault_is_named_with_key_and_place() -> None:
    with pytest.raises(deadlines.DeadlineError, match="column") as refused:
        deadlines.check_rule("statutory.rule", "if area > then 30")
    assert refused.value.key == "statutory.rule"
    assert deadlines.check_rule("x", "max(area, floors)") == {"area", "floors"}


def test_a_request_may_state_rules_over_its_facts() -> None:
    assert wire.answer(REQUEST | {"facts": {"area": 620}})["due"] == "2026-10-17"
    assert wire.answer(REQUEST | {"facts": {"area": Decimal("499.5")}})["due"] == "2026-10-07"
    pause = {"from": "2026-09-20", "to": "2026-09-30", "when": "area > 600"}
    assert wire.answer(REQUEST | {"facts": {"area": 620}, "pauses": [pause]})["due"] == "2026-10-27"
    assert wire.answer(REQUEST | {"facts": {"area": 520}, "pauses": [pause]})["due"] == "2026-10-17"
    more = {"unit": "working_days", "rule": "area / 100", "when": "area > 600"}
    assert wire.answer(REQUEST | {"facts": {"area": 620}, "extensions": [more]})["due"] == "2026-10-24"


def test_what_is_stated_holds_when_the_rule_gives_nothing() -> None:
    limit = {"unit": "working_days", "rule": "area", "amount": 5}
    assert wire.answer(REQUEST | {"limit": limit})["due"] == "2026-09-22"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"limit": {"unit": "weeks", "rule": "area"}}, "limit.rule"),
        ({"limit": {"unit": "weeks", "rule": "area >"}}, "limit.rule"),
        ({"limit": {"unit": "weeks", "rule": 7}}, "limit.rule"),
        ({"facts": [1]}, "facts"),
        ({"pauses": [{"from": "2026-09-20", "when": "area >"}]}, "pauses[0].when"),
        ({"pauses": [{"from": "2026-09-20", "when": True}]}, "pauses[0].when"),
        ({"extensions": [{"unit": "weeks", "rule": "area"}]}, "extensions[0].rule"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_naming_its_key(change, key) -> None:
    with pytest.raises(deadlines.DeadlineError) as refused:
        wire.answer(REQUEST | {"facts": {}} | change)
    assert refused.value.key == key


@given(st.integers(0, 400), st.booleans())
def test_notes_never_change_what_a_ledger_counts(amount: int, paused: bool) -> None:
    start = dt.date(2026, 9, 17)
    pauses = [deadlines.Pause(dt.date(2026, 9, 20), dt.date(2026, 9, 25), "test")] if paused else []
    found = deadlines.compute(
        start=start,
        limit=deadlines.Limit(amount, "working_days"),
        calendar=Calendar(weekend=[6, 7], holidays=[], working=[]),
        pauses=pauses,
    )
    told = deadlines.annotated(found.ledger, limit=Text("甲", "a"), pauses={"test": Text("乙", "b")})
    assert [(one.first, one.last, one.counts, one.rule) for one in told] == [
        (one.first, one.last, one.counts, one.rule) for one in found.ledger
    ]
    assert all(one.note.en in ("b", "a; b", "b; a") for one in told if one.rule == "paused: test")
    assert not told or told[0].note.en.endswith("a")
