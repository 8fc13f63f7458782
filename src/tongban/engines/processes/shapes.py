"""Flow nodes as SVG: activities, gateways, events."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from tongban.engines.processes.graph import Box
from tongban.engines.processes.icons import PATHS, icon
from tongban.engines.processes.pen import Pen
from tongban.engines.processes.scene import EVENTS, GATES, SUBS, THROWING, Shape
from tongban.engines.processes.wrapping import wrapped

CORNER, MARKER = 7.0, 16.0
DOTTED, DASHED = ' stroke-dasharray="2 3"', ' stroke-dasharray="4 3"'


def node(pen: Pen, shape: Shape, box: Box) -> None:
    """One flow node with its name, its state and its mark."""
    pen.canvas.add(f'<g class="bpmn-node{escape(pen.kind(shape.id))}">')
    if shape.kind in GATES:
        _gateway(pen, shape, box)
    elif shape.kind in EVENTS:
        _event(pen, shape, box)
    else:
        _activity(pen, shape, box)
        pen.badge(shape.id, box)
    if shape.kind in GATES | EVENTS and pen.name(shape):
        label = pen.drawn.labels.get(shape.id)
        pen.canvas.beside(pen.name(shape), shape, box, _taken(pen, shape, box), label)
    pen.mark(shape.id, box.x - 6, box.y - 2)
    pen.canvas.add("</g>")


def _taken(pen: Pen, shape: Shape, box: Box) -> set[str]:
    """At which sides flows touch a shape."""
    lines = pen.drawn.lines
    ends = [lines[way.id].points[0] for way in pen.scene.leaving.get(shape.id, ()) if way.id in lines]
    ends += [lines[way.id].points[-1] for way in pen.scene.coming.get(shape.id, ()) if way.id in lines]
    found = {"top" for _x, y in ends if y <= box.y + 1}
    return found | {"bottom" for _x, y in ends if y >= box.y + box.height - 1}


def opened(pen: Pen, shape: Shape) -> bool:
    """Whether a sub-process is drawn with what it holds."""
    box = pen.drawn.shapes[shape.id]
    if shape.kind == "callActivity":  # what it calls may be drawn in it, though it stands elsewhere in the file
        return box.expanded and any(_within(other, box) for other in pen.drawn.shapes.values() if other is not box)
    inside = any(child.id in pen.drawn.shapes for child in pen.scene.children.get(shape.id, ()))
    return shape.kind in SUBS and box.expanded and inside


def _within(one: Box, other: Box) -> bool:
    across = other.x <= one.x and one.x + one.width <= other.x + other.width
    return across and other.y <= one.y and one.y + one.height <= other.y + other.height


def _activity(pen: Pen, shape: Shape, box: Box) -> None:
    is_open = opened(pen, shape)
    heavy = 3.0 if pen.state(shape.id) == "current" else 2.8 if shape.kind == "callActivity" else 1.4
    kind = ("bpmn-subprocess" if is_open else "bpmn-task") + pen.kind(shape.id)
    pen.rect(box, kind, CORNER, heavy, DOTTED if shape.triggered else "")
    if shape.kind == "transaction":
        inner = replace(box, x=box.x + 3.5, y=box.y + 3.5, width=box.width - 7, height=box.height - 7)
        pen.rect(inner, "bpmn-inner", CORNER - 2, 1.2)
    drawn = shape.kind in PATHS and shape.kind != "callActivity"
    marks = _marks(shape, closed=not is_open and shape.kind in SUBS | {"callActivity"})
    name = pen.name(shape) or ("" if pen.drawn is pen.scene.diagram else shape.id)
    if is_open:
        pen.canvas.lines(
            wrapped(name, (box.width - 20) / 14, 1), box.x + 12, box.y + 17, 14, anchor="start", kind="name"
        )
    else:
        pen.canvas.inside(name, box, icon=drawn, mark=bool(marks or shape.id in pen.scene.boundaries))
        if drawn:
            pen.canvas.add(icon(shape.kind, box.x + 13, box.y + 13, 15, filled=shape.kind == "sendTask"))
    if shape.kind == "receiveTask" and shape.instantiating:
        pen.canvas.add(f'<circle cx="{box.x + 13:g}" cy="{box.y + 13:g}" r="11" fill="none" stroke="currentColor"/>')
    _row(pen, marks, box)


def _marks(shape: Shape, *, closed: bool) -> list[str]:
    """What stands at the lower edge of an activity, from left to right."""
    found = [shape.loop] if shape.loop else []
    found += ["compensation"] if shape.compensating else []
    found += ["closed"] if closed else []
    return found + (["adHoc"] if shape.kind == "adHocSubProcess" else [])


def _row(pen: Pen, marks: list[str], box: Box) -> None:
    left = box.x + box.width / 2 - (len(marks) - 1) * MARKER / 2
    for index, kind in enumerate(marks):
        pen.canvas.add(icon(kind, left + index * MARKER, box.y + box.height - 9, 12))


def _gateway(pen: Pen, shape: Shape, box: Box) -> None:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    heavy = 3.0 if pen.state(shape.id) == "current" else 1.4
    pen.canvas.add(
        f'<path class="bpmn-gateway{escape(pen.kind(shape.id))}" fill="none" stroke="currentColor" '
        f'stroke-width="{heavy:g}" d="M{x:g} {box.y:g}L{box.x + box.width:g} {y:g}L{x:g} {box.y + box.height:g}'
        f'L{box.x:g} {y:g}z"/>'
    )
    pen.reach(box)
    kind, size = shape.kind, 20 * box.width / 50
    if kind == "eventBasedGateway":
        rings = (12.5,) if shape.instantiating else (12.5, 10.0)
        for ring in rings:
            pen.canvas.add(
                f'<circle cx="{x:g}" cy="{y:g}" r="{ring * box.width / 50:g}" fill="none" stroke="currentColor"/>'
            )
        kind, size = "parallelMultiple" if shape.every else "multiple", size * 0.75
    pen.canvas.add(icon(kind, x, y, size))


def _event(pen: Pen, shape: Shape, box: Box) -> None:
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    end, inner = shape.kind == "endEvent", shape.kind not in ("startEvent", "endEvent")
    width = 3.2 if end or pen.state(shape.id) == "current" else 1.5
    for size in (radius, radius - min(3.5, radius / 3)) if inner else (radius,):
        pen.canvas.add(
            f'<circle class="bpmn-event{escape(pen.kind(shape.id))}" cx="{x:g}" cy="{y:g}" r="{max(size, 0):g}" '
            f'fill="none" stroke="currentColor" stroke-width="{width if size == radius else 1.2:g}"'
            f"{'' if shape.interrupting else DASHED}/>"
        )
    pen.reach(box)
    kind = shape.events[0] if shape.events else ""
    if len(shape.events) > 1:
        kind = "parallelMultiple" if shape.every else "multiple"
    if kind in PATHS:
        pen.canvas.add(icon(kind, x, y, radius if inner else radius * 1.1, filled=shape.kind in THROWING))
