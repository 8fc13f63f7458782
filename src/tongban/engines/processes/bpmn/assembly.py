"""The processes of a file as graphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tongban.engines.processes import elements, interchange
from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.bpmn.roots import Roots, roots
from tongban.engines.processes.graph import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    SCOPES,
    Flow,
    Formula,
    Graph,
    Lane,
    Node,
    Note,
)
from tongban.engines.processes.reading import Element, Reader, children, content, flag, line_of, tag
from tongban.engines.processes.saying import say as _
from tongban.engines.processes.scene import Scene
from tongban.kernel.declarations.api import Text

MAX_NODES = 5_000
CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway"}
NODES = ACTIVITIES | EVENTS | GATEWAYS
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def graphs(reader: Reader, root: Element, *, drawn: bool) -> dict[str, Graph]:
    """Every process of the file by id; a global task is a process of that one task. `drawn`: with the scene."""
    named = roots(reader, root)
    notes = tuple(_notes(reader, root))
    diagram, scene = interchange.read(reader, root), _scene(root) if drawn else None
    found: dict[str, Graph] = {}
    for child in root:
        if tag(child) != "process" and tag(child) not in GLOBAL_TASKS:
            continue
        graph = _process(reader, child, named) if tag(child) == "process" else _global_task(reader, child, named)
        if graph is not None:
            found[graph.key] = replace(graph, notes=notes, diagram=diagram, scene=scene)
    return found


def _scene(root: Element) -> Scene:
    from tongban.engines.processes import drawing  # noqa: PLC0415 (a check needs no picture, nor what pictures import)

    return drawing.scene(root)


def _process(reader: Reader, process: Element, named: Roots) -> Graph | None:
    nodes = {node.id: node for node in _nodes(reader, process, "", named)}
    if len(nodes) > MAX_NODES:
        reader.error(
            process, "too-large", _("more than %(most)s nodes", most=MAX_NODES), _("split it by call activities")
        )
        return None
    flows = {flow.id: flow for flow in _flows(reader, process, nodes) if flow.target in nodes}
    return Graph(
        key=process.get("id") or "",
        name=reader.name(process),
        source=reader.source,
        nodes=_joined(reader, process, nodes, flows),
        flows=flows,
        lanes=tuple(_lanes(reader, process, "")),
        data=elements.declared(reader, process),
        executable=flag(process, "isExecutable", default=True),
    )


def _global_task(reader: Reader, element: Element, named: Roots) -> Graph:
    node = elements.node(reader, element, "", named)
    node = replace(node, kind=GLOBAL_TASKS[tag(element)])
    return Graph(node.id, node.name, reader.source, {node.id: node}, {})


def _nodes(reader: Reader, holder: Element, scope: str, named: Roots) -> Iterator[Node]:
    for child in holder:
        kind = tag(child)
        if kind in words.NOT_EXECUTED:
            reader.error(child, "not-executed", _("is not among the elements that this engine executes"))
        elif kind in NODES:
            node = elements.node(reader, child, scope, named)
            yield node
            if kind in SCOPES:
                yield from _nodes(reader, child, node.id, named)


def _flows(reader: Reader, process: Element, nodes: dict[str, Node]) -> Iterator[Flow]:
    """The flows between nodes; a condition that BPMN does not look at is left out."""
    for element in process.iter(f"{{{words.BPMN}}}sequenceFlow"):
        name, source = element.get("id") or "", nodes.get((element.get("sourceRef") or "").strip())
        if source is not None:
            looked = source.kind in CHOOSING and source.default != name
            yield Flow(
                id=name,
                source=source.id,
                target=(element.get("targetRef") or "").strip(),
                name=reader.name(element),
                line=line_of(element),
                condition=_condition(reader, element) if looked else None,
            )


def _condition(reader: Reader, flow: Element) -> Formula | None:
    part = reader.child(flow, "conditionExpression")
    if part is None:
        return None
    formula = reader.formula(part, content(part))
    if formula is None:
        reader.foreign(part, "empty-expression", _("the condition is empty"), _("remove it or write FEEL"))
        return Formula("", line_of(part))
    return formula


def _joined(reader: Reader, process: Element, nodes: dict[str, Node], flows: dict[str, Flow]) -> dict[str, Node]:
    incoming: dict[str, list[str]] = {name: [] for name in nodes}
    outgoing: dict[str, list[str]] = {name: [] for name in nodes}
    boundaries: dict[str, list[str]] = {name: [] for name in nodes}
    for flow in flows.values():
        outgoing[flow.source].append(flow.id)
        incoming[flow.target].append(flow.id)
    for node in nodes.values():
        boundaries.get(node.attached_to, []).append(node.id)
    handlers = dict(_handlers(reader, process, nodes))
    return {
        name: replace(
            node,
            incoming=tuple(incoming[name]),
            outgoing=tuple(outgoing[name]),
            boundaries=tuple(boundaries[name]),
            handler=handlers.get(name, ""),
        )
        for name, node in nodes.items()
    }


def _handlers(reader: Reader, process: Element, nodes: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """By compensation boundary event: the activity to which an association leads."""
    for line in process.iter(f"{{{words.BPMN}}}association"):
        ends = [reader.local(line.get(name)) for name in ("sourceRef", "targetRef")]
        for event, handler in (ends, ends[::-1]):
            known = nodes.get(event)
            kinds = {one.kind for one in known.triggers} if known is not None else set()
            if known is not None and known.kind == "boundaryEvent" and "compensation" in kinds and handler in nodes:
                yield event, handler


def _lanes(reader: Reader, holder: Element, parent: str) -> Iterator[Lane]:
    for group in (*children(holder, "laneSet"), *children(holder, "childLaneSet")):
        for lane in children(group, "lane"):
            name = lane.get("id") or ""
            members = tuple(content(child) for child in children(lane, "flowNodeRef"))
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
