"""A first plan of a process: from what the log tells, and where it tells nothing, from assumptions that are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import eventlog

ENOUGH = 5  # measurements before the log is believed
HOURS = ((9.0, 12.0), (14.0, 17.0))
DAY, HOUR = 86_400.0, 3_600.0
ASSUMED_WORK = ["lognormal", [1_800.0, 5_400.0]]
ASSUMED_WAIT = ["exponential", [DAY]]
WAITING = ("intermediateCatchEvent", "receiveTask")
CALLED = ("serviceTask", "businessRuleTask", "sendTask")


def first_plan(
    key: str, graph: processes.Graph, called: Mapping[str, processes.Graph], *, limit: tuple[int, bool] | None,
    posts: Mapping[str, str], at: dt.datetime,
) -> dict[str, Any]:  # fmt: skip
    """The plan as it is kept. `posts` is who works on elements of which the log knows nobody."""
    plan: dict[str, Any] = {
        "start": at.isoformat(), "cases": 300, "per_day": _per_day(key), "limit": limit[0] if limit else None,
        "working": limit[1] if limit else True, "hours": [list(one) for one in HOURS], "seed": 1, "steps": {},
        "waits": {}, "shares": {}, "staff": {}, "find": True,
    }  # fmt: skip
    for name, one in {"": graph, **called}.items():
        _fill(plan, name or key, one, f"{name}/" if name else "", posts)
    for post in sorted({one["post"] for one in plan["steps"].values() if one["post"]}):
        plan["staff"][post] = 2
    return plan


def _per_day(key: str) -> float:
    """Cases a working day: the log's, else five. A week has five working days."""
    totals = eventlog.totals(eventlog.Slice(key))
    if totals.instances < ENOUGH or totals.first is None or totals.last is None:
        return 5.0
    days = (totals.last - totals.first).total_seconds() / DAY * 5 / 7
    return round(max(totals.instances / max(days, 1.0), 0.1), 1)


def _fill(plan: dict[str, Any], key: str, graph: processes.Graph, prefix: str, posts: Mapping[str, str]) -> None:
    part = eventlog.Slice(key)
    steps = {one.element: one for one in eventlog.steps(part)}
    calls, waits = eventlog.calls(part), eventlog.waits(part)
    taken = {one.name: one.times for one in eventlog.flows(part)}
    for node in graph.nodes.values():
        name = prefix + node.id
        if node.kind == "userTask":
            plan["steps"][name] = _step(steps.get(node.id), posts.get(name, ""))
        elif node.kind in WAITING and (node.kind == "receiveTask" or node.trigger.kind in ("message", "signal")):
            plan["waits"][name] = _wait(waits.get(node.id), ASSUMED_WAIT)
        elif node.kind in CALLED:
            plan["waits"][name] = _wait(calls.get(node.id), ["constant", [0.0]])
        plan["shares"] |= _ways(graph, node.outgoing, taken, prefix)


def _net(seconds: float) -> float:
    """Time at work in a time that may span nights: a day has as many hours as the office is open."""
    open_hours = sum(last - first for first, last in HOURS) * HOUR
    return seconds if seconds <= open_hours else max(open_hours, seconds * open_hours / DAY)


def _step(known: eventlog.StepTimes | None, post: str) -> dict[str, Any]:
    who = known.who if known and known.who else post
    if known is None or known.working is None or known.working.count < ENOUGH:
        return {"time": ASSUMED_WORK, "post": who, "source": "assumed", "count": 0}
    values = [round(_net(value), 1) for value in known.working.values]
    return {"time": ["empirical", values], "post": who, "source": "log", "count": known.working.count}


def _wait(known: eventlog.Quantiles | None, otherwise: list[Any]) -> dict[str, Any]:
    if known is None or known.count < ENOUGH:
        return {"time": otherwise, "source": "assumed", "count": 0}
    return {"time": ["empirical", [round(value, 1) for value in known.values]], "source": "log", "count": known.count}


def _ways(
    graph: processes.Graph, outgoing: tuple[str, ...], taken: Mapping[str, int], prefix: str
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Shares of the ways out of a choice: as often as the log took them, else all alike."""
    flows = [graph.flows[name] for name in outgoing]
    if not any(flow.condition is not None for flow in flows):
        return {}
    total = sum(taken.get(flow.id, 0) for flow in flows)
    known = total >= ENOUGH
    return {
        prefix + flow.id: {
            "share": round(taken.get(flow.id, 0) / total if known else 1 / len(flows), 4),
            "source": "log" if known else "assumed",
            "count": total if known else 0,
        }
        for flow in flows
    }
