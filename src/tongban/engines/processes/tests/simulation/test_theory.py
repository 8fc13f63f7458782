"""The simulation beside what queueing theory says: Erlang's waiting time and Little's law."""

from __future__ import annotations

import math

import pytest

from tongban.engines.processes.simulation import Arrivals, Plan, Staff, Work, simulate
from tongban.engines.processes.tests.building import graph, straight
from tongban.engines.processes.tests.simulation.plans import MONDAY, OFFICE, queue, random_at

RUNS, CASES = 4, 8_000


def erlang_wait(servers: int, rate: float, work: float) -> float:
    """The mean wait in M/M/c, in seconds (Erlang C): arrivals per second, mean work in seconds."""
    load = rate * work
    tail = load**servers / math.factorial(servers) * servers / (servers - load)
    waits = tail / (sum(load**k / math.factorial(k) for k in range(servers)) + tail)
    return waits * work / (servers - load)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.6), (2, 1.4), (5, 3.8)])
def test_the_mean_wait_is_that_of_erlang_within_eight_percent(servers: int, load: float) -> None:
    work, one = 600.0, graph(*straight("a"))
    found = [simulate(one, queue(servers, work / load, work, CASES, seed)).posts[0].wait for seed in range(1, RUNS + 1)]
    assert sum(found) / RUNS == pytest.approx(erlang_wait(servers, load / work, work), rel=0.08)


def test_utilisation_is_the_load_by_the_number_of_people() -> None:
    post = simulate(graph(*straight("a")), queue(2, 500.0, 600.0, CASES, 7)).posts[0]
    assert post.utilisation == pytest.approx(0.6, rel=0.03)
    assert post.load == pytest.approx(1.2, rel=0.03)


@pytest.mark.parametrize("hours", [((0.0, 24.0),), OFFICE])
def test_the_queue_is_as_long_as_little_says(hours: tuple[tuple[float, float], ...]) -> None:
    """Queue over time = arrivals in time x mean wait, whatever the hours; both sides are measured apart."""
    plan = Plan(
        MONDAY, 4_000, Arrivals(random_at(1_000), hours, all_week=False), {"a": Work(random_at(1_600), "post")},
        staff={"post": Staff(2, hours)}, seed=11,
    )  # fmt: skip
    outcome = simulate(graph(*straight("a")), plan)
    rate = outcome.cases / (outcome.days * 86_400)
    assert outcome.posts[0].queue == pytest.approx(rate * outcome.posts[0].wait, rel=1e-6)
