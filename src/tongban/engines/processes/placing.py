"""Our own layout of one process: layers from left to right, lanes from top to bottom, sub-processes inside out."""

from __future__ import annotations

from dataclasses import replace

from tongban.engines.processes.graph import Box, Line
from tongban.engines.processes.layers import Edge, Item, Placement, place
from tongban.engines.processes.routing import Columns, Router
from tongban.engines.processes.scene import GATES, SUBS, Scene, Shape, Way

EVENT, GATEWAY, TASK = (36.0, 36.0), (48.0, 48.0), (124.0, 76.0)
GAP_X, GAP_Y, PADDING, TITLE = 56.0, 44.0, 28.0, 26.0
LANE_GAP, LANE_TITLE = 64.0, 34.0
NAMED = 30.0


class Placing:
    """Places the scopes of one process from the inside out."""

    def __init__(self, scene: Scene, process: str) -> None:
        self.scene, self.process = scene, process
        self.shapes: dict[str, Box] = {}
        self.lines: dict[str, Line] = {}
        self.inner: dict[str, Placing] = {}
        self.lanes = _lanes_of(scene, process)
        self.leaves = [lane for lane in self.lanes if not any(other.parent == lane.id for other in self.lanes)]
        self.lane_of = {name: index for index, lane in enumerate(self.leaves) for name in lane.members}

    def whole(self, left: float, top: float) -> tuple[float, float]:
        """Places everything with its corner there; returns its width and height, titles of lanes included."""
        titles = LANE_TITLE * self._depth() + GAP_X / 4 if self.leaves else 0
        width, height = self._scope(self.process, left + titles, top)
        return width + titles + (GAP_X / 2 if self.leaves else 0), height

    def _depth(self) -> int:
        parents = {lane.id: lane.parent for lane in self.lanes}

        def depth(name: str) -> int:
            return 1 + depth(parents[name]) if name in parents else 0

        return max(depth(name) for name in parents)

    def _scope(self, scope: str, left: float, top: float) -> tuple[float, float]:
        """Places what a scope holds with its corner there; returns its width and height."""
        nodes = [node for node in self.scene.children.get(scope, ()) if not self._at_border(node)]
        if not nodes:
            return TASK
        lanes = self.lane_of if scope == self.process else {}
        items = {n.id: Item(*self._size(n), lanes.get(n.id, 0), hub=n.kind in GATES) for n in nodes}
        edges = self._edges(nodes)
        found = place(items, edges, GAP_Y, LANE_GAP if self.leaves and scope == self.process else 0)
        columns = self._columns(found, left)
        self._shapes(found, nodes, columns, top)
        router = Router(self._moved(found, top), self.shapes, columns, edges)
        for edge in edges:
            start = self.shapes[self.scene.ways[edge.id].source] if edge.below else None
            self.lines[edge.id] = Line(router.way(edge, start))
        bottom = max(found.y[name] + found.items[name].height / 2 for name in found.y)
        if self.leaves and scope == self.process:
            self._lanes(found, columns, left, top)
        return columns.right[-1] - left, bottom + (LANE_GAP / 2 if self.leaves and scope == self.process else 0)

    def _at_border(self, node: Shape) -> bool:
        holder = self.scene.shapes.get(node.attached_to)
        return node.kind == "boundaryEvent" and holder is not None and holder.parent == node.parent

    def _size(self, node: Shape) -> tuple[float, float]:
        if node.kind in SUBS:
            inner = self.inner[node.id] = Placing(self.scene, node.id)
            width, height = inner._scope(node.id, 0, 0)
            return width + 2 * PADDING, height + 2 * PADDING + TITLE
        if node.kind in GATES:
            return GATEWAY
        return EVENT if node.kind.endswith("Event") else TASK

    def _edges(self, nodes: list[Shape]) -> list[Edge]:
        known = {node.id for node in nodes}
        reach = self._reach(nodes)
        found: list[Edge] = []
        for node in nodes:
            ways = [way for way in self.scene.leaving.get(node.id, ()) if way.target in known]
            main = max(ways, key=lambda way: reach[way.target], default=None)
            choice = node.kind in ("exclusiveGateway", "eventBasedGateway")
            found.extend(Edge(way.id, node.id, way.target, side=choice and way is not main) for way in ways)
            for event in self._borne(node):
                below = [*self.scene.leaving.get(event.id, ()), *self._handlers(event)]
                found.extend(
                    Edge(way.id, node.id, way.target, side=True, below=True) for way in below if way.target in known
                )
        return found

    def _borne(self, node: Shape) -> list[Shape]:
        return [event for event in self.scene.boundaries.get(node.id, ()) if event.parent == node.parent]

    def _handlers(self, event: Shape) -> list[Way]:
        """The associations from a compensation event to what undoes its activity."""
        if "compensation" not in event.events:
            return []
        ways = self.scene.ways.values()
        return [way for way in ways if way.kind == "association" and way.source == event.id]

    def _reach(self, nodes: list[Shape]) -> dict[str, int]:
        """How long the longest way on is, without going round in circles."""
        found = {node.id: 0 for node in nodes}
        for _round in range(min(len(nodes), 60)):
            for node in nodes:
                ways = self.scene.leaving.get(node.id, ())
                longest = max((found[way.target] + 1 for way in ways if way.target in found), default=0)
                found[node.id] = min(max(found[node.id], longest), len(nodes))
        return found

    def _columns(self, found: Placement, left: float) -> Columns:
        lefts, rights = [], []
        for row in found.rows:
            width = max(found.items[name].width for name in row)
            lefts.append(left)
            rights.append(left + max(width, EVENT[0]))
            named = any(way.name.zh for name in row for way in self.scene.leaving.get(name, ()))
            left = rights[-1] + GAP_X + 10 * min(len(row) - 1, 3) + (NAMED if named else 0)
        return Columns(tuple(lefts), tuple(rights))

    def _shapes(self, found: Placement, nodes: list[Shape], columns: Columns, top: float) -> None:
        for node in nodes:
            item, layer = found.items[node.id], found.layer[node.id]
            middle = (columns.left[layer] + columns.right[layer]) / 2
            box = Box(middle - item.width / 2, top + found.y[node.id] - item.height / 2, item.width, item.height)
            self.shapes[node.id] = box
            if node.kind in SUBS and node.id in self.inner:
                self._take_in(self.inner[node.id], box.x + PADDING, box.y + PADDING + TITLE)
            for index, event in enumerate(self._borne(node)):
                x = box.x + box.width - EVENT[0] - 12 - index * (EVENT[0] + 10)
                self.shapes[event.id] = Box(x, box.y + box.height - EVENT[1] / 2, *EVENT)

    def _take_in(self, inner: Placing, x: float, y: float) -> None:
        """Moves what was placed around the origin to where its sub-process stands."""
        for name, box in inner.shapes.items():
            self.shapes[name] = replace(box, x=box.x + x, y=box.y + y)
        for name, line in inner.lines.items():
            self.lines[name] = Line(tuple((px + x, py + y) for px, py in line.points))

    def _moved(self, found: Placement, top: float) -> Placement:
        return replace(found, y={name: height + top for name, height in found.y.items()})

    def _lanes(self, found: Placement, columns: Columns, left: float, top: float) -> None:
        right = columns.right[-1] + GAP_X / 2
        edge = top
        for index, lane in enumerate(self.leaves):
            members = [name for name in found.y if found.items[name].lane == index]
            bottom = max((found.y[name] + found.items[name].height / 2 for name in members), default=0.0)
            end = top + bottom + LANE_GAP / 2 if members else edge + TASK[1]
            start = left - LANE_TITLE - GAP_X / 4
            self.shapes[lane.id] = Box(start, edge, right - start, end - edge)
            edge = end
        for lane in reversed(self.lanes):
            inner = [self.shapes[one.id] for one in self.lanes if one.parent == lane.id and one.id in self.shapes]
            if inner:
                top_edge = min(box.y for box in inner)
                bottom = max(box.y + box.height for box in inner)
                x = min(box.x for box in inner) - LANE_TITLE
                self.shapes[lane.id] = Box(x, top_edge, right - x, bottom - top_edge)


def _lanes_of(scene: Scene, process: str) -> list[Shape]:
    """The lanes of a process, each after the one that holds it."""
    known = {process}
    found: list[Shape] = []
    for lane in scene.lanes:  # in the order of the file, where a lane stands before those in it
        if lane.parent in known:
            known.add(lane.id)
            found.append(lane)
    return found
