"""Whole runs: the game decides what happens, the plan when."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.processes.simulation import Arrivals, Plan, PlanError, Spread, SpreadError, Staff, Work, simulate
from tongban.engines.processes.tests.building import ERROR, MESSAGE, flows, graph, many, node, straight, timer
from tongban.engines.processes.tests.random_models import BLOCKS, build
from tongban.engines.processes.tests.simulation.plans import DAY, HOUR, MONDAY, OFFICE, constant, plan, random_at

CHOICE = graph(
    node("start", "s"), node("xor", "g", default="g-b"), node("user", "a"), node("user", "b"), node("end", "e"),
    flows("s>g", "g>a: good = true", "g>b", "a>e", "b>e"),
)  # fmt: skip


def counts(outcome) -> dict[str, int]:
    return {step.element: step.count for step in outcome.steps}


def test_work_stands_still_at_night_and_at_weekends() -> None:
    friday = MONDAY + dt.timedelta(days=4, hours=16)
    one = plan(start=friday, works={"a": Work(constant(2 * HOUR), "p")}, staff={"p": Staff(1, OFFICE)})
    outcome = simulate(graph(*straight("a")), replace(one, arrivals=Arrivals(times=(0.0,))))
    assert outcome.p50 == 2 * DAY + 18 * HOUR  # one hour on Friday, one on Monday from nine
    assert (outcome.steps[0].working, outcome.steps[0].waiting) == (2 * HOUR, outcome.p50 - 2 * HOUR)


def test_a_holiday_of_the_calendar_is_no_working_day() -> None:
    one = plan(works={"a": Work(constant(HOUR), "p")}, staff={"p": Staff(1, OFFICE)})
    outcome = simulate(
        graph(*straight("a")), replace(one, arrivals=Arrivals(times=(0.0,))), calendar=lambda day: day.day != 23
    )
    assert outcome.p50 == DAY + 10 * HOUR


def test_the_same_plan_gives_the_same_outcome_and_another_seed_another() -> None:
    one = plan(200, works={"a": Work(random_at(HOUR), "p")}, staff={"p": Staff(2)}, arrivals=Arrivals(random_at(HOUR)))
    assert simulate(graph(*straight("a")), one) == simulate(graph(*straight("a")), one)
    assert simulate(graph(*straight("a")), one) != simulate(graph(*straight("a")), replace(one, seed=2))


def test_ways_follow_the_shares_of_the_plan() -> None:
    found = counts(simulate(CHOICE, plan(2_000, shares={"g-a": 0.3, "g-b": 0.7})))
    assert found["a"] == pytest.approx(600, abs=60)
    assert found["a"] + found["b"] == 2_000


def test_without_shares_the_conditions_decide_over_sampled_data() -> None:
    found = counts(simulate(CHOICE, plan(2_000, data={"good": ((True, 0.9), (False, 0.1))})))
    assert found["a"] == pytest.approx(1_800, abs=60)


def test_parallel_branches_meet_and_the_longer_counts() -> None:
    both = graph(
        node("start", "s"), node("and", "f"), node("user", "a"), node("user", "b"), node("and", "j"), node("end", "e"),
        flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>e"),
    )  # fmt: skip
    outcome = simulate(both, plan(works={"a": Work(constant(HOUR)), "b": Work(constant(3 * HOUR))}))
    assert outcome.p50 == 3 * HOUR


def test_a_timer_at_the_edge_takes_the_work_away_and_frees_whoever_did_it() -> None:
    cut = graph(
        node("start", "s"), node("user", "a"), node("boundary", "t", timer("PT1H"), attachedToRef="a"),
        node("user", "b"), node("end", "e"), flows("s>a", "a>e", "t>b", "b>e"),
    )  # fmt: skip
    outcome = simulate(
        cut,
        plan(
            2, works={"a": Work(constant(9 * HOUR), "p"), "b": Work(constant(60))}, staff={"p": Staff(1, all_week=True)}
        ),
    )
    assert [step.cancelled for step in outcome.steps if step.element == "a"] == [2]
    assert outcome.longest == HOUR + 60
    assert outcome.posts[0].load == pytest.approx(2 * HOUR / (outcome.days * DAY))


def test_messages_come_when_the_plan_says_and_errors_as_often() -> None:
    waiting = graph(
        node("start", "s"), node("service", "x", tongban_operation="ask"), node("boundary", "z", ERROR, attachedToRef="x"),
        node("catch", "m", MESSAGE), node("user", "b"), node("end", "e"), flows("s>x", "x>m", "z>b", "m>e", "b>e"),
    )  # fmt: skip
    outcome = simulate(waiting, plan(1_000, waits={"m": constant(DAY), "x": constant(HOUR)}, shares={"z": 0.2}))
    assert counts(outcome)["b"] == pytest.approx(200, abs=40)
    assert (outcome.p50, outcome.finished) == (DAY + HOUR, 1_000)


def test_several_instances_and_called_processes_are_played() -> None:
    child = graph(*straight("c"), key="child")
    whole = graph(
        node("start", "s"), node("user", "a", many("units")), node("call", "k", calledElement="child"), node("end", "e"),
        flows("s>a", "a>k", "k>e"),
    )  # fmt: skip
    outcome = simulate(whole, plan(graphs={"child": child}, counts={"a": 3}, works={"child/c": Work(constant(HOUR))}))
    assert counts(outcome) == {"a": 3, "child/c": 1}
    assert outcome.p50 == HOUR


def test_the_urgent_is_done_first() -> None:
    both = graph(
        node("start", "s"), node("and", "f"), *(node("user", name) for name in "abc"), node("end", "e"),
        flows("s>f", "f>a", "f>b", "f>c", "a>e", "b>e", "c>e"),
    )  # fmt: skip
    works = {name: Work(constant(HOUR), "p", priority) for name, priority in (("a", 1), ("b", 2), ("c", 0))}
    outcome = simulate(both, plan(works=works, staff={"p": Staff(1, all_week=True)}))
    waits = {step.element: step.waiting for step in outcome.steps}
    assert waits == {"a": 0.0, "c": HOUR, "b": 2 * HOUR}  # `a` had begun when the others came


def test_the_limit_ends_with_its_last_day() -> None:
    one = plan(works={"a": Work(constant(2 * DAY - HOUR))}, limit=(1, True), arrivals=Arrivals(times=(0.0,)))
    assert simulate(graph(*straight("a")), one).within == 1.0
    late = replace(one, works={"a": Work(constant(2 * DAY + 1))})
    assert simulate(graph(*straight("a")), late).within == 0.0


def test_a_run_is_bounded() -> None:
    endless = graph(
        node("start", "s"), node("xor", "j"), node("user", "a"), node("xor", "g", default="g-e"), node("end", "e"),
        flows("s>j", "j>a", "a>g", "g>j: again = true", "g>e"),
    )  # fmt: skip
    outcome = simulate(endless, plan(1, shares={"g-j": 1.0}, max_events=500))
    assert (outcome.cut, outcome.open) == (True, 1)


def test_a_thousand_cases_of_twenty_tasks_take_seconds() -> None:
    names = [f"t{place}" for place in range(20)]
    works = {name: Work(Spread("lognormal", (600, 1_800)), f"p{len(name)}") for name in names}
    began = time.perf_counter()
    outcome = simulate(graph(*straight(*names)), plan(1_000, works=works, staff={"p2": Staff(6, OFFICE)}))
    assert outcome.finished == 1_000
    assert time.perf_counter() - began < 10


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_samples_stay_between_the_least_and_the_most(values: list[float], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    for kind in ("triangular", "empirical"):
        spread = Spread(kind, tuple(values))
        found = [spread.sample(chance) for _ in range(20)]
        assert all(values[0] - 1e-6 <= one <= values[2] + 1e-6 for one in found)


@pytest.mark.parametrize(
    ("kind", "values"),
    [("constant", ()), ("triangular", (3, 2, 1)), ("lognormal", (0, 5)), ("constant", (-1,)), ("odd", (1,))],
)
def test_a_time_that_makes_no_sense_is_refused(kind: str, values: tuple[float, ...]) -> None:
    with pytest.raises(SpreadError):
        Spread(kind, values)


def test_a_post_that_never_opens_is_refused() -> None:
    one = plan(works={"a": Work(constant(HOUR), "p")}, staff={"p": Staff(1)})
    with pytest.raises(PlanError, match="working day"):
        simulate(graph(*straight("a")), one, calendar=lambda _day: False)
    with pytest.raises(PlanError):
        Plan(MONDAY, 0, Arrivals())


@given(BLOCKS, st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_every_random_model_is_simulated_to_its_end(block: object, seed: int) -> None:
    """Whatever the game can play, the simulation plays: no case fails, and none but one that waits for ever stays."""
    one, _writes = build(block)
    outcome = simulate(one, plan(5, seed=seed, max_events=20_000))
    assert outcome.failed == 0
    assert outcome.finished + outcome.open == 5
