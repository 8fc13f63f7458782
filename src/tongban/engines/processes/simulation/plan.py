"""What is simulated: arrivals, times, ways, people and their hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.processes.simulation.chances import NOTHING, Spread

Calendar = Callable[[dt.date], bool]
MAX_CASES, MAX_EVENTS, MAX_PEOPLE = 20_000, 2_000_000, 1_000
FRIDAY, MIDNIGHT = 5, 24
ALWAYS = ((0.0, 24.0),)
OFFICE = ((9.0, 12.0), (14.0, 17.0))


class PlanError(ValueError):
    """A plan cannot be simulated; the message says why."""


def weekdays(day: dt.date) -> bool:
    """Monday to Friday."""
    return day.isoweekday() <= FRIDAY


def every_day(day: dt.date) -> bool:
    del day
    return True


@dataclass(frozen=True, slots=True)
class Work:
    """How long a task keeps a person busy, at which post ("": nobody is needed), and how urgent it is (0 first)."""

    time: Spread = NOTHING
    post: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Staff:
    """The people at a post and their hours of the day, local. `all_week`: they work on every day of the calendar."""

    people: int
    hours: tuple[tuple[float, float], ...] = ALWAYS
    all_week: bool = False


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When cases arrive: `gap` is the open time between two of them, within the hours of a day; or `times` are given,
    as seconds after the start, in order.
    """

    gap: Spread = NOTHING
    hours: tuple[tuple[float, float], ...] = ALWAYS
    all_week: bool = True
    times: tuple[float, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A whole experiment. `start` is aware, in the zone in which hours are meant.

    `works` by user task; `waits` by message, service, call or limit: how long until it comes (services: the delay).
    `shares` by flow, boundary event, or looping activity: how often it is taken, comes, or goes round once more. Where
    none of a gateway's flows has a share, its conditions decide over `data` (each key: values with weights), or, with
    no data at all, all ways alike. `counts`: how many instances a multi-instance activity has. `limit` is the time
    limit: its amount and whether in working days. `graphs` are the processes that call activities name; what is not
    among them is waited for; their elements are named `process/element`. `seed` names the stream of chance.
    """

    start: dt.datetime
    cases: int
    arrivals: Arrivals
    works: Mapping[str, Work] = field(default_factory=dict)
    waits: Mapping[str, Spread] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, tuple[tuple[Any, float], ...]] = field(default_factory=dict)
    staff: Mapping[str, Staff] = field(default_factory=dict)
    limit: tuple[int, bool] | None = None
    graphs: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    max_events: int = MAX_EVENTS

    def __post_init__(self) -> None:
        if not 1 <= self.cases <= MAX_CASES:
            raise PlanError(f"1 to {MAX_CASES:,} cases can be simulated, not {self.cases:,}")
        if self.start.tzinfo is None:
            raise PlanError("the start has no zone")
        for post, staff in self.staff.items():
            if not 1 <= staff.people <= MAX_PEOPLE:
                raise PlanError(f"a post has 1 to {MAX_PEOPLE:,} people: {post}")
            check_hours(staff.hours)
        check_hours(self.arrivals.hours)
        if list(self.arrivals.times) != sorted(self.arrivals.times) or any(time < 0 for time in self.arrivals.times):
            raise PlanError("cases that are given arrive in order, after the start")
        if any(not 0 <= share <= 1 for share in self.shares.values()):
            raise PlanError("shares are between 0 and 1")


def check_hours(hours: tuple[tuple[float, float], ...]) -> None:
    """Raises PlanError unless the stretches ascend within a day and are not empty."""
    flat = [edge for stretch in hours for edge in stretch]
    if not hours or flat != sorted(flat) or flat[0] < 0 or flat[-1] > MIDNIGHT or any(a >= b for a, b in hours):
        raise PlanError("hours are stretches of one day, one after another, such as 9–12 and 14–17")
