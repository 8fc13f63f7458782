"""The requirement graph of a DMN document with where it is drawn: from its graphics, or laid out here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from tongban.engines.rules.dmn_reader import attribute, child, children, identity, local, text_of
from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.ranks import Point, laid_out
from tongban.engines.rules.saying import say

NODES = ("decision", "inputData", "businessKnowledgeModel", "knowledgeSource", "decisionService", "textAnnotation")
REQUIREMENTS = ("informationRequirement", "knowledgeRequirement", "authorityRequirement")
FURTHEST = 1_000_000.0
MAX_NODES = 2_000
MAX_EDGES = 6_000


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Node:
    """An element with a shape; an imported one has the kind "imported"."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True)
class Edge:
    """A requirement or an association, from what is required to what requires it."""

    id: str
    kind: str
    source: str
    target: str


@dataclass
class Diagram:
    """`boxes` of nodes and `lines` of edges by id; `dividers` are the lines across decision services."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    dividers: dict[str, tuple[Point, ...]] = field(default_factory=dict)


def diagram(root: etree._Element, imported: dict[str, str]) -> Diagram:
    """The diagram of a document; `imported` are names of elements of its imports by `namespace#id`. Raises LimitError
    for one that nobody could read.
    """
    found = Diagram()
    space = attribute(root, "namespace")
    for node in root:
        if local(node) in NODES:
            name = text_of(node) if local(node) == "textAnnotation" else attribute(node, "name")
            found.nodes[identity(node)] = Node(identity(node), local(node), name)
    for node in root:
        _edges(found, node, space, imported)
    if len(found.nodes) > MAX_NODES or len(found.edges) > MAX_EDGES:
        raise LimitError(say("diagram-too-large", nodes=MAX_NODES, lines=MAX_EDGES))
    _graphics(found, root)
    if not found.boxes:
        _own(found)
    return found


def _edges(found: Diagram, node: etree._Element, space: str, imported: dict[str, str]) -> None:
    if local(node) == "association":
        ends = [_end(found, child(node, name), space, imported) for name in ("sourceRef", "targetRef")]
        _edge(found, node, "association", ends[0], ends[1])
    for requirement in (one for kind in REQUIREMENTS for one in children(node, kind)):
        for link in requirement:
            _edge(found, requirement, local(requirement), _end(found, link, space, imported), identity(node))


def _edge(found: Diagram, node: etree._Element, kind: str, source: str, target: str) -> None:
    if source in found.nodes and target in found.nodes:
        name = identity(node) or f"{kind}:{source}:{target}"
        found.edges[name] = Edge(name, kind, source, target)


def _end(found: Diagram, link: etree._Element | None, space: str, imported: dict[str, str]) -> str:
    """The node that a reference leads to; one of an import becomes a node of this diagram."""
    href = attribute(link, "href") if link is not None else ""
    namespace, _, target = href.rpartition("#")
    if namespace not in ("", space) and href in imported:
        found.nodes.setdefault(href, Node(href, "imported", imported[href]))
        return href
    return target


def _graphics(found: Diagram, root: etree._Element) -> None:
    """The shapes and lines of the first diagram of the document; what is not understood in it is not drawn."""
    first = next((node for node in root.iter() if local(node) == "DMNDiagram"), None)
    for shape in () if first is None else first:
        name = _reference(shape, found)
        if name in found.nodes and local(shape) == "DMNShape":
            box = _bounds(shape)
            if box is not None:
                found.boxes[name] = box
            for line in (one for one in shape if local(one) == "DMNDecisionServiceDividerLine"):
                found.dividers[name] = _points(line)
        elif name in found.edges and local(shape) == "DMNEdge":
            points = _points(shape)
            if len(points) > 1:
                found.lines[name] = points
    drawn = [one for one in found.edges.values() if one.source in found.boxes and one.target in found.boxes]
    for edge in drawn:
        found.lines.setdefault(edge.id, _straight(found.boxes[edge.source], found.boxes[edge.target]))


def _reference(shape: etree._Element, found: Diagram) -> str:
    """The element of a shape: an id, or a prefix that stands for the namespace of an import and an id."""
    prefix, _, name = attribute(shape, "dmnElementRef").rpartition(":")
    href = f"{shape.nsmap.get(prefix, '')}#{name}"
    return href if prefix and href in found.nodes else name


def _bounds(shape: etree._Element) -> Box | None:
    inner = next((one for one in shape if local(one) == "Bounds"), None)
    numbers = [_number(inner, name) for name in ("x", "y", "width", "height")] if inner is not None else [None]
    if any(one is None for one in numbers):
        return None
    return Box(*cast("list[float]", numbers))


def _points(edge: etree._Element) -> tuple[Point, ...]:
    pairs = [(_number(one, "x"), _number(one, "y")) for one in edge if local(one) == "waypoint"]
    return tuple((x, y) for x, y in pairs if x is not None and y is not None)


def _number(node: etree._Element, name: str) -> float | None:
    try:
        value = float(node.get(name) or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FURTHEST else None


def _straight(source: Box, target: Box) -> tuple[Point, Point]:
    """A line from border to border."""
    return _border(source, target), _border(target, source)


def _border(box: Box, other: Box) -> Point:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    dx, dy = other.x + other.width / 2 - x, other.y + other.height / 2 - y
    sizes = [abs(half / part) for half, part in ((box.width / 2, dx), (box.height / 2, dy)) if part]
    scale = min(sizes, default=0.0)
    return x + dx * scale, y + dy * scale


def _own(found: Diagram) -> None:
    """A layout for a document without graphics; decision services, which frame others, are left out."""
    names = [name for name, node in found.nodes.items() if node.kind != "decisionService"]
    ends = {name: (one.source, one.target) for name, one in found.edges.items() if {one.source, one.target} <= {*names}}
    places, lines = laid_out(names, ends)
    found.boxes = {name: Box(*place) for name, place in places.items()}
    found.lines = lines
