"""A BPMN text to a compiled graph; everything that is not understood is refused with element, line and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tongban.engines.processes import drawing, elements, interchange, structure
from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import ACTIVITIES, EVENTS, GATEWAYS, Flow, Graph, Lane, Node, Note
from tongban.engines.processes.reading import Element, Reader, content, line_of, tag
from tongban.kernel.declarations.api import DeclarationError, Problem, Text
from tongban.kernel.web.api import BadInput, safe_xml

MAX_BYTES = 2_000_000
MAX_NODES = 2_000
NODES = ACTIVITIES | EVENTS | GATEWAYS


def read(text: str, source: str) -> Graph:
    """Compiles a BPMN text. Raises DeclarationError with every fault found."""
    try:
        root = safe_xml(text.encode(), max_bytes=MAX_BYTES)
    except BadInput as error:
        raise DeclarationError([Problem(source, "", str(error))]) from None
    reader = Reader(source)
    if tag(root) != "definitions":
        reader.fault(root, "this is not a BPMN 2.0 file", f"its root must be definitions in {words.BPMN}")
        raise DeclarationError(reader.problems)
    graph = _graph(reader, root)
    if graph is not None and not reader.problems:
        reader.problems.extend(structure.faults(graph))
    if graph is None or reader.problems:
        raise DeclarationError(sorted(reader.problems, key=lambda problem: int(problem.path[5:] or 0)))
    return graph


def _graph(reader: Reader, root: Element) -> Graph | None:
    ids: set[str] = set()
    for element in _model(reader, root):
        name = element.get("id")
        if name in ids:
            reader.fault(element, "this id stands twice in the file")
        ids.update([name] if name else [])
    processes = [child for child in root if tag(child) == "process"]
    if len(processes) != 1:
        reader.fault(root, f"expected one process in the file, found {len(processes)}", "put each in a file of its own")
        return None
    process = processes[0]
    roots = _roots(reader, root)
    nodes = {node.id: node for node in _nodes(reader, process, "", roots)}
    flows = {flow.id: flow for flow in _flows(reader, process)}
    if len(nodes) > MAX_NODES:
        reader.fault(process, f"more than {MAX_NODES} nodes", "split it by call activities")
        return None
    return Graph(
        key=reader.need(process, "id"),
        name=reader.name(process),
        source=reader.source,
        nodes=_joined(nodes, flows),
        flows=flows,
        lanes=tuple(_lanes(reader, process, "")),
        notes=tuple(_notes(reader, root)),
        diagram=interchange.read(reader, root),
        scene=drawing.scene(root),
    )


def _model(reader: Reader, element: Element) -> Iterator[Element]:
    """Every element of the model itself that is understood; the others are noted by `known`."""
    if reader.known(element):
        yield element
        for child in element:
            yield from _model(reader, child)


def _roots(reader: Reader, root: Element) -> elements.Roots:
    found = elements.Roots()
    for child in root:
        name = child.get("id") or ""
        if tag(child) == "message":
            found.messages[name] = reader.need(child, "name")
        if tag(child) == "error":
            found.errors[name] = reader.need(child, "errorCode")
    return found


def _nodes(reader: Reader, holder: Element, scope: str, roots: elements.Roots) -> Iterator[Node]:
    for child in holder:
        if tag(child) in NODES:
            node = elements.node(reader, child, scope, roots)
            yield node
            if node.kind == "subProcess":
                yield from _nodes(reader, child, node.id, roots)


def _flows(reader: Reader, process: Element) -> Iterator[Flow]:
    for element in process.iter(f"{{{words.BPMN}}}sequenceFlow"):
        condition = reader.child(element, "conditionExpression")
        yield Flow(
            id=reader.need(element, "id"),
            source=reader.need(element, "sourceRef"),
            target=reader.need(element, "targetRef"),
            name=reader.name(element),
            line=line_of(element),
            condition=reader.formula(condition, content(condition)) if condition is not None else None,
        )


def _joined(nodes: dict[str, Node], flows: dict[str, Flow]) -> dict[str, Node]:
    incoming: dict[str, list[str]] = {name: [] for name in nodes}
    outgoing: dict[str, list[str]] = {name: [] for name in nodes}
    boundaries: dict[str, list[str]] = {name: [] for name in nodes}
    for flow in flows.values():
        outgoing.get(flow.source, []).append(flow.id)
        incoming.get(flow.target, []).append(flow.id)
    for node in nodes.values():
        boundaries.get(node.attached_to, []).append(node.id)
    return {
        name: replace(
            node, incoming=tuple(incoming[name]), outgoing=tuple(outgoing[name]), boundaries=tuple(boundaries[name])
        )
        for name, node in nodes.items()
    }


def _lanes(reader: Reader, holder: Element, parent: str) -> Iterator[Lane]:
    for group in holder:
        if tag(group) not in ("laneSet", "childLaneSet"):
            continue
        for lane in group:
            if tag(lane) != "lane":
                continue
            name = reader.need(lane, "id")
            members = tuple(content(child) for child in lane if tag(child) == "flowNodeRef")
            yield Lane(name, reader.name(lane), members, parent)
            yield from _lanes(reader, lane, name)


def _notes(reader: Reader, root: Element) -> Iterator[Note]:
    for kind in ("participant", "messageFlow", "textAnnotation", "association"):
        for element in root.iter(f"{{{words.BPMN}}}{kind}"):
            name = reader.name(element)
            if kind == "textAnnotation":
                text = reader.child(element, "text")
                name = Text(content(text) if text is not None else "", name.en)
            yield Note(element.get("id") or "", kind, name)
