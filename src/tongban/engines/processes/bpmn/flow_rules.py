"""Rules of sequence flows (BPMN 2.0, 7.6.1, 8.3.13 and 13.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.processes.bpmn.model import Model, holder, process_of
from tongban.engines.processes.graph import ACTIVITIES, EVENTS, GATEWAYS, Flow, Graph, Node
from tongban.engines.processes.reading import Element, children, content, flag, tag
from tongban.engines.processes.saying import say as _
from tongban.engines.processes.vocabulary import NOT_EXECUTED

NODES = ACTIVITIES | EVENTS | GATEWAYS | NOT_EXECUTED
CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway"}


def check(model: Model) -> None:
    """Where flows begin and end, and the conditions on them."""
    for flow in model.every("sequenceFlow"):
        ends = [_end(model, flow, name) for name in ("sourceRef", "targetRef")]
        if ends[0] is not None and ends[1] is not None:
            _borders(model, flow, ends[0], ends[1])
            _source(model, flow, ends[0])
            _target(model, flow, ends[1])
    for graph in model.graphs.values():
        for node in graph.nodes.values():
            _conditions(model, graph, node)
            _named(model, graph, node)


def _end(model: Model, flow: Element, name: str) -> Element | None:
    reference = (flow.get(name) or "").strip()
    if not reference:
        return None
    found = model.reader.ids.get(reference)
    if found is None:
        model.reader.error(flow, "dangling-flow", _("there is no element %(reference)r (8.3.13)", reference=reference))
    elif tag(found) not in NODES:
        message = _(
            "%(name)s must be an activity, gateway or event, not %(kind)s %(reference)r (7.6.1)",
            name=name,
            kind=tag(found),
            reference=reference,
        )
        model.reader.error(flow, "flow-ends", message)
    else:
        return found
    return None


def _borders(model: Model, flow: Element, source: Element, target: Element) -> None:
    if process_of(source) is not process_of(target):
        model.reader.error(flow, "flow-crosses-pool", _("a sequence flow may not cross the border of a pool (7.6.1)"))
    elif holder(source) is not holder(target):
        model.reader.error(
            flow, "flow-crosses-scope", _("a sequence flow may not cross the border of a sub-process (7.6.1)")
        )


def _source(model: Model, flow: Element, source: Element) -> None:
    name = source.get("id")
    if tag(source) == "endEvent":
        model.reader.error(flow, "end-outgoing", _("nothing may follow the end event %(name)r (10.5.3)", name=name))
    if flag(source, "triggeredByEvent"):
        model.reader.error(
            flow, "event-subprocess-flow", _("no flow may leave the event sub-process %(name)r (10.3.5)", name=name)
        )
    if flag(source, "isForCompensation"):
        model.reader.error(
            flow, "compensation-flow", _("no flow may leave the compensating %(name)r (11.6.1)", name=name)
        )


def _target(model: Model, flow: Element, target: Element) -> None:
    name = target.get("id")
    if tag(target) in ("startEvent", "boundaryEvent"):
        code = "start-incoming" if tag(target) == "startEvent" else "boundary-incoming"
        model.reader.error(
            flow, code, _("no flow may lead to the %(kind)s %(name)r (10.5.2, 10.5.4)", kind=tag(target), name=name)
        )
    if flag(target, "triggeredByEvent"):
        model.reader.error(
            flow, "event-subprocess-flow", _("no flow may lead to the event sub-process %(name)r (10.3.5)", name=name)
        )
    if flag(target, "isForCompensation"):
        model.reader.error(
            flow, "compensation-flow", _("no flow may lead to the compensating %(name)r (11.6.1)", name=name)
        )


def _conditions(model: Model, graph: Graph, node: Node) -> None:
    flows = [graph.flows[name] for name in node.outgoing]
    if node.default and node.default not in node.outgoing:
        model.refuse(
            node, "default-flow", _("its default flow %(flow)r does not start here (8.3.13)", flow=node.default)
        )
    for flow in flows:
        _condition(model, node, flow)
    conditional = [flow for flow in flows if flow.condition is not None and flow.id != node.default]
    if node.kind in ACTIVITIES and len(flows) == 1 and conditional:
        message = _("its only flow %(flow)r has a condition; there must be another way (8.3.13)", flow=flows[0].id)
        model.refuse(node, "only-conditional", message)
    if node.kind == "exclusiveGateway" and len(flows) > 1:
        for flow in flows:
            if flow.condition is None and flow.id != node.default:
                model.warn(flow, "no-condition", _("needs a condition, or must be the default flow"))


def _condition(model: Model, node: Node, flow: Flow) -> None:
    element = next(iter(children(model.element(flow), "conditionExpression")), None)
    if element is None:
        return
    if node.kind == "eventBasedGateway":
        model.refuse(
            flow, "event-gateway-condition", _("a flow out of an event-based gateway has no condition (10.6.6)")
        )
    elif flow.id == node.default:
        model.warn(flow, "default-condition", _("is the default flow, so its condition is not looked at"))
    elif node.kind not in CHOOSING:
        model.warn(flow, "condition-ignored", _("its condition has no effect behind a %(kind)s", kind=node.kind))


def _named(model: Model, graph: Graph, node: Node) -> None:
    """`incoming` and `outgoing` inside a node name the flows that really are."""
    element = model.element(node)
    for name, right in (("incoming", node.incoming), ("outgoing", node.outgoing)):
        for reference in _strangers(element, name, right):
            if reference in graph.flows:
                way = _("lead here") if name == "incoming" else _("begin here")
                model.warn(
                    node,
                    "flow-mismatch",
                    _(
                        "%(name)s names the flow %(reference)r, which does not %(way)s (8.3.13)",
                        name=name,
                        reference=reference,
                        way=way,
                    ),
                )


def _strangers(element: Element, name: str, right: tuple[str, ...]) -> Iterator[str]:
    for child in children(element, name):
        reference = content(child).rpartition(":")[2]
        if reference not in right:
            yield reference
