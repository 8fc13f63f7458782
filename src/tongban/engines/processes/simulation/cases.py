"""One simulated case: its processes, what is open in them, and what it waits for."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.processes.graph import Graph
from tongban.engines.processes.marking import Marking
from tongban.engines.processes.simulation.chances import pick
from tongban.engines.processes.simulation.desks import Job
from tongban.engines.processes.simulation.dice import Odds


@dataclass(slots=True)
class Thread:
    """A process of a case: the case's own or a called one, with the token that called it."""

    graph: Graph
    odds: Odds
    marking: Marking
    parent: int = -1
    token: int = 0
    armed: set[tuple[int, str]] = field(default_factory=set)


@dataclass(slots=True)
class Trip:
    """A case on its way through. `state` becomes completed, terminated, failed or cancelled at its end."""

    number: int
    arrived: float
    chance: random.Random
    threads: list[Thread] = field(default_factory=list)
    jobs: dict[tuple[int, int], Job] = field(default_factory=dict)
    ended: float = -1.0
    state: str = "running"
    due: float = float("inf")
    error: str = ""


def drawn(data: Mapping[str, tuple[tuple[Any, float], ...]], chance: random.Random) -> dict[str, Any]:
    """The data that a case begins with."""
    return {key: pick(weights, chance) for key, weights in data.items()}
