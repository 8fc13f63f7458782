"""Nodes of a diagram as SVG: tasks, gateways, events, and the marks of their state."""

from __future__ import annotations

from tongban.engines.processes import layout
from tongban.engines.processes.graph import ACTIVITIES, GATEWAYS, Box, Diagram, Graph, Node
from tongban.engines.processes.icons import icon
from tongban.engines.processes.labels import Canvas
from tongban.engines.processes.wrapping import wrapped

CORNER = 7.0


class Shapes:
    """Draws the nodes of one graph in one language."""

    def __init__(self, graph: Graph, current: set[str], done: set[str], language: str) -> None:
        self.graph, self.current, self.done, self.language = graph, current, done, language
        self.drawn: Diagram = graph.diagram or layout.diagram(graph)
        self.canvas = Canvas()

    def _name(self, node: Node) -> str:
        return node.name.inn(self.language) or node.id

    def _state(self, name: str) -> str:
        if name in self.current:
            return " current"
        return " done" if name in self.done else ""

    def _rect(self, box: Box, kind: str, corner: float = 0, width: float = 1.2, extra: str = "") -> None:
        self.canvas.add(
            f'<rect class="{kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
            f'rx="{corner:g}" fill="none" stroke="currentColor" stroke-width="{width:g}"{extra}/>'
        )
        self.canvas.reach(box.x, box.y, box.x + box.width, box.y + box.height)

    def node(self, node: Node, box: Box) -> None:
        self.canvas.add(f'<g class="bpmn-node{self._state(node.id)}">')
        if node.kind in ACTIVITIES:
            self._activity(node, box)
        elif node.kind in GATEWAYS:
            self._gateway(node, box)
        else:
            self._event(node, box)
        if node.kind not in ACTIVITIES and self._named(node):
            self.canvas.beside(node.name.inn(self.language), node, box, self._taken(node, box))
        self._badge(node, box)
        self.canvas.add("</g>")

    def _named(self, node: Node) -> bool:
        return bool(node.name.inn(self.language))

    def _taken(self, node: Node, box: Box) -> set[str]:
        """At which sides flows touch a shape."""
        ends = [self.drawn.lines[name].points[0] for name in node.outgoing if name in self.drawn.lines]
        ends += [self.drawn.lines[name].points[-1] for name in node.incoming if name in self.drawn.lines]
        found = {"top" for _x, y in ends if y <= box.y + 1}
        return found | {"bottom" for _x, y in ends if y >= box.y + box.height - 1}

    def _activity(self, node: Node, box: Box) -> None:
        heavy = 3.0 if node.id in self.current else 2.4 if node.kind == "callActivity" else 1.4
        open_sub = node.kind == "subProcess" and any(
            child.id in self.drawn.shapes for child in self.graph.children.get(node.id, ())
        )
        kind = "bpmn-subprocess" if open_sub else "bpmn-task"
        self._rect(box, f"{kind}{self._state(node.id)}", CORNER, heavy)
        if open_sub:
            lines = wrapped(self._name(node), (box.width - 20) / 14, 1)
            self.canvas.lines(lines, box.x + 12, box.y + 17, 14, anchor="start", kind="name")
        else:
            drawn = node.kind not in ("subProcess", "callActivity")
            self.canvas.inside(self._name(node), box, icon=drawn, mark=bool(node.loop or node.boundaries or not drawn))
            if drawn:
                self.canvas.add(icon(node.kind, box.x + 13, box.y + 13, 15))
        self._marks(node, box, closed=not open_sub and node.kind in ("subProcess", "callActivity"))

    def _marks(self, node: Node, box: Box, *, closed: bool) -> None:
        """What stands at the lower edge of an activity: more inside, several instances."""
        middle, low = box.x + box.width / 2, box.y + box.height - 9
        shift = 10 if closed and node.loop is not None else 0
        if closed:
            self.canvas.add(icon("callActivity", middle - shift, low, 12))
        if node.loop is not None:
            self.canvas.add(icon("sequential" if node.loop.sequential else "parallel", middle + shift, low, 14))

    def _gateway(self, node: Node, box: Box) -> None:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        heavy = 3.0 if node.id in self.current else 1.4
        self.canvas.add(
            f'<path class="bpmn-gateway{self._state(node.id)}" fill="none" stroke="currentColor" '
            f'stroke-width="{heavy:g}" d="M{x:g} {box.y:g}L{box.x + box.width:g} {y:g}L{x:g} {box.y + box.height:g}'
            f'L{box.x:g} {y:g}z"/>'
        )
        self.canvas.reach(box.x, box.y, box.x + box.width, box.y + box.height)
        self.canvas.add(icon(node.kind, x, y, 20 * box.width / 50))

    def _event(self, node: Node, box: Box) -> None:
        x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
        end, inner = node.kind == "endEvent", node.kind not in ("startEvent", "endEvent")
        dashed = ' stroke-dasharray="4 3"' if node.attached_to and not node.interrupting else ""
        width = 3.2 if end or node.id in self.current else 1.5
        for size in (radius, radius - 3.5) if inner else (radius,):
            self.canvas.add(
                f'<circle class="bpmn-event{self._state(node.id)}" cx="{x:g}" cy="{y:g}" r="{size:g}" fill="none" '
                f'stroke="currentColor" stroke-width="{width if size == radius else 1.2:g}"{dashed}/>'
            )
        self.canvas.reach(box.x, box.y, box.x + box.width, box.y + box.height)
        kind = node.trigger.kind
        if kind == "message" and node.kind in ("endEvent", "intermediateThrowEvent"):
            kind = "thrown"  # type: ignore[assignment]  # the name of an icon from here on
        if kind != "none":
            self.canvas.add(icon(kind, x, y, radius if inner else radius * 1.1))

    def _badge(self, node: Node, box: Box) -> None:
        """State by a mark, for those who do not see the colour."""
        if node.kind not in ACTIVITIES or not self._state(node.id):
            return
        kind = self._state(node.id).strip()
        x, y = box.x + box.width - 6, box.y + 6
        self.canvas.add(
            f'<circle class="bpmn-badge {kind}" cx="{x:g}" cy="{y:g}" r="9" fill="none" stroke="currentColor"/>'
            f'<g class="bpmn-badge-mark {kind}">{icon(kind, x, y)}</g>'
        )
        self.canvas.reach(x, y - 9, x + 9, y)
