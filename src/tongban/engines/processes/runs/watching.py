"""The game watched: a line for whatever happens to an element."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.engines.processes.game import Game
from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.marking import Marking


@dataclass(frozen=True, slots=True)
class Line:
    """Something happened: entered, completed, cancelled, thrown, caught, compensated or ended.

    `loop` counts the passes and instances of an activity from 0; None is the activity as a whole.
    """

    event: str
    element: str
    name: str
    type: str
    instance: int
    loop: int | None


class Watched(Game):
    """A game of which every event of an element is written down."""

    def __init__(self, graph: Graph, marking: Marking, at: dt.datetime, instance: int, lines: list[Line]) -> None:
        super().__init__(graph, marking, at)
        self.instance, self.lines = instance, lines

    def saw(self, event: str, node: Node, loop: int | None = None) -> None:
        self.lines.append(Line(event, node.id, node.name.zh or node.name.en, node.kind, self.instance, loop))

    def finished(self, status: str, error: str = "") -> None:
        super().finished(status, error)
        name = self.graph.name.zh or self.graph.name.en
        self.lines.append(Line("ended", self.graph.key, name, "process", self.instance, None))
