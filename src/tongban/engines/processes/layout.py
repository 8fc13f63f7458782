"""Our own layout of a whole file, written as BPMN diagram interchange: pools one under the other, messages between."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.engines.processes import drawing
from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import Box, Diagram, Line
from tongban.engines.processes.placing import Placing
from tongban.engines.processes.reading import Element
from tongban.engines.processes.scene import SUBS, Scene, Shape
from tongban.kernel.declarations.api import DeclarationError, Problem
from tongban.kernel.web.api import BadInput, safe_xml

MARGIN, BAND, ROOM, GAP, CLOSED, NARROWEST = 24.0, 30.0, 24.0, 60.0, 60.0, 400.0


def diagram(scene: Scene) -> Diagram:
    """A layout of the scene; what is neither in a process nor a pool (data, notes) is left out."""
    shapes: dict[str, Box] = {}
    lines: dict[str, Line] = {}
    areas: dict[str, Box] = {}
    top = MARGIN
    for pool, process in _areas(scene):
        width, height = NARROWEST, CLOSED
        if process in scene.children:
            placing = Placing(scene, process)
            inset = ROOM if pool and not placing.leaves else 0.0
            width, height = placing.whole(MARGIN + (BAND if pool else 0) + inset, top + inset)
            width, height = width + 2 * inset, height + 2 * inset
            shapes.update(placing.shapes)
            lines.update(placing.lines)
        if pool:
            areas[pool] = Box(MARGIN, top, width + BAND, height)
        top += height + GAP
    widest = max((box.width for box in areas.values()), default=0.0)
    shapes = {name: Box(box.x, box.y, widest, box.height) for name, box in areas.items()} | shapes
    lines.update(_messages(scene, shapes))
    return Diagram(shapes, {}, lines)


def _areas(scene: Scene) -> Iterator[tuple[str, str]]:
    """Pools with their processes in the order of the file, then the processes that stand in no pool."""
    for pool in scene.pools:
        yield pool.id, pool.process
    shown = {pool.process for pool in scene.pools}
    inside = {shape.id for shape in scene.shapes.values() if shape.kind in SUBS}
    for process in scene.children:
        if process not in shown | inside:
            yield "", process


def _messages(scene: Scene, shapes: dict[str, Box]) -> Iterator[tuple[str, Line]]:
    """Message flows: down or up from the one end, across in the gap between the pools, on to the other."""
    pools = {pool.id for pool in scene.pools}
    for index, way in enumerate(way for way in scene.ways.values() if way.kind == "messageFlow"):
        start, end = shapes.get(way.source), shapes.get(way.target)
        if start is None or end is None:
            continue
        x1, x2 = start.x + start.width / 2, end.x + end.width / 2
        x1, x2 = (x2 if way.source in pools else x1), (x1 if way.target in pools else x2)
        down = start.y < end.y
        y1, y2 = (start.y + start.height, end.y) if down else (start.y, end.y + end.height)
        middle = y2 + (-GAP if down else GAP) / 2 + 5 * (index % 5) - 10
        yield way.id, Line(((x1, y1), (x2, y2)) if x1 == x2 else ((x1, y1), (x1, middle), (x2, middle), (x2, y2)))


def layout(text: str) -> str:
    """The same text with the layout as diagram interchange. Raises DeclarationError when it is no BPMN file."""
    try:
        root = safe_xml(drawing.encoded(text), max_bytes=drawing.MAX_BYTES, comments=True)
    except BadInput as error:
        raise DeclarationError([Problem("model", "", str(error))]) from None
    if root.tag != f"{{{words.BPMN}}}definitions":
        raise DeclarationError([Problem("model", "", "this is not a BPMN 2.0 file")])
    for old in root.findall(f"{{{words.BPMNDI}}}BPMNDiagram"):
        root.remove(old)
    scene = drawing.scene(root)
    _write(root, scene, diagram(scene))
    return str(etree.tostring(root.getroottree(), encoding="unicode")) + "\n"


def _write(root: Element, scene: Scene, drawn: Diagram) -> None:
    names = {"bpmndi": words.BPMNDI, "dc": words.DC, "di": words.DI}
    holder = etree.SubElement(root, f"{{{words.BPMNDI}}}BPMNDiagram", nsmap=names, id=f"{scene.key}-diagram")
    plane = etree.SubElement(holder, f"{{{words.BPMNDI}}}BPMNPlane", id=f"{scene.key}-plane", bpmnElement=scene.whole)
    for name, box in drawn.shapes.items():
        _shape(plane, scene.shapes[name], box)
    for name, line in drawn.lines.items():
        edge = etree.SubElement(plane, f"{{{words.BPMNDI}}}BPMNEdge", id=f"{name}-edge", bpmnElement=name)
        for x, y in line.points:
            etree.SubElement(edge, f"{{{words.DI}}}waypoint", x=f"{x:g}", y=f"{y:g}")
    etree.indent(holder, level=1)


def _shape(plane: Element, one: Shape, box: Box) -> None:
    shape = etree.SubElement(plane, f"{{{words.BPMNDI}}}BPMNShape", id=f"{one.id}-shape", bpmnElement=one.id)
    if one.kind in ("participant", "lane"):
        shape.set("isHorizontal", "true")
    if one.kind in SUBS:
        shape.set("isExpanded", "true")
    bounds = etree.SubElement(shape, f"{{{words.DC}}}Bounds")
    for key, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)):
        bounds.set(key, f"{value:g}")
