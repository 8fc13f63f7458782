"""The plan of a life event as lines over its days: places from 0 to 1000, for a picture beside the words."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from tongban.services.cases.api import LegView, PlanView

WIDTH = 1000
LEAST = 12


@dataclass(frozen=True)
class Bar:
    """A part with its line: `x` and `width`; `tone` says whether it is done, runs, waits or falls away."""

    leg: LegView
    x: int
    width: int
    tone: str


@dataclass(frozen=True)
class Timeline:
    """Lines of the parts; `due` and `today` are the places of these days, none outside the picture."""

    bars: tuple[Bar, ...]
    due: int | None
    today: int | None


def timeline(plan: PlanView) -> Timeline:
    """The picture of a plan."""
    ends = [one.until for one in plan.legs] + [plan.path_due] + ([plan.due] if plan.due else [])
    first, last = plan.started, max(ends)

    def place(day: dt.date) -> int:
        span = max(1, (last - first).days)
        return min(WIDTH, max(0, round((day - first).days * WIDTH / span)))

    bars = []
    for leg in plan.legs:
        start = place(leg.begins)
        bars.append(Bar(leg, min(start, WIDTH - LEAST), max(LEAST, place(leg.until) - start), _tone(leg)))
    inside = first <= plan.today <= last
    return Timeline(tuple(bars), place(plan.due) if plan.due else None, place(plan.today) if inside else None)


def _tone(leg: LegView) -> str:
    if leg.state == "dropped":
        return "gone"
    if leg.ended:
        return "done"
    return leg.light if leg.begun and leg.light else "ahead"


def as_json(plan: PlanView) -> dict[str, object]:
    """The plan for a program: from each part's beginning, limit and end the day of the whole can be counted again."""
    return asdict(plan)
