"""Our own layout of a process, written as BPMN diagram interchange."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes import xml
from tongban.engines.processes.graph import GATEWAYS, Box, Diagram, Graph, Lane, Line, Node
from tongban.engines.processes.layers import Edge, Item, Placement, place
from tongban.engines.processes.reading import tag
from tongban.engines.processes.routing import Columns, Router
from tongban.kernel.web.api import safe_xml

EVENT, GATEWAY, TASK = (36.0, 36.0), (48.0, 48.0), (124.0, 76.0)
GAP_X, GAP_Y, PADDING, TITLE, MARGIN = 56.0, 44.0, 28.0, 26.0, 24.0
LANE_GAP, LANE_TITLE = 64.0, 34.0
NAMED = 30.0


class Layout:
    """Places the scopes of a graph from the inside out."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes: dict[str, Box] = {}
        self.lines: dict[str, Line] = {}
        self.inner: dict[str, Layout] = {}
        leaves = [lane for lane in graph.lanes if not any(other.parent == lane.id for other in graph.lanes)]
        self.leaves: list[Lane] = leaves
        self.lane_of = {name: index for index, lane in enumerate(leaves) for name in lane.nodes}

    def diagram(self) -> Diagram:
        left = MARGIN + (LANE_TITLE * self._depth() if self.leaves else 0)
        self._scope("", left, MARGIN)
        return Diagram(self.shapes, {}, self.lines)

    def _depth(self) -> int:
        parents = {lane.id: lane.parent for lane in self.graph.lanes}

        def depth(name: str) -> int:
            return 1 + depth(parents[name]) if parents[name] else 1

        return max(depth(name) for name in parents)

    def _scope(self, scope: str, left: float, top: float) -> tuple[float, float]:
        """Places what a scope holds with its corner there; returns its width and height."""
        nodes = [node for node in self.graph.children.get(scope, ()) if node.kind != "boundaryEvent"]
        if not nodes:
            return TASK
        lanes = self.lane_of if not scope else {}
        items = {n.id: Item(*self._size(n), lanes.get(n.id, 0), hub=n.kind in GATEWAYS) for n in nodes}
        edges = self._edges(nodes)
        found = place(items, edges, GAP_Y, LANE_GAP if self.leaves and not scope else 0)
        columns = self._columns(found, left)
        self._shapes(found, nodes, columns, top)
        router = Router(self._moved(found, top), self.shapes, columns, edges)
        for edge in edges:
            event = self.graph.nodes[self.graph.flows[edge.id].source]
            start = self.shapes[event.id] if event.kind == "boundaryEvent" else None
            self.lines[edge.id] = Line(router.way(edge, start))
        bottom = max(found.y[name] + found.items[name].height / 2 for name in found.y)
        if self.leaves and not scope:
            self._lanes(found, columns, left, top)
        return columns.right[-1] - left, bottom + (LANE_GAP / 2 if self.leaves and not scope else 0)

    def _size(self, node: Node) -> tuple[float, float]:
        if node.kind == "subProcess":
            inner = self.inner[node.id] = Layout(self.graph)
            width, height = inner._scope(node.id, 0, 0)
            return width + 2 * PADDING, height + 2 * PADDING + TITLE
        if node.kind in GATEWAYS:
            return GATEWAY
        return EVENT if node.kind.endswith("Event") else TASK

    def _edges(self, nodes: list[Node]) -> list[Edge]:
        found: list[Edge] = []
        reach = self._reach(nodes)
        for node in nodes:
            ways = [self.graph.flows[name] for name in node.outgoing]
            main = max(ways, key=lambda flow: reach[flow.target], default=None)
            choice = node.kind in ("exclusiveGateway", "eventBasedGateway")
            found.extend(Edge(flow.id, node.id, flow.target, side=choice and flow is not main) for flow in ways)
            for event in node.boundaries:
                flows = (self.graph.flows[name] for name in self.graph.nodes[event].outgoing)
                found.extend(Edge(flow.id, node.id, flow.target, side=True, below=True) for flow in flows)
        return found

    def _reach(self, nodes: list[Node]) -> dict[str, int]:
        """How long the longest way on is, without going round in circles."""
        found = {node.id: 0 for node in nodes}
        for _round in range(min(len(nodes), 60)):
            for node in nodes:
                longest = max((found[target.id] + 1 for target in self.graph.targets(node)), default=0)
                found[node.id] = min(max(found[node.id], longest), len(nodes))
        return found

    def _columns(self, found: Placement, left: float) -> Columns:
        lefts, rights = [], []
        for row in found.rows:
            width = max(found.items[name].width for name in row)
            lefts.append(left)
            rights.append(left + max(width, EVENT[0]))
            flows = [flow for name in row if name in self.graph.nodes for flow in self.graph.nodes[name].outgoing]
            named = any(self.graph.flows[flow].name.zh for flow in flows)
            left = rights[-1] + GAP_X + 10 * min(len(row) - 1, 3) + (NAMED if named else 0)
        return Columns(tuple(lefts), tuple(rights))

    def _shapes(self, found: Placement, nodes: list[Node], columns: Columns, top: float) -> None:
        for node in nodes:
            item, layer = found.items[node.id], found.layer[node.id]
            middle = (columns.left[layer] + columns.right[layer]) / 2
            box = Box(middle - item.width / 2, top + found.y[node.id] - item.height / 2, item.width, item.height)
            self.shapes[node.id] = box
            if node.kind == "subProcess":
                self._take_in(self.inner[node.id], box.x + PADDING, box.y + PADDING + TITLE)
            for index, name in enumerate(node.boundaries):
                x = box.x + box.width - EVENT[0] - 12 - index * (EVENT[0] + 10)
                self.shapes[name] = Box(x, box.y + box.height - EVENT[1] / 2, *EVENT)

    def _take_in(self, inner: Layout, x: float, y: float) -> None:
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
        for lane in reversed(self.graph.lanes):
            inner = [self.shapes[one.id] for one in self.graph.lanes if one.parent == lane.id and one.id in self.shapes]
            if inner:
                top_edge = min(box.y for box in inner)
                bottom = max(box.y + box.height for box in inner)
                x = min(box.x for box in inner) - LANE_TITLE
                self.shapes[lane.id] = Box(x, top_edge, right - x, bottom - top_edge)


def diagram(graph: Graph) -> Diagram:
    """A layout of the graph."""
    return Layout(graph).diagram()


def layout(text: str) -> str:
    """The same text with the layout as diagram interchange. Raises DeclarationError when it cannot be read."""
    graph = xml.read(text, "model")
    root = safe_xml(text.encode(), max_bytes=xml.MAX_BYTES, comments=True)
    for old in root.findall(f"{{{words.BPMNDI}}}BPMNDiagram"):
        root.remove(old)
    drawn = diagram(graph)
    names = {"bpmndi": words.BPMNDI, "dc": words.DC, "di": words.DI}
    holder = etree.SubElement(root, f"{{{words.BPMNDI}}}BPMNDiagram", nsmap=names, id=f"{graph.key}-diagram")
    plane = etree.SubElement(holder, f"{{{words.BPMNDI}}}BPMNPlane", id=f"{graph.key}-plane")
    whole = next((child for child in root if tag(child) == "collaboration"), None)
    plane.set("bpmnElement", (whole.get("id") if whole is not None else None) or graph.key)
    for name, box in drawn.shapes.items():
        shape = etree.SubElement(plane, f"{{{words.BPMNDI}}}BPMNShape", id=f"{name}-shape", bpmnElement=name)
        lane = any(lane.id == name for lane in graph.lanes)
        if lane:
            shape.set("isHorizontal", "true")
        if not lane and graph.nodes[name].kind == "subProcess":
            shape.set("isExpanded", "true")
        bounds = etree.SubElement(shape, f"{{{words.DC}}}Bounds")
        for key, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)):
            bounds.set(key, f"{value:g}")
    for name, line in drawn.lines.items():
        edge = etree.SubElement(plane, f"{{{words.BPMNDI}}}BPMNEdge", id=f"{name}-edge", bpmnElement=name)
        for x, y in line.points:
            etree.SubElement(edge, f"{{{words.DI}}}waypoint", x=f"{x:g}", y=f"{y:g}")
    etree.indent(holder, level=1)
    return str(etree.tostring(root.getroottree(), encoding="unicode")) + "\n"
