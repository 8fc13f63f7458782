"""The engine beside an oracle that walks day by day, and a reader that knows only the ledger; requests as JSON."""

from __future__ import annotations

import datetime as dt
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines import wire
from tongban.engines.deadlines.tests.oracle import Walk
from tongban.engines.deadlines.tests.reader import read

DATES = st.dates(dt.date(2024, 1, 1), dt.date(2025, 6, 30))
DAYS = DATES.map(str)
MOMENTS = st.one_of(DAYS, DAYS, DAYS.map("{}T23:59".format))
AMOUNTS = {"working_days": 60, "calendar_days": 90, "weeks": 12, "months": 14, "years": 2}


@st.composite
def amounts(draw):
    unit = draw(st.sampled_from(list(AMOUNTS)))
    return {"amount": draw(st.integers(0, AMOUNTS[unit])), "unit": unit}


@st.composite
def calendars(draw):
    free = draw(st.sets(DAYS, max_size=25))
    working, half = draw(st.sets(DAYS, max_size=10)) - free, draw(st.sets(DAYS, max_size=5)) - free
    weekend = draw(st.sampled_from([[6, 7], [5, 6], [7], [], [1, 3, 5, 7]]))
    return {"holidays": sorted(free), "working": sorted(working), "half_days": sorted(half), "weekend": weekend}


@st.composite
def pauses(draw):
    first, length = draw(DATES), draw(st.one_of(st.none(), st.integers(0, 40), st.integers(0, 40)))
    to = None if length is None else str(first + dt.timedelta(days=length))
    policy = draw(st.sampled_from(["continue", "continue", "restart"]))
    return {"from": str(first), "to": to, "policy": policy, "cause": draw(st.sampled_from(["hearing", "test", ""]))}


@st.composite
def requests(draw):
    factor = draw(st.sampled_from([{}, {}, {"factor": 2}, {"factor": 0.5}, {"factor": 1.25}]))
    found = {
        "start": draw(MOMENTS), "limit": draw(amounts()) | factor, "calendar": draw(calendars()),
        "extensions": draw(st.lists(amounts(), max_size=3)), "pauses": draw(st.lists(pauses(), max_size=4)),
        "count_from": draw(st.sampled_from(["next_day", "same_day"])),
        "roll": draw(st.sampled_from(["none", "next_working_day", "previous_working_day"])),
    }  # fmt: skip
    as_of = draw(st.one_of(st.none(), MOMENTS))
    return found if as_of is None else found | {"as_of": as_of}


def ask(request, **more):
    limit = request["limit"]
    if "factor" in limit:  # as the command reads it: decimals, never binary fractions
        limit = limit | {"factor": wire.Decimal(str(limit["factor"]))}
    return wire.answer(request | {"limit": limit} | more)


@settings(max_examples=500, deadline=None)
@given(requests())
def test_date_status_and_rest_are_those_reached_by_walking_day_by_day(request):
    found, walk = ask(request), Walk(request)
    due = walk.due()
    assert (found["due"], found["status"]) == (None if due is None else str(due), walk.status())
    assert found["remaining"] == (None if due is None or walk.as_of is None else walk.remaining())
    assert found["provisional"] is False


@settings(max_examples=300, deadline=None)
@given(requests())
def test_the_ledger_alone_yields_the_same_date(request):
    found = ask(request)
    if found["due"] is None:
        assert (found["status"], found["ledger"]) == ("paused", [])
        return
    end, counted, first = read(found["ledger"])
    assert str(end) == found["due"]
    assert str(first) == request["start"][:10]
    limit = request["limit"]
    for stage, one in enumerate([limit, *request["extensions"]]):
        if one["unit"] in ("working_days", "calendar_days"):
            assert counted[stage] == math.ceil(one["amount"] * one.get("factor", 1))


@settings(max_examples=200, deadline=None)
@given(requests(), st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)), st.data())
def test_what_is_not_provisional_no_later_publication_can_change(request, until, data):
    calendar = request["calendar"]
    found = ask(request, calendar=calendar | {"published_until": str(until)})
    late = {day for day in data.draw(st.sets(DAYS, max_size=20)) if day > str(until)}
    free = set(calendar["holidays"]) ^ late
    changed = {"holidays": sorted(free), **{k: sorted(set(calendar[k]) - free) for k in ("working", "half_days")}}
    if not found["provisional"]:
        assert ask(request, calendar=calendar | changed)["due"] == found["due"]
    elif request["roll"] == "none":
        assert found["due"] > str(until)


@settings(max_examples=100, deadline=None)
@given(requests())
def test_remaining_days_count_down_to_zero_on_the_due_day(request):
    request = {**request, "pauses": [one for one in request["pauses"] if one["to"]]}
    request.pop("as_of", None)
    due = dt.date.fromisoformat(ask(request)["due"])
    there = ask(request, as_of=str(due))
    assert (there["remaining"], there["status"] in ("running", "paused")) == (0, True)
    after = ask(request, as_of=str(due + dt.timedelta(days=1)))
    assert (after["status"], after["remaining"] <= 0) == ("overdue", True)
