"""The engine beside an oracle that walks day by day, and a reader that knows only the ledger."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines.calendars import Calendar
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause
from tongban.engines.deadlines.tests import oracle

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2025, 6, 30))
UNITS = st.sampled_from(["working_days", "calendar_days", "weeks", "months", "years"])
AMOUNTS = {"working_days": 60, "calendar_days": 90, "weeks": 12, "months": 14, "years": 2}


@st.composite
def amounts(draw):
    unit = draw(UNITS)
    return draw(st.integers(1, AMOUNTS[unit])), unit


@st.composite
def calendars(draw):
    holidays = draw(st.sets(DAYS, max_size=25))
    working = draw(st.sets(DAYS, max_size=10)) - holidays
    weekend = draw(st.sampled_from([{6, 7}, {5, 6}, {7}, set(), {1, 3, 5, 7}]))
    return {"holidays": holidays, "working": working, "weekend": weekend}


@st.composite
def pauses(draw):
    first = draw(DAYS)
    length = draw(st.one_of(st.none(), st.integers(0, 40)))
    return {
        "from": first,
        "to": None if length is None else first + dt.timedelta(days=length),
        "policy": draw(st.sampled_from(["continue", "continue", "restart"])),
    }


@st.composite
def requests(draw):
    start = draw(DAYS)
    as_of = draw(st.one_of(st.none(), DAYS))
    return {
        "start": start, "as_of": as_of, "limit": draw(amounts()), "calendar": draw(calendars()),
        "extensions": draw(st.lists(amounts(), max_size=2)), "pauses": draw(st.lists(pauses(), max_size=4)),
        "same_day": draw(st.booleans()), "roll": draw(st.sampled_from(["none", "next_working_day", "previous_working_day"])),
    }  # fmt: skip


def ask(request, **more):
    return compute(
        start=request["start"],
        limit=Limit(*request["limit"]),
        calendar=Calendar(**request["calendar"], **more),
        count_from="same_day" if request["same_day"] else "next_day",
        roll=request["roll"],
        pauses=[Pause(p["from"], p["to"], "hearing", p["policy"]) for p in request["pauses"]],
        extensions=[Extension(*one) for one in request["extensions"]],
        as_of=request["as_of"],
    )


@settings(max_examples=400, deadline=None)
@given(requests())
def test_the_due_day_is_the_one_reached_by_walking_day_by_day(request):
    assert ask(request).due == oracle.due(**request)


@settings(max_examples=300, deadline=None)
@given(requests())
def test_the_ledger_alone_yields_the_same_date(request):
    found = ask(request)
    if found.due is None:
        assert (found.status, found.ledger) == ("paused", ())
        return
    lines = found.ledger
    assert lines[-1].last == found.due
    unrolled = [line for line in lines if not line.rule.startswith("rolled")]
    for before, after in pairwise(unrolled):
        assert after.first == before.last + dt.timedelta(days=1), "no day is missing, none stands twice"
    assert unrolled[0].first == request["start"]
    counted = [(line.rule, (line.last - line.first).days + 1) for line in lines if line.counts]
    if request["limit"][1] in ("working_days", "calendar_days"):
        assert sum(n for rule, n in counted if not rule.startswith("extension")) == request["limit"][0]
    for number, (amount, unit) in enumerate(request["extensions"], 1):
        if unit in ("working_days", "calendar_days"):
            assert sum(n for rule, n in counted if rule.startswith(f"extension {number}:")) == amount


@settings(max_examples=200, deadline=None)
@given(requests(), st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)), st.data())
def test_what_is_not_provisional_no_later_publication_can_change(request, until, data):
    found = ask(request, published_until=until)
    late = {day for day in data.draw(st.sets(DAYS, max_size=20)) if day > until}
    changed = request["calendar"] | {"holidays": request["calendar"]["holidays"] ^ late}
    changed["working"] = changed["working"] - changed["holidays"]
    if not found.provisional:
        assert ask(request | {"calendar": changed}).due == found.due


@settings(max_examples=100, deadline=None)
@given(requests())
def test_remaining_days_count_down_to_zero_on_the_due_day(request):
    request = request | {"as_of": None, "pauses": [p for p in request["pauses"] if p["to"]]}
    due = ask(request).due
    assert ask(request | {"as_of": due}).remaining == 0
    assert ask(request | {"as_of": due}).status in ("running", "paused")
    after = ask(request | {"as_of": due + dt.timedelta(days=1)})
    assert after.status == "overdue"
    assert after.remaining <= 0
