"""The search for people: the answer keeps the limit, and one person fewer anywhere breaks it."""

from __future__ import annotations

from dataclasses import replace

from tongban.engines.processes.simulation import Answer, Arrivals, Candidate, Search, Staff, Work, search, simulate
from tongban.engines.processes.tests.building import graph, straight
from tongban.engines.processes.tests.simulation.plans import HOUR, OFFICE, plan, random_at

PLAN = plan(
    300, works={"a": Work(random_at(HOUR), "p"), "b": Work(random_at(2 * HOUR), "q")},
    arrivals=Arrivals(random_at(HOUR / 3), OFFICE, all_week=False), limit=(3, True),
    staff={"p": Staff(1, OFFICE), "q": Staff(1, OFFICE)},
)  # fmt: skip
GRAPH = graph(*straight("a", "b"))


def within(staffing: dict[str, int]) -> Candidate:
    staff = {post: replace(PLAN.staff[post], people=people) for post, people in staffing.items()}
    return Candidate.of(simulate(GRAPH, replace(PLAN, staff=staff)))


def found(how: Search) -> tuple[Answer, dict]:
    known: dict = {}
    while not isinstance(step := search({"p": 1, "q": 1}, known, how), Answer):
        known[tuple(sorted(step.items()))] = within(dict(step))
    return step, known


def test_the_answer_keeps_the_limit_and_no_post_can_spare_anybody() -> None:
    answer, known = found(Search(max_runs=60))
    assert answer.kept
    assert answer.within >= 0.95
    for post, people in answer.staffing.items():
        fewer = {**answer.staffing, post: people - 1}
        assert people == 1 or fewer[post] < known[("p", 1), ("q", 1)].loads[post] or within(fewer).within < 0.95


def test_a_limit_that_nobody_can_keep_is_said_so() -> None:
    answer, _known = found(Search(target=0.95, most=2))
    assert not answer.kept


def test_the_number_of_runs_is_bounded() -> None:
    answer, known = found(Search(max_runs=3))
    assert (len(known), answer.runs) == (3, 3)
