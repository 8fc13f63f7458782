"""What draws: the scene, the canvas, what the elements' state is and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from tongban.engines.processes.graph import Box, Diagram
from tongban.engines.processes.icons import icon
from tongban.engines.processes.labels import SMALL, Canvas
from tongban.engines.processes.scene import Mark, Scene, Shape
from tongban.engines.processes.wrapping import width

STATES = ("current", "returned", "done")


@dataclass
class Pen:
    """`states` holds the ids by state; an element has the first state of STATES that names it."""

    scene: Scene
    drawn: Diagram
    language: str
    states: Mapping[str, frozenset[str]]
    marks: Mapping[str, Mark]
    canvas: Canvas = field(default_factory=Canvas)

    def name(self, shape: Shape) -> str:
        return shape.name.inn(self.language)

    def state(self, name: str) -> str:
        return next((state for state in STATES if name in self.states[state]), "")

    def kind(self, name: str) -> str:
        """The classes of an element besides its own: its state, what its mark says."""
        mark = self.marks.get(name)
        return "".join(f" {word}" for word in (self.state(name), f"mark-{mark.kind}" if mark else "") if word)

    def rect(self, box: Box, kind: str, corner: float = 0, width: float = 1.2, extra: str = "") -> None:
        self.canvas.add(
            f'<rect class="{escape(kind)}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
            f'rx="{corner:g}" fill="none" stroke="currentColor" stroke-width="{width:g}"{extra}/>'
        )
        self.reach(box)

    def reach(self, box: Box) -> None:
        self.canvas.reach(box.x, box.y, box.x + box.width, box.y + box.height)

    def badge(self, name: str, box: Box) -> None:
        """State by a mark, for those who do not see the colour."""
        kind = self.state(name)
        if not kind:
            return
        x, y = box.x + box.width - 6, box.y + 6
        self.canvas.add(
            f'<circle class="bpmn-badge {kind}" cx="{x:g}" cy="{y:g}" r="9" fill="none" stroke="currentColor"/>'
            f'<g class="bpmn-badge-mark {kind}">{icon(kind, x, y)}</g>'
        )
        self.canvas.reach(x - 9, y - 9, x + 9, y + 9)

    def mark(self, name: str, x: float, y: float) -> None:
        """The badge of a mark, its left end there: a text in a pill, with the sentence as its title."""
        mark = self.marks.get(name)
        if mark is None or not mark.text:
            return
        wide = width(mark.text) * SMALL + 12
        title = f"<title>{escape(mark.title)}</title>" if mark.title else ""
        self.canvas.add(
            f'<g class="bpmn-mark mark-{escape(mark.kind)}">{title}<rect x="{x:g}" y="{y - 9:g}" width="{wide:g}" '
            f'height="18" rx="9" fill="none" stroke="currentColor"/><text x="{x + wide / 2:g}" y="{y:g}" '
            f'font-size="{SMALL:g}" text-anchor="middle" dominant-baseline="central" fill="currentColor">'
            f"{escape(mark.text)}</text></g>"
        )
        self.canvas.reach(x, y - 9, x + wide, y + 9)
