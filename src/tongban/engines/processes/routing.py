"""Right-angled ways of flows between placed shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from tongban.engines.processes.graph import Box
from tongban.engines.processes.layers import Edge, Placement

Point = tuple[float, float]
STRAIGHT = 6.0


@dataclass(frozen=True)
class Columns:
    """Left and right border of each layer."""

    left: tuple[float, ...]
    right: tuple[float, ...]


class Router:
    """Finds the way of each edge: from gateways straight up or down where nothing stands there, else between layers."""

    def __init__(self, found: Placement, boxes: Mapping[str, Box], columns: Columns, edges: list[Edge]) -> None:
        self.found, self.boxes, self.columns = found, boxes, columns
        hubs = {name for name, item in found.items.items() if item.hub}
        leaving = Counter(edge.source for edge in edges)
        coming = Counter(edge.target for edge in edges)
        self.splits = {name for name in hubs if leaving[name] > 1}
        self.joins = {name for name in hubs if coming[name] > 1}
        self.tracks: dict[tuple[int, str], float] = {}
        self._share(edges)

    def _share(self, edges: list[Edge]) -> None:
        """Shares out the room between two layers: one vertical track for each source."""
        wanted: dict[int, list[str]] = {}
        for edge in edges:
            way = self.found.ways[edge.id]
            for one, other in pairwise(way):
                gap = min(self.found.layer[one], self.found.layer[other])
                if edge.id in self.found.back and self.found.layer[one] == self.found.layer[other]:
                    gap = self.found.layer[one] - (1 if one != edge.source else 0)
                wanted.setdefault(gap, []).append(self._trunk(edge, one))
        for gap, sources in wanted.items():
            if not 0 <= gap < len(self.columns.right):
                continue
            names = sorted(dict.fromkeys(sources), key=lambda name: self.found.y[name.partition("!")[0]])
            start = self.columns.right[gap]
            end = self.columns.left[gap + 1] if gap + 1 < len(self.columns.left) else start + 60
            for index, name in enumerate(names):
                self.tracks[gap, name] = round(start + (end - start) * (index + 1) / (len(names) + 1))

    def _trunk(self, edge: Edge, name: str) -> str:
        return f"{name}!{edge.id}" if edge.id in self.found.back or edge.below else name

    def centre(self, name: str) -> Point:
        box = self.boxes.get(name)
        if box is not None:
            return box.x + box.width / 2, box.y + box.height / 2
        layer = self.found.layer[name]
        return (self.columns.left[layer] + self.columns.right[layer]) / 2, self.found.y[name]

    def way(self, edge: Edge, start: Box | None = None) -> tuple[Point, ...]:
        """The points of an edge; `start` is the boundary event that it leaves instead of its source."""
        way = self.found.ways[edge.id]
        points = self._back(edge, way) if edge.id in self.found.back else self._forward(edge, way, start)
        return _tidy(points)

    def _forward(self, edge: Edge, way: list[str], start: Box | None) -> list[Point]:
        points: list[Point] = []
        for one, other in pairwise(way):
            y2 = self.centre(other)[1]
            if one == edge.source:
                points.extend(self._leave(one, y2, start))
            x1, y1 = points[-1]
            x2 = self.boxes[other].x if other in self.boxes else self.centre(other)[0]
            if abs(y1 - y2) < STRAIGHT:
                points.append((x2, y1))
            elif other in self.joins and one not in self.splits and self._free(other, y1, y2):
                box = self.boxes[other]
                x = box.x + box.width / 2
                points.extend([(x, y1), (x, box.y if y1 < y2 else box.y + box.height)])
            else:
                x = self.tracks.get((self.found.layer[one], self._trunk(edge, one)), (x1 + x2) / 2)
                points.extend([(x, y1), (x, y2), (x2, y2)])
        return points

    def _leave(self, name: str, y2: float, start: Box | None) -> list[Point]:
        box = self.boxes[name]
        x, y = self.centre(name)
        if start is not None:
            x, y = start.x + start.width / 2, start.y + start.height
            return [(x, y), (x, y2 if y2 > y else y + 14)]
        if name in self.splits and abs(y - y2) >= STRAIGHT and self._free(name, y2, y):
            return [(x, box.y if y2 < y else box.y + box.height), (x, y2)]
        return [(box.x + box.width, y)]

    def _free(self, name: str, y1: float, y2: float) -> bool:
        """Whether no other shape of the layer stands between two heights."""
        top, bottom = min(y1, y2), max(y1, y2)
        beside = (
            self.boxes[one] for one in self.found.rows[self.found.layer[name]] if one in self.boxes and one != name
        )
        return not any(box.y - 8 < bottom and top < box.y + box.height + 8 for box in beside)

    def _back(self, edge: Edge, way: list[str]) -> list[Point]:
        first, last = way[1], way[-2]
        y = self.found.y[first]
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        if self._free(edge.source, y, self.centre(edge.source)[1]):
            x = self.centre(edge.source)[0]
            points = [(x, source.y if y < source.y else source.y + source.height), (x, y)]
        else:
            x = self.tracks.get(
                (self.found.layer[edge.source], self._trunk(edge, edge.source)), source.x + source.width + 20
            )
            points = [(source.x + source.width, self.centre(edge.source)[1]), (x, self.centre(edge.source)[1]), (x, y)]
        for one, other in pairwise(way[1:-1]):
            x = self.tracks.get((self.found.layer[other], self._trunk(edge, one)), points[-1][0])
            points.extend([(x, self.found.y[one]), (x, self.found.y[other])])
        y = self.found.y[last]
        if self._free(edge.target, y, self.centre(edge.target)[1]):
            x = self.centre(edge.target)[0]
            return [*points, (x, y), (x, target.y if y < target.y else target.y + target.height)]
        x = self.tracks.get((self.found.layer[edge.target] - 1, self._trunk(edge, last)), target.x - 20)
        return [*points, (x, y), (x, self.centre(edge.target)[1]), (target.x, self.centre(edge.target)[1])]


def _tidy(points: list[Point]) -> tuple[Point, ...]:
    """Without points that repeat or lie on a straight line."""
    found: list[Point] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1 and (found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]):
            found.pop()
        found.append(point)
    return tuple(found)
