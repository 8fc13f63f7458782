"""BPMN diagram interchange: where shapes and lines are drawn."""

from __future__ import annotations

import math

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import Box, Diagram, Line
from tongban.engines.processes.reading import Element, Reader
from tongban.engines.processes.saying import say as _

LIMIT = 1_000_000.0
_D = {"di": words.BPMNDI, "dc": words.DC, "dd": words.DI}


def read(reader: Reader, root: Element) -> Diagram | None:
    """The first diagram of the file; None when there is none. What is not understood in it is not drawn."""
    plane = root.find("di:BPMNDiagram/di:BPMNPlane", _D)
    if plane is None:
        return None
    shapes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    for shape in plane.findall("di:BPMNShape", _D):
        name = (shape.get("bpmnElement") or "").rpartition(":")[2]
        box = _box(reader, shape, shape.find("dc:Bounds", _D))
        if box is None:
            reader.warn(shape, "diagram", _("a shape needs bounds (x, y, width, height)"))
            continue
        shapes[name] = box
        label = _box(reader, shape, shape.find("di:BPMNLabel/dc:Bounds", _D))
        if label is not None:
            labels[name] = label
    return Diagram(shapes, labels, dict(_lines(reader, plane)))


def _lines(reader: Reader, plane: Element) -> list[tuple[str, Line]]:
    found = []
    for edge in plane.findall("di:BPMNEdge", _D):
        points = [
            (_number(reader, point, "x"), _number(reader, point, "y")) for point in edge.findall("dd:waypoint", _D)
        ]
        if len(points) < 2:  # noqa: PLR2004 (a line has two ends)
            reader.warn(edge, "diagram", _("a line needs at least two waypoints"))
            continue
        label = _box(reader, edge, edge.find("di:BPMNLabel/dc:Bounds", _D))
        found.append(((edge.get("bpmnElement") or "").rpartition(":")[2], Line(tuple(points), label)))
    return found


def _box(reader: Reader, shape: Element, bounds: Element | None) -> Box | None:
    if bounds is None:
        return None
    x, y, width, height = (_number(reader, bounds, name) for name in ("x", "y", "width", "height"))
    horizontal, expanded = shape.get("isHorizontal", "true") == "true", shape.get("isExpanded", "true") == "true"
    return Box(x, y, width, height, horizontal, expanded)


def _number(reader: Reader, element: Element, name: str) -> float:
    try:
        value = float(element.get(name) or "0")
    except ValueError:
        value = math.nan
    if not abs(value) <= LIMIT:
        reader.warn(element, "diagram", _("%(name)s=%(value)r is no coordinate", name=name, value=element.get(name)))
        return 0.0
    return value
