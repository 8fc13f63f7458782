from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines import wire
from tongban.engines.deadlines.calendars import DeadlineError

GOOD = {"start": "2026-09-17", "limit": {"amount": 20, "unit": "working_days"}, "calendar": "cn", "as_of": "2026-10-20"}


def test_a_request_is_answered_as_plain_json():
    answer = wire.answer(GOOD)
    assert (answer["due"], answer["provisional"], answer["status"], answer["remaining"]) == (
        "2026-10-21", False, "running", 1,
    )  # fmt: skip
    assert answer["ledger"][0] == {"from": "2026-09-17", "to": "2026-09-17", "counts": False, "rule": "start"}
    assert answer["ledger"][-1]["to"] == "2026-10-21"


def test_a_calendar_can_be_given_in_the_request():
    own = {"weekend": [5, 6], "holidays": ["2026-03-08"], "working": ["2026-03-13"], "published_until": "2026-03-15"}
    found = wire.answer(GOOD | {"start": "2026-03-05", "calendar": own, "limit": {"amount": 5, "unit": "working_days"}})
    assert found["due"] == "2026-03-13"
    assert not found["provisional"]
    assert wire.answer(GOOD | {"start": "2026-03-12", "calendar": own})["provisional"]


def test_lines_in_lines_out_and_one_object_over_several_lines():
    one, two = json.dumps(GOOD), json.dumps(GOOD | {"start": "2026-09-18"})
    assert len(list(wire.answer_lines([one, "\n", two]))) == 2
    assert len(list(wire.answer_lines(json.dumps(GOOD, indent=2).splitlines(keepends=True)))) == 1


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"start": "2026-02-30"}, "start"),
        ({"start": 20260917}, "start"),
        ({"limit": {"amount": "5", "unit": "weeks"}}, "limit.amount"),
        ({"limit": {"amount": True, "unit": "weeks"}}, "limit.amount"),
        ({"limit": {"amount": -1, "unit": "weeks"}}, "limit.amount"),
        ({"limit": {"amount": 10**30, "unit": "years"}}, "limit.amount"),
        ({"limit": {"amount": 99_999, "unit": "years"}}, "limit.amount"),
        ({"limit": {"amount": 5, "unit": "fortnights"}}, "limit.unit"),
        ({"limit": {"amount": 5}}, "limit.unit"),
        ({"limit": {"amount": 5, "unit": "weeks", "factor": 0}}, "limit.factor"),
        ({"limit": {"amount": 5, "unit": "weeks", "month_end": "x"}}, "limit.month_end"),
        ({"limit": [5]}, "limit"),
        ({"count_from": "tomorrow"}, "count_from"),
        ({"roll": 3}, "roll"),
        ({"roll": "up"}, "roll"),
        ({"calendar": "xx"}, "calendar"),
        ({"calendar": {"weekend": [8]}}, "calendar.weekend"),
        ({"calendar": {"weekend": "67"}}, "calendar.weekend"),
        ({"calendar": {"holidays": ["x"]}}, "calendar.holidays[0]"),
        ({"calendar": {"holidays": ["2026-01-01"], "working": ["2026-01-01"]}}, "calendar.working"),
        ({"calendar": {"weekend": [1, 2, 3, 4, 5, 6, 7]}}, "calendar"),
        ({"pauses": [{"from": "2026-09-20", "to": "2026-09-19"}]}, "pauses[0].to"),
        ({"pauses": [{"to": "2026-09-19"}]}, "pauses[0].from"),
        ({"pauses": [{"from": "2026-09-19", "policy": "stop"}]}, "pauses[0].policy"),
        ({"pauses": {}}, "pauses"),
        ({"extensions": [{"amount": 1, "unit": "hours"}]}, "extensions[0].unit"),
        ({"extensions": [7]}, "extensions[0]"),
        ({"stat": 1}, "stat"),
    ],
)
def test_wrong_input_is_refused_naming_the_key(change, key):
    with pytest.raises(DeadlineError) as refused:
        wire.answer(GOOD | change)
    assert refused.value.key == key
    assert refused.value.message


def test_a_faulty_line_is_named():
    with pytest.raises(DeadlineError, match="line 2"):
        list(wire.answer_lines([json.dumps(GOOD), "{", json.dumps(GOOD)]))
    with pytest.raises(DeadlineError, match="line 2: roll"):
        list(wire.answer_lines([json.dumps(GOOD), json.dumps(GOOD | {"roll": "up"})]))
    with pytest.raises(DeadlineError, match="line 1"):
        list(wire.answer_lines(["[" * 100_000]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(dt.date.isoformat),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "to", "amount", "unit"]), inner)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(wire.KEYS)), JSON))
def test_no_json_whatever_ends_in_anything_but_an_answer_or_a_named_refusal(request):
    try:
        assert set(wire.answer(GOOD | request)) == {"due", "provisional", "status", "remaining", "ledger"}
    except DeadlineError as refused:
        assert refused.key.split(".")[0].split("[")[0] in {*wire.KEYS, ""}  # noqa: PT017 (either is right)
