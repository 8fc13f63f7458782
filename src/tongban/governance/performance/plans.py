"""A plan as it is kept: JSON that a form fills, and the plan of the engine that it stands for. Times in seconds.

{"start": ISO, "cases": 500, "per_day": 12, "limit": 20, "working": true, "hours": [[9, 12], [14, 17]], "seed": 1,
 "steps": {element: {"time": [kind, values], "post": reference, "source": "log"|"assumed"|"given", "count": n}},
 "waits": {element: {"time": …}}, "shares": {flow: {"share": 0.3, …}}, "staff": {reference: people}, "find": true}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from tongban.engines.deadlines import api as deadlines
from tongban.engines.processes import api as processes
from tongban.engines.processes.api import simulation

REGION = "cn"
MOST_CASES, MOST_EVENTS = 5_000, 400_000


def spread_of(kept: list[Any]) -> simulation.Spread:
    kind, values = kept
    return simulation.Spread(kind, tuple(float(value) for value in values))


def plan_of(
    kept: Mapping[str, Any], graphs: Mapping[str, processes.Graph], staff: Mapping[str, int] | None = None
) -> simulation.Plan:  # fmt: skip
    """The engine's plan; `staff` other than the kept one for the search. Raises PlanError, SpreadError."""
    hours = tuple((float(first), float(last)) for first, last in kept["hours"])
    open_hours = sum(last - first for first, last in hours)
    gap = open_hours * 3_600 / max(float(kept["per_day"]), 0.001)
    people = staff if staff is not None else kept["staff"]
    return simulation.Plan(
        start=dt.datetime.fromisoformat(kept["start"]).astimezone(timezone.get_default_timezone()),
        cases=min(int(kept["cases"]), MOST_CASES),
        arrivals=simulation.Arrivals(simulation.Spread("exponential", (gap,)), hours, all_week=False),
        works={
            name: simulation.Work(spread_of(one["time"]), one["post"]) for name, one in kept["steps"].items()
        },
        waits={name: spread_of(one["time"]) for name, one in kept["waits"].items()},
        shares={name: float(one["share"]) for name, one in kept["shares"].items()},
        staff={post: simulation.Staff(int(count), hours) for post, count in people.items()},
        limit=(int(kept["limit"]), bool(kept["working"])) if kept["limit"] is not None else None,
        graphs=graphs,
        seed=int(kept["seed"]),
        max_events=MOST_EVENTS,
    )  # fmt: skip


def calendar() -> simulation.Calendar:
    """The working days of the node's region."""
    known = deadlines.calendar(REGION)
    return lambda day: known.works(day.toordinal())
