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

from tongban.engines.processes.graph import ACTIVITIES, Box, Graph, Line, Note
from tongban.engines.processes.labels import SMALL
from tongban.engines.processes.shapes import Shapes
from tongban.engines.processes.wrapping import wrapped

MARGIN = 14.0
ARROW, HALF = 9.0, 4.5


class Picture(Shapes):
    """Draws one graph in one language."""

    def svg(self) -> str:
        for name, box in self.drawn.shapes.items():
            self._frame(name, box)
        for name, line in self.drawn.lines.items():
            self._line(name, line)
        for node in self.graph.nodes.values():
            if node.id in self.drawn.shapes:
                self.node(node, self.drawn.shapes[node.id])
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
            between, after, end = (", ", ": ", ".") if self.language.startswith("en") else ("、", "：", "。")
            return ("" if end == "。" else " ").join(
                f"{title}{after}{between.join(self._name(node) for node in nodes)}{end}"
                for title, nodes in parts
                if nodes
            )

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
