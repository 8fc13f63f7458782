"""The critical path beside an oracle that walks every chain of steps day by day and knows nothing of graphs."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines import api as deadlines
from tongban.engines.deadlines.api import Extension, Limit, Pause, Step

ONE = dt.timedelta(days=1)
START = dt.date(2026, 3, 2)
DAYS = st.integers(0, 60).map(lambda count: START + count * ONE)
UNITS = st.sampled_from(["working_days", "calendar_days"])
WEEKS = deadlines.Calendar(weekend=frozenset({6, 7}))


@st.composite
def pauses(draw):
    first, length = draw(DAYS), draw(st.integers(0, 9))
    end = None if length == 9 else first + length * ONE
    return Pause(first, end, "test", draw(st.sampled_from(["continue", "continue", "restart"])))


@st.composite
def graphs(draw):
    found = []
    for number in range(draw(st.integers(1, 6))):
        before = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        found.append(
            Step(
                str(number), Limit(draw(st.integers(0, 15)), draw(UNITS)), tuple(map(str, sorted(before))),
                draw(st.none() | DAYS), tuple(draw(st.lists(pauses(), max_size=2))),
                tuple(draw(st.lists(st.builds(Extension, st.integers(1, 6), UNITS), max_size=2))),
            )
        )  # fmt: skip
    return draw(st.permutations(found))


def walked(begin, step, as_of):
    """The last day of one step, counted on the fingers."""
    standing = [one for one in step.pauses if one.end or one.start <= as_of]
    stops = [(one.start, one.end or as_of + ONE, one.policy) for one in standing]
    day = begin
    while not step.limit.amount and any(a <= day < b for a, b, _ in stops):
        day += ONE
    for amount, unit in [(step.limit.amount, step.limit.unit), *((one.amount, one.unit) for one in step.extensions)]:
        left = amount
        while left:
            day += ONE
            counts = unit == "calendar_days" or day.isoweekday() < 6
            left -= counts and not any(a <= day < b for a, b, _ in stops)
    again = sorted(b for a, b, policy in stops if policy == "restart" and b > begin and a <= day)
    return walked(again[0], step, as_of) if again else day


def chains(steps, end):
    """Every way through the graph to one step."""
    by = {one.id: one for one in steps}
    return [[*chain, end] for one in by[end].after for chain in chains(steps, one)] or [[end]]


def last_of(steps, chain, as_of):
    by, day = {one.id: one for one in steps}, START
    for name in chain:
        due = walked(day, by[name], as_of)
        day = min(due, by[name].ended) if by[name].ended else due
    return day


@settings(max_examples=250)
@given(steps=graphs(), joint=st.none() | DAYS, as_of=DAYS)
def test_the_critical_path_is_the_longest_of_all_chains_walked_day_by_day(steps, joint, as_of):
    found = deadlines.plan(start=START, steps=steps, calendar=WEEKS, joint=joint, as_of=as_of)
    ends = {one.id: max(last_of(steps, chain, as_of) for chain in chains(steps, one.id)) for one in steps}
    assert {one.id: one.over for one in found.steps} == ends
    assert found.path_due == max(ends.values())
    assert found.due == (min(joint, found.path_due) if joint else found.path_due)
    assert last_of(steps, found.path, as_of) == found.path_due
    assert list(found.path) in chains(steps, found.path[-1])


@given(steps=graphs(), as_of=DAYS)
def test_who_finishes_early_helps_the_whole_and_who_is_late_moves_no_promise(steps, as_of):
    before = deadlines.plan(start=START, steps=steps, calendar=WEEKS, as_of=as_of)
    late = [Step(**{**vars(one), "ended": dt.date(2027, 1, 1)}) if one.ended is None else one for one in steps]
    early = [Step(**{**vars(one), "ended": START}) for one in steps]
    assert deadlines.plan(start=START, steps=late, calendar=WEEKS, as_of=as_of).due == before.due
    assert deadlines.plan(start=START, steps=early, calendar=WEEKS, as_of=as_of).due <= before.due


@pytest.mark.parametrize("after", [{"a": ("b",), "b": ("a",)}, {"a": ("a",)}, {"a": ("nobody",)}])
def test_a_circle_or_an_unknown_step_is_named(after):
    steps = [Step(name, Limit(1, "working_days"), before) for name, before in after.items()]
    with pytest.raises(deadlines.DeadlineError, match=r"circle|unknown"):
        deadlines.plan(start=START, steps=steps, calendar=WEEKS, as_of=START)


def test_an_unpublished_year_makes_the_whole_provisional_and_a_standing_step_leaves_it_open():
    calendar = deadlines.Calendar(weekend=frozenset({6, 7}), years=frozenset({2026}))
    steps = [Step("a", Limit(5, "working_days")), Step("b", Limit(10, "working_days"), ("a",))]
    begun = dt.date(2026, 12, 21)
    assert deadlines.plan(start=begun, steps=steps, calendar=calendar, as_of=begun).provisional
    assert not deadlines.plan(start=START, steps=steps, calendar=calendar, as_of=START).provisional
    standing = [Step("a", Limit(5, "working_days"), pauses=(Pause(START + ONE, None),)), steps[1]]
    assert deadlines.plan(start=START, steps=standing, calendar=calendar, as_of=START).open
