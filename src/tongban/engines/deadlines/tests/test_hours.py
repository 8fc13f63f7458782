from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause

PLAIN = Calendar()
TEN = dt.datetime(2026, 3, 6, 10, 0)  # a Friday
HOURS = st.datetimes(dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 20)).map(
    lambda t: t.replace(minute=0, second=0, microsecond=0)
)


def due(amount=24, start=TEN, **more):
    return compute(start=start, limit=Limit(amount, "hours"), calendar=PLAIN, **more)


def test_hours_run_from_the_moment_also_on_free_days():
    assert due().due == dt.datetime(2026, 3, 7, 10, 0)
    assert due(roll="next_working_day").due == dt.datetime(2026, 3, 9, 10, 0)
    assert due(Decimal("1.5")).due == dt.datetime(2026, 3, 6, 11, 30)
    assert due(extensions=[Extension(12, "hours")]).due == dt.datetime(2026, 3, 7, 22, 0)


def test_a_paused_day_stops_the_hours():
    found = due(pauses=[Pause(dt.date(2026, 3, 7), dt.date(2026, 3, 9), "test")])
    assert found.due == dt.datetime(2026, 3, 9, 10, 0)
    assert [(line.counts, line.rule) for line in found.ledger] == [
        (True, "hours"), (False, "paused: test"), (True, "hours"),
    ]  # fmt: skip
    assert due(pauses=[Pause(dt.date(2026, 3, 7), dt.date(2026, 3, 9), "x", "restart")]).due == dt.datetime(2026, 3, 10)


def test_an_open_pause_and_what_is_left():
    open_one = [Pause(dt.date(2026, 3, 7), None, "test")]
    assert due(pauses=open_one).status == "paused"
    found = due(pauses=open_one, as_of=dt.datetime(2026, 3, 8, 5, 0))
    assert (found.due, found.status) == (dt.datetime(2026, 3, 9, 10, 0), "paused")
    assert due(as_of=dt.datetime(2026, 3, 7, 4, 30)).remaining == Decimal("5.5")
    assert due(as_of=dt.datetime(2026, 3, 7, 10, 1)).status == "overdue"


def test_a_start_with_an_offset_gives_an_end_in_the_zone_of_the_calendar():
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    start = dt.datetime(2026, 3, 6, 2, 0, tzinfo=dt.UTC)
    found = compute(start=start, limit=Limit(24, "hours"), calendar=Calendar(zone=zone))
    assert found.due == dt.datetime(2026, 3, 7, 10, 0, tzinfo=zone)
    late = dt.datetime(2026, 3, 6, 17, 0, tzinfo=dt.UTC)  # already Saturday there
    assert compute(start=late, limit=Limit(1, "calendar_days"), calendar=Calendar(zone=zone)).due == dt.date(2026, 3, 8)


def test_hours_run_through_a_change_of_the_clock():
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    found = compute(start=dt.datetime(2026, 3, 28, 12, 0), limit=Limit(24, "hours"), calendar=Calendar(zone=zone))
    assert found.due == dt.datetime(2026, 3, 29, 13, 0)


def test_days_do_not_extend_hours():
    with pytest.raises(DeadlineError, match=r"extensions\[0\]\.unit"):
        due(extensions=[Extension(1, "calendar_days")])


@settings(max_examples=150, deadline=None)
@given(HOURS, st.integers(1, 100), st.lists(st.tuples(HOURS, st.integers(0, 60), st.booleans()), max_size=4))
def test_hours_equal_a_walk_hour_by_hour(start, amount, stops):
    hour = dt.timedelta(hours=1)
    pauses = [Pause(a, a + n * hour, "x", "restart" if again else "continue") for a, n, again in stops]
    now, left = start, amount
    while left:
        if any(p.policy == "restart" and p.start == p.end == now for p in pauses):
            left = amount  # one that lasts nothing begins the time anew all the same
        covering = [p for p in pauses if p.start <= now < p.end]
        again = [p.end for p in covering if p.policy == "restart"]
        if again:
            now, left = max(again), amount
        elif covering:
            now += hour
        else:
            now, left = now + hour, left - 1
    found = due(amount, start, pauses=pauses)
    assert found.due == now
    ran = sum(((line.last - line.first) for line in found.ledger if line.counts), dt.timedelta())
    assert ran == amount * hour
    assert found.ledger[-1].last == found.due
