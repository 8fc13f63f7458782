"""Lines of a diagram as SVG: flows, messages, associations, with their ends and names."""

from __future__ import annotations

import math
from html import escape

from tongban.engines.processes.graph import Line
from tongban.engines.processes.pen import Pen
from tongban.engines.processes.scene import STEPS, Way

ARROW, HALF = 9.0, 4.5
Point = tuple[float, float]


def way(pen: Pen, one: Way, line: Line) -> None:
    """One line with its ends, its name and its mark."""
    passed = _passed(pen, one)
    kind = f"bpmn-flow{' done' if passed else ''}{pen.kind(one.id)}"
    dash = {"sequenceFlow": "", "messageFlow": ' stroke-dasharray="7 4"'}.get(one.kind, ' stroke-dasharray="2 4"')
    pen.canvas.add(
        f'<path class="{escape(kind)}" d="{_rounded(line.points)}" fill="none" stroke="currentColor" '
        f'stroke-width="1.4"{dash}/>'
    )
    for x, y in line.points:
        pen.canvas.reach(x, y, x, y)
    _ends(pen, one, line, passed=passed)
    default = _default(pen, one)
    if one.name.inn(pen.language):
        pen.canvas.along(one.name.inn(pen.language), line, marked=default)
    pen.mark(one.id, *_middle(line))


def _passed(pen: Pen, one: Way) -> bool:
    """Whether the way was gone: it leads from what is done to what is or was reached."""
    done = pen.states["done"]
    reached = done | pen.states["current"] | pen.states["returned"]
    return one.kind == "sequenceFlow" and one.source in done and one.target in reached


def _default(pen: Pen, one: Way) -> bool:
    source = pen.scene.shapes.get(one.source)
    return source is not None and source.default == one.id


def _ends(pen: Pen, one: Way, line: Line, *, passed: bool) -> None:
    if one.kind == "sequenceFlow":
        _arrow(pen, line.points, passed=passed)
        source = pen.scene.shapes.get(one.source)
        if source is not None and source.default == one.id:
            _slash(pen, line.points)
        elif source is not None and one.conditional and source.kind in STEPS:
            _diamond(pen, line.points)
    elif one.kind == "messageFlow":
        _ring(pen, line.points)
        _open(pen, line.points, closed=True)
    else:
        if one.heads != "none":
            _open(pen, line.points)
        if one.heads == "both":
            _open(pen, line.points[::-1])


def _towards(end: Point, before: Point) -> Point:
    """The direction of the last stretch, of length 1."""
    length = math.dist(end, before) or 1.0
    return (end[0] - before[0]) / length, (end[1] - before[1]) / length


def _wings(points: tuple[Point, ...]) -> tuple[Point, Point, Point]:
    before, (x, y) = points[-2:]
    dx, dy = _towards((x, y), before)
    back = x - dx * ARROW, y - dy * ARROW
    return (x, y), (back[0] - dy * HALF, back[1] + dx * HALF), (back[0] + dy * HALF, back[1] - dx * HALF)


def _arrow(pen: Pen, points: tuple[Point, ...], *, passed: bool) -> None:
    (x, y), one, other = _wings(points)
    pen.canvas.add(
        f'<path class="bpmn-arrow{" done" if passed else ""}" fill="currentColor" d="M{x:g} {y:g}'
        f'L{one[0]:g} {one[1]:g}L{other[0]:g} {other[1]:g}z"/>'
    )


def _open(pen: Pen, points: tuple[Point, ...], *, closed: bool = False) -> None:
    (x, y), one, other = _wings(points)
    pen.canvas.add(
        f'<path class="{"bpmn-event" if closed else "bpmn-flow"}" fill="none" stroke="currentColor" '
        f'stroke-width="1.2" d="M{one[0]:g} {one[1]:g}L{x:g} {y:g}L{other[0]:g} {other[1]:g}{"z" if closed else ""}"/>'
    )


def _ring(pen: Pen, points: tuple[Point, ...]) -> None:
    """Where a message leaves."""
    x, y = points[0]
    pen.canvas.add(f'<circle class="bpmn-event" cx="{x:g}" cy="{y:g}" r="4" fill="none" stroke="currentColor"/>')


def _slash(pen: Pen, points: tuple[Point, ...]) -> None:
    """The mark of a default flow."""
    (x1, y1), second = points[:2]
    dx, dy = _towards(second, (x1, y1))
    x, y, along, across = x1 + dx * 11, y1 + dy * 11, 3.0, 5.5
    one = x - dx * along - dy * across, y - dy * along + dx * across
    other = x + dx * along + dy * across, y + dy * along - dx * across
    pen.canvas.add(
        f'<path class="bpmn-flow" d="M{one[0]:g} {one[1]:g}L{other[0]:g} {other[1]:g}" fill="none" '
        'stroke="currentColor" stroke-width="1.4"/>'
    )


def _diamond(pen: Pen, points: tuple[Point, ...]) -> None:
    """The mark of a condition on a flow that leaves an activity."""
    (x, y), second = points[:2]
    dx, dy = _towards(second, (x, y))
    middle, far = (x + dx * 7, y + dy * 7), (x + dx * 14, y + dy * 14)
    pen.canvas.add(
        f'<path class="bpmn-gateway" fill="none" stroke="currentColor" d="M{x:g} {y:g}'
        f"L{middle[0] - dy * 4:g} {middle[1] + dx * 4:g}L{far[0]:g} {far[1]:g}"
        f'L{middle[0] + dy * 4:g} {middle[1] - dx * 4:g}z"/>'
    )


def _middle(line: Line) -> Point:
    """The middle of the longest stretch."""
    one, other = max(zip(line.points, line.points[1:], strict=False), key=lambda pair: math.dist(*pair))
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _rounded(points: tuple[Point, ...]) -> str:
    """A path with soft corners."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(6.0, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        one, other = _near(corner, before, radius), _near(corner, after, radius)
        parts.append(f"L{one[0]:g} {one[1]:g}Q{corner[0]:g} {corner[1]:g} {other[0]:g} {other[1]:g}")
    parts.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(parts)


def _near(start: Point, end: Point, length: float) -> Point:
    distance = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * length / distance, start[1] + (end[1] - start[1]) * length / distance
