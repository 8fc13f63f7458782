"""Storms of timers, and clocks that jump: forward, back, over summer time, by years."""

import datetime as dt
import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.processes import api, models, timers
from tongban.engines.processes.graph import Timer
from tongban.engines.processes.tests.building import AT, at_work, flows, graph, node, started, timer
from tongban.engines.processes.tests.proving import TIMES, examples

STORM = 10_000 if TIMES > 1 else 400
DAY = dt.timedelta(days=1)
MANY = graph(
    node("start", "s"), node("end", "e"), node("and", "g"), node("and", "j"),
    *(node("catch", f"c{number}", timer("P1D")) for number in range(20)), node("user", "z"),
    flows("s>g", "j>z", "z>e", *(f"g>c{number}" for number in range(20)), *(f"c{number}>j" for number in range(20))),
)  # fmt: skip
RING = graph(
    node("start", "s"), node("end", "e"), node("user", "a"), node("end", "e2"),
    node("boundary", "w", timer("R/P1D", "timeCycle"), attachedToRef="a", cancelActivity="false"),
    node("manual", "note"), flows("s>a", "a>e", "w>note", "note>e2"),
)  # fmt: skip


@pytest.mark.django_db
def test_a_storm_of_timers_fires_each_once():
    for number in range(STORM // 20):
        started(MANY, key=f"case-{number}")
    later, fired = AT + DAY, 0
    while found := api.tick(at=later, limit=1000):
        fired += found
    assert fired == STORM
    assert models.Wait.objects.count() == 0
    assert Counter(models.Task.objects.values_list("element", flat=True)) == {"z": STORM // 20}


@pytest.mark.django_db
def test_timers_of_one_storm_fire_in_the_order_of_their_times():
    chances = random.Random(7)  # noqa: S311
    hours = [chances.randint(1, 500) for _ in range(40)]
    for number, wait in enumerate(hours):
        started(
            graph(node("start", "s"), node("end", "e"), node("catch", "c", timer(f"PT{wait}H")), flows("s>c", "c>e")),
            key=f"case-{number}",
        )
    assert api.tick(at=AT + 30 * DAY) == 40
    order = models.History.objects.filter(kind="fired").order_by("id").values_list("business_key", flat=True)
    assert [hours[int(key.partition("-")[2])] for key in order] == sorted(hours)


@pytest.mark.django_db
def test_a_clock_that_goes_back_fires_nothing_twice():
    started(RING)
    assert api.tick(at=AT + 2 * DAY) == 2
    assert api.tick(at=AT) == 0
    assert api.tick(at=AT + 2 * DAY) == 0
    assert api.tick(at=AT + 3 * DAY) == 1
    assert at_work() == ["a"]


@pytest.mark.django_db
def test_a_clock_that_stood_still_for_years_catches_up_in_parts_without_end():
    started(RING)
    assert api.tick(at=AT + 3650 * DAY, limit=100) == 100
    assert api.tick(at=AT + 3650 * DAY, limit=100) == 100
    assert api.timers(business_key="case-1")[0].due == AT + 201 * DAY


@examples(60)
@given(
    start=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)),
    months=st.integers(1, 60), zone=st.sampled_from(["Asia/Shanghai", "Europe/London", "America/St_Johns"]),
)  # fmt: skip
def test_months_keep_the_day_and_the_hour_of_the_clock_on_the_wall(start: dt.datetime, months: int, zone: str):
    with override_settings(TIME_ZONE=zone):
        timezone.get_default_timezone.cache_clear()
        try:
            due = timers.due(Timer("duration", f"P{months}M", 1), {}, "t", start).at
        finally:
            timezone.get_default_timezone.cache_clear()
    before, after = start.astimezone(ZoneInfo(zone)), due.astimezone(ZoneInfo(zone))
    assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == months
    assert after.day == before.day or after.day == ((after.replace(day=1) + 32 * DAY).replace(day=1) - DAY).day
    # An hour that summer time leaves out is the one after it.
    assert abs((after.hour * 60 + after.minute) - (before.hour * 60 + before.minute)) in (0, 60)


@examples(60)
@given(
    hours=st.integers(1, 10_000),
    start=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC)),
)
def test_hours_are_hours_whatever_summer_time_does(hours: int, start: dt.datetime):
    assert timers.due(Timer("duration", f"PT{hours}H", 1), {}, "t", start).at - start == dt.timedelta(hours=hours)
