"""The rules of BPMN that a graph must keep to be executed; the state space is looked at elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tongban.engines.processes.graph import ACTIVITIES, Flow, Graph, Node
from tongban.kernel.declarations.api import Problem

CATCHING = frozenset({"timer", "message"})
CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway"}


def faults(graph: Graph) -> list[Problem]:
    """Every broken rule, with element and line."""
    dangling = list(_dangling(graph))
    if dangling:
        return dangling
    found: list[Problem] = []
    for scope in graph.children:
        found.extend(_scope(graph, scope))
    for node in graph.nodes.values():
        for rule in RULES:
            found.extend(_problem(graph, node, message) for message in rule(graph, node))
    for lane in graph.lanes:
        strangers = [name for name in lane.nodes if name not in graph.nodes]
        found.extend(Problem(graph.source, "", f"lane {lane.id!r}: there is no element {name!r}") for name in strangers)
    return found


def _problem(graph: Graph, at: Node | Flow, message: str) -> Problem:
    kind = at.kind if isinstance(at, Node) else "sequenceFlow"
    return Problem(graph.source, f"line {at.line}", f"{kind} {at.id!r}: {message}")


def _dangling(graph: Graph) -> Iterator[Problem]:
    for flow in graph.flows.values():
        ends = [name for name in (flow.source, flow.target) if name not in graph.nodes]
        for name in ends:
            yield _problem(graph, flow, f"there is no element {name!r}")
        if not ends and graph.nodes[flow.source].scope != graph.nodes[flow.target].scope:
            yield _problem(graph, flow, "a sequence flow may not cross the border of a sub-process")
    for node in graph.nodes.values():
        host = graph.nodes.get(node.attached_to)
        if node.kind == "boundaryEvent" and (host is None or host.kind not in ACTIVITIES or host.scope != node.scope):
            yield _problem(graph, node, f"must be attached to an activity beside it, not to {node.attached_to!r}")


def _scope(graph: Graph, scope: str) -> Iterator[Problem]:
    starts = graph.entries(scope)
    plain = [node for node in starts if node.trigger.kind == "none"]
    where = graph.nodes[scope] if scope else None
    if where is not None:
        if len(starts) != 1 or not plain:
            yield _problem(graph, where, "a sub-process needs exactly one start event without trigger")
        return
    if not starts:
        yield Problem(graph.source, "", f"process {graph.key!r}: a start event is missing")
    for surplus in plain[1:]:
        yield _problem(graph, surplus, "a process has one start event without trigger")
    names = [node.trigger.name for node in starts if node.trigger.kind == "message"]
    for node in starts:
        if node.trigger.kind == "message" and names.count(node.trigger.name) > 1:
            yield _problem(graph, node, f"two start events wait for the message {node.trigger.name!r}")


def _ends(graph: Graph, node: Node) -> Iterator[str]:
    del graph
    entering = node.kind not in ("startEvent", "boundaryEvent")
    if entering and not node.incoming:
        yield "nothing leads here; draw a flow to it or remove it"
    if not entering and node.incoming:
        yield "no sequence flow may lead to it"
    if node.kind == "endEvent" and node.outgoing:
        yield "nothing may follow an end event"
    if node.kind != "endEvent" and not node.outgoing:
        yield "nothing follows; let it lead to an end event"


def _events(graph: Graph, node: Node) -> Iterator[str]:
    del graph
    kind = node.trigger.kind
    if node.kind == "intermediateThrowEvent" and kind not in ("none", "message"):
        yield "throws something that is not understood"
    if node.kind == "boundaryEvent" and kind == "error" and not node.interrupting:
        yield 'an error always interrupts: cancelActivity="false" is not possible here'
    timer = node.trigger.timer
    if (
        timer is not None
        and timer.kind == "cycle"
        and not (node.kind == "startEvent" or (node.kind == "boundaryEvent" and not node.interrupting))
    ):
        yield "a cycle may stand at a start event or a boundary event that does not interrupt"
    if node.kind == "startEvent" and timer is not None and timer.kind == "limit":
        yield "a start event needs a time that is known without an instance"


def _flows(graph: Graph, node: Node) -> Iterator[str]:
    flows = [graph.flows[name] for name in node.outgoing]
    conditional = [flow for flow in flows if flow.condition is not None]
    if node.default and node.default not in node.outgoing:
        yield f"its default flow {node.default!r} does not start here"
    for flow in conditional:
        if flow.id == node.default:
            yield f"its default flow {flow.id!r} may have no condition"
        if node.kind not in CHOOSING:
            yield f"the condition of flow {flow.id!r} has no effect here; let an exclusive gateway choose"
    if node.kind == "exclusiveGateway" and len(flows) > 1:
        for flow in flows:
            if flow.condition is None and flow.id != node.default:
                yield f"flow {flow.id!r} needs a condition, or must be the default flow"


def _waits(graph: Graph, node: Node) -> Iterator[str]:
    if node.kind != "eventBasedGateway":
        return
    if len(node.outgoing) < 2:  # noqa: PLR2004 (a choice has two ways)
        yield "an event-based gateway needs at least two ways"
    for target in graph.targets(node):
        waits = target.kind == "receiveTask" or (
            target.kind == "intermediateCatchEvent" and target.trigger.kind in CATCHING
        )
        if not waits or len(target.incoming) != 1 or target.boundaries or target.loop:
            yield f"must lead to catching events or plain receive tasks of its own, not to {target.id!r}"


RULES: tuple[Callable[[Graph, Node], Iterator[str]], ...] = (_ends, _events, _flows, _waits)
