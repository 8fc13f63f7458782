"""The virtual clock of a run: timers fire in order, each at its own time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tongban.engines.processes import timers
from tongban.engines.processes.game import Game
from tongban.engines.processes.graph import Graph, Node, Timer
from tongban.engines.processes.runs.world import EndlessError, Instance, World
from tongban.engines.processes.timers import Due
from tongban.engines.processes.wiring import spots

MAX_FIRINGS = 20_000


@dataclass
class Alarm:
    """A timer start event of the file."""

    graph: Graph
    node: Node
    key: str
    timer: Timer
    due: Due


@dataclass
class Clock:
    """What fires as time passes."""

    world: World
    alarms: list[Alarm] = field(default_factory=list)

    def __post_init__(self) -> None:
        for graph in self.world.graphs.values():
            for node in graph.entries(""):
                for key, trigger in spots(node):
                    if trigger.timer is not None and trigger.timer.kind != "limit":
                        due = timers.due(trigger.timer, self.world.data, node.id, self.world.now)
                        self.alarms.append(Alarm(graph, node, key, trigger.timer, due))

    def advance(self, span: str) -> None:
        """Lets so much time pass (ISO 8601). Raises EndlessError for timers without end, ProcessError beyond the
        calendar.
        """
        until = timers.after(self.world.now, span)
        for _count in range(MAX_FIRINGS):
            found = self._next(until)
            if found is None:
                self.world.now = until
                return
            at, fire = found
            self.world.now = max(self.world.now, at)
            fire()
            self.world.settle()
        raise EndlessError(f"more than {MAX_FIRINGS} timers fire within {span}")

    def _next(self, until: dt.datetime) -> tuple[dt.datetime, Callable[[], None]] | None:
        """The earliest that is due; of those at the same time the one that has run longest."""
        known = [(alarm.due.at, partial(self._begin, alarm)) for alarm in self.alarms]
        for instance in self.world.instances:
            known += [(due.at, partial(self._fire, instance, *spot)) for spot, due in instance.due.items()]
        fitting = [one for one in known if one[0] <= until]
        return min(fitting, key=lambda one: one[0]) if fitting else None

    def _begin(self, alarm: Alarm) -> None:
        if alarm.due.left == 0:
            self.alarms.remove(alarm)
        else:
            alarm.due = _later(alarm.timer, alarm.due, self.world.data)
        if self.world.timer_came(alarm.graph, alarm.node, alarm.key):
            self.world.last = self.world.begin(alarm.graph, alarm.node, self.world.data)

    def _fire(self, instance: Instance, token: int, key: str) -> None:
        timer, due = instance.trigger(key)[1].timer, instance.due.pop((token, key))
        stays = timer is not None and due.left != 0
        if timer is not None and stays:
            seen = Game(instance.graph, instance.marking, self.world.now).variables(token)
            instance.due[token, key] = _later(timer, due, seen)
        self.world.play(instance, lambda game: game.fire(token, key, {}, stays=stays))


def _later(timer: Timer, due: Due, seen: Mapping[str, Any]) -> Due:
    return Due(timers.again(timer, due.at, seen), max(due.left - 1, timers.FOREVER))
