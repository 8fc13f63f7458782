"""How many people each post needs for the limit to be kept: a search over whole runs that can stop and go on.

The search is a function of the runs made so far: it says which staffing to run next, or gives its answer. Whoever
calls keeps the runs, so a long search goes on where it stopped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tongban.engines.processes.simulation.outcome import Outcome

TARGET, MAX_RUNS, FULL = 0.95, 40, 0.98
Staffing = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Candidate:
    """A staffing that was run: the share within the limit and, by post, mean wait and load."""

    within: float
    waits: Mapping[str, float]
    loads: Mapping[str, float]

    @classmethod
    def of(cls, outcome: Outcome) -> Candidate:
        return cls(
            outcome.within if outcome.within is not None else outcome.finished / max(outcome.cases, 1),
            {post.post: post.wait for post in outcome.posts},
            {post.post: post.load for post in outcome.posts},
        )


@dataclass(frozen=True)
class Answer:
    """The least staffing found that keeps the limit; `kept` is False when none within the bounds does, and then
    `staffing` is the best that was tried. `runs` counts what was tried.
    """

    staffing: Mapping[str, int]
    within: float
    kept: bool
    runs: int


@dataclass(frozen=True)
class Search:
    """`target` is the share of cases that keep the limit, `most` the people that a post can have."""

    target: float = TARGET
    most: int = 100
    max_runs: int = MAX_RUNS


def search(start: Mapping[str, int], known: Mapping[Staffing, Candidate], how: Search) -> Mapping[str, int] | Answer:
    """The next staffing to run, or the answer.

    From the least number that can bear the load, one person is added where a person saves most waiting, until the
    limit is kept; then people are taken away again, one post after another, as long as it stays kept. The answer is
    least in this sense: one person fewer at any post breaks the limit.
    """
    return _Seeker(known, how).seek(dict(start))


class _Unknown(Exception):  # noqa: N818 (a message between two functions of this module)
    def __init__(self, staffing: Mapping[str, int]) -> None:
        self.staffing = staffing


class _Seeker:
    def __init__(self, known: Mapping[Staffing, Candidate], how: Search) -> None:
        self.known, self.how = known, how

    def _of(self, staffing: Mapping[str, int]) -> Candidate:
        found = self.known.get(tuple(sorted(staffing.items())))
        if found is None:
            raise _Unknown(dict(staffing))
        return found

    def seek(self, start: dict[str, int]) -> Mapping[str, int] | Answer:
        try:
            first = self._of(start)
            least = {
                post: min(max(math.ceil(first.loads.get(post, 0.0) / FULL), 1), self.how.most) for post in sorted(start)
            }
            good = self._climb(least)
            return self._answer(self._descend(good, least) if good is not None else None)
        except _Unknown as unknown:
            return unknown.staffing if len(self.known) < self.how.max_runs else self._answer(None)

    def _climb(self, staffing: dict[str, int]) -> dict[str, int] | None:
        while True:
            found = self._of(staffing)
            if found.within >= self.how.target:
                return staffing
            free = [post for post, people in staffing.items() if people < self.how.most]
            if not free:
                return None
            gain: Callable[[str], float] = lambda post: found.waits.get(post, 0.0) / staffing[post]  # noqa: E731, B023 (used at once)
            post = max(free, key=gain)
            if found.waits.get(post, 0.0) <= 0:
                return None  # nobody waits for people: more of them change nothing
            grown = max(1, math.ceil(staffing[post] * 0.1))
            staffing = {**staffing, post: min(staffing[post] + grown, self.how.most)}

    def _descend(self, staffing: dict[str, int], least: Mapping[str, int]) -> dict[str, int]:
        for post in sorted(staffing, key=lambda one: -staffing[one]):
            while staffing[post] > least[post]:
                fewer = {**staffing, post: staffing[post] - 1}
                if self._of(fewer).within < self.how.target:
                    break
                staffing = fewer
        return staffing

    def _answer(self, staffing: dict[str, int] | None) -> Answer:
        if staffing is not None:
            return Answer(staffing, self._of(staffing).within, kept=True, runs=len(self.known))
        best = max(self.known, key=lambda one: (self.known[one].within, -sum(people for _, people in one)))
        kept = self.known[best].within >= self.how.target
        return Answer(dict(best), self.known[best].within, kept=kept, runs=len(self.known))
