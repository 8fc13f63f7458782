"""Plans in a few words."""

from __future__ import annotations

import datetime as dt

from tongban.engines.processes.simulation import Arrivals, Plan, Spread, Staff, Work

MONDAY = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)
OFFICE = ((9.0, 12.0), (14.0, 17.0))
HOUR, DAY = 3_600.0, 86_400.0


def constant(seconds: float) -> Spread:
    return Spread("constant", (seconds,))


def random_at(mean: float) -> Spread:
    return Spread("exponential", (mean,))


def queue(servers: int, gap: float, work: float, cases: int, seed: int) -> Plan:
    """One step `a` with so many people, day and night: M/M/c."""
    return Plan(
        MONDAY, cases, Arrivals(random_at(gap)), {"a": Work(random_at(work), "post")},
        staff={"post": Staff(servers, all_week=True)}, seed=seed,
    )  # fmt: skip


def plan(cases: int = 1, **given: object) -> Plan:
    """Cases that arrive an hour apart, unless told otherwise."""
    return Plan(**{"start": MONDAY, "cases": cases, "arrivals": Arrivals(constant(HOUR)), **given})  # type: ignore[arg-type]
