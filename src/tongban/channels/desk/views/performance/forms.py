"""The form of a simulation: fields prefilled from a plan, and the plan again from what was typed."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import simulation
from tongban.governance.performance import api as performance
from tongban.kernel.declarations.api import Text

MINUTE, HOUR = 60.0, 3_600.0
LONGEST = 10 * 366 * 24 * HOUR
HOURS = re.compile(r"\s*(\d{1,2}(?:[.:]\d{1,2})?)\s*[-–—]\s*(\d{1,2}(?:[.:]\d{1,2})?)\s*")


@dataclass(frozen=True)
class StepField:
    """A step: usual and slow (nine of ten are faster) minutes as text, where they come from, and whose step it is."""

    id: str
    element: str
    name: Text
    process: str
    usual: str
    slow: str
    post: str
    source: str
    count: int


@dataclass(frozen=True)
class WaitField:
    id: str
    element: str
    name: Text
    hours: str
    source: str
    count: int


@dataclass(frozen=True)
class WayField:
    """A way out of a choice and its share in percent."""

    id: str
    flow: str
    gate: Text
    name: Text
    share: str
    source: str
    count: int


@dataclass(frozen=True)
class StaffField:
    id: str
    post: str
    name: Text
    people: str


def _node(graphs: Mapping[str, processes.Graph], name: str) -> tuple[processes.Graph, str]:
    """The graph and element of a name: one of a called process is `process/element`."""
    key, slash, element = name.partition("/")
    return (graphs[key], element) if slash else (graphs[""], name)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def steps(plan: Mapping[str, Any], graphs: Mapping[str, processes.Graph]) -> list[StepField]:
    found = []
    for place, (name, one) in enumerate(plan["steps"].items()):
        graph, element = _node(graphs, name)
        usual, slow = _typical(one["time"])
        found.append(
            StepField(
                f"step-{place}", name, graph.nodes[element].name, "" if graph is graphs[""] else str(graph.name),
                _number(usual / MINUTE), _number(slow / MINUTE), one["post"], one["source"], one["count"],
            )
        )  # fmt: skip
    return found


def _typical(time: list[Any]) -> tuple[float, float]:
    """The median and the 90th percentile of a spread."""
    kind, values = time
    if kind == "empirical":
        return values[(len(values) - 1) // 2], values[min(int(len(values) * 0.9), len(values)) - 1]
    if kind == "exponential":
        return values[0] * math.log(2), values[0] * math.log(10)
    return values[0], values[-1]


def waits(plan: Mapping[str, Any], graphs: Mapping[str, processes.Graph]) -> list[WaitField]:
    found = []
    for place, (name, one) in enumerate(plan["waits"].items()):
        graph, element = _node(graphs, name)
        hours = _number(_typical(one["time"])[0] / HOUR)
        found.append(WaitField(f"wait-{place}", name, graph.nodes[element].name, hours, one["source"], one["count"]))
    return found


def ways(plan: Mapping[str, Any], graphs: Mapping[str, processes.Graph]) -> list[WayField]:
    found = []
    for place, (name, one) in enumerate(plan["shares"].items()):
        graph, element = _node(graphs, name)
        flow = graph.flows[element]
        target, label = graph.nodes[flow.target].name, flow.name
        words = Text(" → ".join(filter(None, (label.zh, target.zh))), " → ".join(filter(None, (label.en, target.en))))
        found.append(
            WayField(
                f"way-{place}", name, graph.nodes[flow.source].name, words, _number(one["share"] * 100), one["source"],
                one["count"],
            )
        )  # fmt: skip
    return found


def staff(plan: Mapping[str, Any], directory: performance.Directory) -> list[StaffField]:
    return [
        StaffField(f"staff-{place}", post, directory.title(post), str(people))
        for place, (post, people) in enumerate(plan["staff"].items())
    ]


def shown_hours(plan: Mapping[str, Any]) -> str:
    """Such as 9-12, 14-17:30."""
    return ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in plan["hours"])


def _clock(hour: float) -> str:
    minutes = round(hour % 1 * 60)
    return f"{int(hour)}:{minutes:02}" if minutes else f"{int(hour)}"


class Reader:
    """Takes a plan from what was typed; `errors` say what is wrong, field by field."""

    def __init__(self, query: QueryDict, base: Mapping[str, Any], graphs: Mapping[str, processes.Graph]) -> None:
        self.query, self.errors = query, list[dict[str, str]]()
        self.plan: dict[str, Any] = copy.deepcopy(dict(base))
        self.graphs = graphs

    def read(self) -> dict[str, Any]:
        plan = self.plan
        plan["cases"] = int(self._number("cases", plan["cases"], 1, 5_000))
        plan["per_day"] = self._number("per_day", plan["per_day"], 0.1, 10_000)
        plan["find"] = "find" in self.query
        plan["working"] = self.query.get("working", "1") == "1"
        limit = self.query.get("limit", "").strip()
        plan["limit"] = int(self._number("limit", plan["limit"] or 0, 0, 2_000)) if limit else None
        plan["hours"] = self._hours()
        self._steps()
        for field in waits(plan, self.graphs):
            self._wait(field)
        for way in ways(plan, self.graphs):
            self._way(way)
        plan["staff"] = {
            post: int(self._number(f"staff-{place}", people, 1, 500))
            for place, (post, people) in enumerate(plan["staff"].items())
        }
        return plan

    def _number(self, name: str, otherwise: float, least: float, most: float) -> float:
        text = self.query.get(name)
        if text is None:
            return otherwise
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            message = _("Give a number from %(least)s to %(most)s.") % {"least": f"{least:g}", "most": f"{most:g}"}
            self.errors.append({"id": name, "message": message})
            return otherwise
        return value

    def _hours(self) -> list[list[float]]:
        text = self.query.get("hours", shown_hours(self.plan))
        found = [HOURS.fullmatch(part) for part in re.split(r"[,;，；]", text[:100])]
        stretches = [(_hour(one[1]), _hour(one[2])) for one in found if one is not None]
        if len(stretches) == len(found) and _in_order(tuple(stretches)):
            return [list(one) for one in stretches]
        self.errors.append({"id": "hours", "message": _("Give the hours such as 9-12, 14-17:30, in order.")})
        return list(self.plan["hours"])

    def _steps(self) -> None:
        posts = {one["post"] for one in self.plan["steps"].values()}
        for field in steps(self.plan, self.graphs):
            one = self.plan["steps"][field.element]
            post = self.query.get(f"{field.id}-post", field.post)
            one["post"] = post if post in posts else field.post
            typed = self.query.get(f"{field.id}-usual", field.usual), self.query.get(f"{field.id}-slow", field.slow)
            if typed == (field.usual, field.slow):
                continue
            most = LONGEST / MINUTE
            usual = self._number(f"{field.id}-usual", float(field.usual), 0.1, most) * MINUTE
            slow = self._number(f"{field.id}-slow", float(field.slow), 0.1, most) * MINUTE
            one |= {"time": ["lognormal", [usual, max(slow, usual)]], "source": "given", "count": 0}

    def _wait(self, field: WaitField) -> None:
        if self.query.get(field.id, field.hours) == field.hours:
            return
        usual = self._number(field.id, float(field.hours), 0, LONGEST / HOUR) * HOUR
        spread = ["lognormal", [usual, usual * 3]] if usual else ["constant", [0.0]]
        self.plan["waits"][field.element] = {"time": spread, "source": "given", "count": 0}

    def _way(self, field: WayField) -> None:
        if self.query.get(field.id, field.share) == field.share:
            return
        share = self._number(field.id, float(field.share), 0, 100) / 100
        self.plan["shares"][field.flow] = {"share": share, "source": "given", "count": 0}


def _in_order(stretches: tuple[tuple[float, float], ...]) -> bool:
    try:
        simulation.check_hours(stretches)
    except simulation.PlanError:
        return False
    return True


def _hour(text: str) -> float:
    hours, _dot, minutes = text.replace(".", ":").partition(":")
    return int(hours) + int(minutes or 0) / 60


def overlaid(base: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """A first plan with what an earlier simulation says, where both have the same names."""
    plan = copy.deepcopy(dict(base))
    for name in ("cases", "per_day", "limit", "working", "hours", "find"):
        plan[name] = kept[name]
    for part in ("steps", "waits", "shares", "staff"):
        plan[part] |= {name: one for name, one in kept[part].items() if name in plan[part]}
    return plan
