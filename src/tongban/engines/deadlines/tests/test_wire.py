from __future__ import annotations

import datetime as dt
from decimal import Decimal

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
        ({"start": "20260917"}, "start"),
        ({"start": "2026-W10-1"}, "start"),
        ({"start": "0001-01-01T00:00+08:00"}, "start"),
        ({"start": "2026-09-17T24:01"}, "start"),
        ({"start": "0001-01-01", "limit": {"amount": 1, "unit": "hours"}}, "start"),
        ({"start": "9999-12-31", "limit": {"amount": 1, "unit": "calendar_days"}}, "limit.amount"),
        ({"start": "9999-12-31T23:00", "limit": {"amount": 48, "unit": "hours"}}, "start"),
        ({"limit": {"amount": Decimal("NaN"), "unit": "weeks"}}, "limit.amount"),
        ({"limit": {"amount": Decimal("1e999999"), "unit": "weeks", "factor": Decimal("1e999999")}}, "limit.amount"),
        ({"calendar": {"holidays": ["2026-01-01"], "half_days": ["2026-01-01"]}}, "calendar.half_days"),
        ({"calendar": {"holidays": [Decimal("20260101.5")]}}, "calendar.holidays[0]"),
        ({"calendar": None}, "calendar"),
        ({"pauses": [{"from": "2026-09-20T10:00", "to": "2026-09-20T09:59"}]}, "pauses[0].to"),
        ({"pauses": [{"from": "2026-09-20"}] * 1001}, "pauses"),
    ],
)
def test_wrong_input_is_refused_naming_the_key(change, key):
    with pytest.raises(DeadlineError) as refused:
        wire.answer(GOOD | change)
    assert refused.value.key == key
    assert refused.value.message


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
