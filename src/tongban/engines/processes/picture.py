"""The diagram of a process as inline SVG: classes for the page's sheet, no style attribute and no script.

Without any sheet it is a plain line drawing in the colour of the text. State is shown by shape too, not by colour
alone: what is under way is heavy and bears an arrow, what is done bears a tick.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from tongban.engines.processes import layout
from tongban.engines.processes.graph import ACTIVITIES, GATEWAYS, Box, Diagram, Graph, Line, Node, Note
from tongban.engines.processes.icons import icon
from tongban.engines.processes.labels import SMALL, Canvas
from tongban.engines.processes.wrapping import wrapped

MARGIN = 14.0
ARROW, HALF = 9.0, 4.5
CORNER = 7.0


class Picture:
    """Draws one graph in one language."""

    def __init__(self, graph: Graph, current: set[str], done: set[str], language: str) -> None:
        self.graph, self.current, self.done, self.language = graph, current, done, language
        self.drawn: Diagram = graph.diagram or layout.diagram(graph)
        self.canvas = Canvas()

    def svg(self) -> str:
        for name, box in self.drawn.shapes.items():
            self._frame(name, box)
        for name, line in self.drawn.lines.items():
            self._line(name, line)
        for node in self.graph.nodes.values():
            if node.id in self.drawn.shapes:
                self._node(node, self.drawn.shapes[node.id])
        return self._whole()

    def _whole(self) -> str:
        canvas = self.canvas
        left, top = math.floor(canvas.left - MARGIN), math.floor(canvas.top - MARGIN)
        width, height = math.ceil(canvas.right + MARGIN - left), math.ceil(canvas.bottom + MARGIN - top)
        mark = f"bpmn-{self.graph.key}"
        return (
            f'<svg class="bpmn" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{left} {top} {width} {height}" '
            f'width="{width}" height="{height}" aria-labelledby="{escape(mark)}-title {escape(mark)}-text" '
            f'lang="{"en" if self.language.startswith("en") else "zh-Hans"}">'
            f'<title id="{escape(mark)}-title">{escape(self.graph.name.inn(self.language) or self.graph.key)}</title>'
            f'<desc id="{escape(mark)}-text">{escape(self._text())}</desc>{"".join(canvas.parts)}</svg>'
        )

    def _text(self) -> str:
        """The picture in words."""
        with translation.override("en" if self.language.startswith("en") else "zh-hans"):
            steps = [node for node in self.graph.nodes.values() if node.kind in ACTIVITIES]
            parts = [(_("Steps"), steps)]
            parts.append((_("Done"), [node for node in steps if node.id in self.done]))
            parts.append((_("Under way"), [node for node in steps if node.id in self.current]))
            between, after = _(", "), _(": ")
            return " ".join(
                f"{title}{after}{between.join(self._name(node) for node in nodes)}{_('.')}" for title, nodes in parts if nodes
            )

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

    # Pools, lanes, annotations

    def _frame(self, name: str, box: Box) -> None:
        lane = next((lane.name for lane in self.graph.lanes if lane.id == name), None)
        note = next((note for note in self.graph.notes if note.id == name), None)
        if lane is not None or (note is not None and note.kind == "participant"):
            title = (lane or note.name if note is not None else lane).inn(self.language) if (lane or note) else ""  # type: ignore[union-attr]
            self._rect(box, "bpmn-lane" if lane is not None else "bpmn-pool", 2, 1)
            self._title(title, box)
        elif note is not None:
            self._annotation(note, box)

    def _title(self, title: str, box: Box) -> None:
        """A lane's name along its left side: upright for Chinese, turned for Latin script."""
        x, y = box.x + 17, box.y + box.height / 2
        lines = wrapped(title, (box.height - 12) / SMALL, 2)
        turned = self.language.startswith("en")
        for index, text in enumerate(lines):
            place = x + (index - (len(lines) - 1) / 2) * SMALL * 1.25
            way = f'transform="rotate(-90 {place:g} {y:g})"' if turned else 'writing-mode="vertical-rl"'
            self.canvas.add(
                f'<text class="bpmn-lane-name" x="{place:g}" y="{y:g}" font-size="{SMALL + 1:g}" text-anchor="middle" '
                f'dominant-baseline="central" fill="currentColor" {way}>{escape(text)}</text>'
            )

    def _annotation(self, note: Note, box: Box) -> None:
        self.canvas.add(
            f'<path class="bpmn-note" d="M{box.x + 10:g} {box.y:g}H{box.x:g}V{box.y + box.height:g}H{box.x + 10:g}" '
            'fill="none" stroke="currentColor"/>'
        )
        self.canvas.reach(box.x, box.y, box.x + box.width, box.y + box.height)
        lines = wrapped(note.name.inn(self.language), (box.width - 10) / SMALL, max(int(box.height / 15), 1))
        self.canvas.lines(lines, box.x + 8, box.y + 10, SMALL, anchor="start")

    # Flows

    def _line(self, name: str, line: Line) -> None:
        flow = self.graph.flows.get(name)
        passed = flow is not None and flow.source in self.done and bool({flow.target} & (self.done | self.current))
        dashed = ' stroke-dasharray="5 4"' if flow is None else ""
        self.canvas.add(
            f'<path class="bpmn-flow{" done" if passed else ""}" d="{_rounded(line.points)}" fill="none" '
            f'stroke="currentColor" stroke-width="1.4"{dashed}/>'
        )
        for x, y in line.points:
            self.canvas.reach(x, y, x, y)
        self._arrow(line, passed=passed)
        if flow is None:
            return
        source = self.graph.nodes[flow.source]
        if source.default == name:
            self._slash(line)
        if str(flow.name.inn(self.language)):
            self.canvas.along(flow.name.inn(self.language), line, marked=source.default == name)

    def _arrow(self, line: Line, *, passed: bool) -> None:
        (x1, y1), (x2, y2) = line.points[-2:]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        back = x2 - dx * ARROW, y2 - dy * ARROW
        self.canvas.add(
            f'<path class="bpmn-arrow{" done" if passed else ""}" fill="currentColor" d="M{x2:g} {y2:g}'
            f'L{back[0] - dy * HALF:g} {back[1] + dx * HALF:g}L{back[0] + dy * HALF:g} {back[1] - dx * HALF:g}z"/>'
        )

    def _slash(self, line: Line) -> None:
        """The mark of a default flow."""
        (x1, y1), (x2, y2) = line.points[:2]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        x, y, along, across = x1 + dx * 11, y1 + dy * 11, 3.0, 5.5
        one = x - dx * along - dy * across, y - dy * along + dx * across
        other = x + dx * along + dy * across, y + dy * along - dx * across
        self.canvas.add(
            f'<path class="bpmn-flow" d="M{one[0]:g} {one[1]:g}L{other[0]:g} {other[1]:g}" fill="none" '
            'stroke="currentColor" stroke-width="1.4"/>'
        )

    # Nodes

    def _node(self, node: Node, box: Box) -> None:
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
            else:
                self.canvas.add(icon("callActivity", box.x + box.width / 2 - (10 if node.loop else 0), box.y + box.height - 9, 12))
        if node.loop is not None:
            shift = 10 if not open_sub and node.kind in ("subProcess", "callActivity") else 0
            mark = "sequential" if node.loop.sequential else "parallel"
            self.canvas.add(icon(mark, box.x + box.width / 2 + shift, box.y + box.height - 9, 14))

    def _gateway(self, node: Node, box: Box) -> None:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        heavy = 3.0 if node.id in self.current else 1.4
        self.canvas.add(
            f'<path class="bpmn-gateway{self._state(node.id)}" fill="none" stroke="currentColor" stroke-width="{heavy:g}" '
            f'd="M{x:g} {box.y:g}L{box.x + box.width:g} {y:g}L{x:g} {box.y + box.height:g}L{box.x:g} {y:g}z"/>'
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


def _rounded(points: tuple[tuple[float, float], ...]) -> str:
    """A path with soft corners."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(6.0, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        one, other = _toward(corner, before, radius), _toward(corner, after, radius)
        parts.append(f"L{one[0]:g} {one[1]:g}Q{corner[0]:g} {corner[1]:g} {other[0]:g} {other[1]:g}")
    parts.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(parts)


def _toward(start: tuple[float, float], end: tuple[float, float], length: float) -> tuple[float, float]:
    distance = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * length / distance, start[1] + (end[1] - start[1]) * length / distance


def picture(graph: Graph, *, current: Iterable[str], done: Iterable[str], language: str) -> str:
    """The diagram as an SVG element."""
    under_way = set(current)
    return Picture(graph, under_way, set(done) - under_way, language).svg()
