"""Texts beside and inside shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from tongban.engines.processes.graph import Box, Line
from tongban.engines.processes.scene import Shape
from tongban.engines.processes.wrapping import longest, width, wrapped

SIZE, SMALL = 14.0, 12.0
LEADING = 1.25
BESIDE, MOST = 104.0, 4


@dataclass
class Canvas:
    """What is drawn, and how far it reaches."""

    parts: list[str] = field(default_factory=list)
    left: float = float("inf")
    top: float = float("inf")
    right: float = float("-inf")
    bottom: float = float("-inf")

    def add(self, text: str) -> None:
        self.parts.append(text)

    def reach(self, left: float, top: float, right: float, bottom: float) -> None:
        self.left, self.top = min(self.left, left), min(self.top, top)
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)

    def lines(
        self, texts: list[str], x: float, y: float, size: float, *, anchor: str = "middle", kind: str = "label"
    ) -> None:
        """Lines of text, the first with its middle at that height."""
        if not texts:
            return
        step = size * LEADING
        spans = "".join(
            f'<tspan x="{x:g}" y="{y + index * step:g}">{escape(text)}</tspan>' for index, text in enumerate(texts)
        )
        self.add(
            f'<text class="bpmn-{kind}" font-size="{size:g}" text-anchor="{anchor}" dominant-baseline="central" '
            f'fill="currentColor">{spans}</text>'
        )
        wide = max(width(text) for text in texts) * size
        shift = {"middle": wide / 2, "end": wide}.get(anchor, 0.0)
        self.reach(x - shift, y - step / 2, x - shift + wide, y + (len(texts) - 0.5) * step)

    def inside(self, text: str, box: Box, *, icon: bool, mark: bool) -> None:
        """A text in the middle of a task, smaller when it is long."""
        top = 16.0 if icon else 4.0
        room = box.height - top - (16.0 if mark else 4.0)
        size = SIZE
        lines = wrapped(text, (box.width - 14) / size, 99)
        if len(lines) * size * LEADING > room or longest(text) > (box.width - 14) / size:
            size = SMALL
            lines = wrapped(text, (box.width - 12) / size, max(int(room / (size * LEADING)), 1))
        first = box.y + top + (room - (len(lines) - 1) * size * LEADING) / 2
        self.lines(lines, box.x + box.width / 2, first, size, kind="name")

    def placed(self, text: str, label: Box, most: int = 6) -> None:
        """A text where the file wants it: around the middle of its label."""
        lines = wrapped(text, max((label.width + SMALL) / SMALL, longest(text)), most)
        step = SMALL * LEADING
        first = label.y + label.height / 2 - (len(lines) - 1) * step / 2
        self.lines(lines, label.x + label.width / 2, first, SMALL)

    def below(self, text: str, box: Box, label: Box | None) -> None:
        """A text under a shape, or where the file wants it."""
        if label is not None:
            self.placed(text, label)
            return
        lines = wrapped(text, max(BESIDE / SMALL, box.width / SMALL, longest(text)), MOST)
        self.lines(lines, box.x + box.width / 2, box.y + box.height + 4 + SMALL * LEADING / 2, SMALL)

    def beside(self, text: str, node: Shape, box: Box, taken: set[str], label: Box | None) -> None:
        """The name of an event or gateway where no flow stands in the way, or where the file wants it."""
        if label is not None:
            self.placed(text, label)
            return
        lines = wrapped(text, BESIDE / SMALL, MOST)
        middle, step = box.x + box.width / 2, SMALL * LEADING
        above = box.y - 4 - (len(lines) - 0.5) * step
        below = box.y + box.height + 4 + step / 2
        if node.kind.endswith("Event") and "bottom" not in taken and node.kind != "boundaryEvent":
            self.lines(lines, middle, below, SMALL)
        elif node.kind == "boundaryEvent":
            self.lines(lines, middle - 7, below - 2, SMALL, anchor="end")
        elif "top" not in taken:
            self.lines(lines, middle, above, SMALL)
        elif "bottom" not in taken:
            self.lines(lines, middle, below, SMALL)
        else:
            self.lines(lines, middle - 8, above + step / 2, SMALL, anchor="end")

    def along(self, text: str, line: Line, *, marked: bool = False) -> None:
        """The name of a flow at its first level stretch (behind a default flow's mark), or where the file wants it."""
        step = SMALL * LEADING
        if line.label is not None:
            self.placed(text, line.label)
            return
        pairs = list(zip(line.points, line.points[1:], strict=False))
        level = [(a, b) for a, b in pairs if a[1] == b[1]]
        turning = pairs[0] in level and len(level) > 1  # its first stretch may be another flow's too
        (x1, y1), (x2, _) = level[1] if turning else (level or pairs)[0]
        lines = wrapped(text, max(abs(x2 - x1) - 18, 4 * SMALL) / SMALL, 2)
        anchor = "start" if x2 >= x1 else "end"
        away = 18 if marked and (x1, y1) == line.points[0] else 7
        self.lines(lines, x1 + (away if x2 >= x1 else -away), y1 - 4 - (len(lines) - 0.5) * step, SMALL, anchor=anchor)
