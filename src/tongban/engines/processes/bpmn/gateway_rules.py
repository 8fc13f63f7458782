"""Rules of gateways (BPMN 2.0, 10.6)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.graph import GATEWAYS, Graph, Node
from tongban.engines.processes.saying import say as _

CATCHING = frozenset({"message", "signal", "timer", "conditional"})
TWO = 2


def check(model: Model) -> None:
    """Every gateway of every process."""
    for graph in model.graphs.values():
        for node in graph.nodes.values():
            if node.kind in GATEWAYS:
                _direction(model, node)
            if node.kind == "eventBasedGateway":
                _waits(model, graph, node)
            if node.instantiating and node.incoming:
                message = _("begins an instance, so no flow may lead to it (10.3.3, 10.6.6)")
                model.refuse(node, "instantiate-incoming", message)


def _direction(model: Model, node: Node) -> None:
    direction = model.element(node).get("gatewayDirection") or ""
    many_in, many_out = len(node.incoming) > 1, len(node.outgoing) > 1
    if direction == "Converging" and many_out:
        model.refuse(node, "gateway-direction", _("is converging, but several flows leave it (10.6.1)"))
    if direction == "Diverging" and many_in:
        model.refuse(node, "gateway-direction", _("is diverging, but several flows lead to it (10.6.1)"))
    if direction == "Mixed" and not (many_in and many_out):
        model.refuse(node, "gateway-direction", _("is mixed, so several flows must lead to it and from it (10.6.1)"))
    if not many_in and not many_out and not node.instantiating:
        model.refuse(
            node, "gateway-degree", _("neither splits nor joins: several flows must lead to it or from it (10.6)")
        )


def _waits(model: Model, graph: Graph, node: Node) -> None:
    if len(node.outgoing) < TWO:
        model.refuse(node, "event-gateway-ways", _("an event-based gateway needs at least two ways (10.6.6)"))
    if node.every and not node.instantiating:
        model.refuse(node, "event-gateway-parallel", _("only one that begins an instance may be Parallel (10.6.6)"))
    targets = graph.targets(node)
    for target in targets:
        kinds = {one.kind for one in target.triggers}
        caught = target.kind == "intermediateCatchEvent" and kinds <= CATCHING
        if not caught and target.kind != "receiveTask":
            message = _("must lead to catching events or receive tasks, not to %(target)r (10.6.6)", target=target.id)
            model.refuse(node, "event-gateway-target", message)
        if len(target.incoming) > 1:
            model.refuse(
                target, "event-gateway-target", _("another flow leads here than that of the event gateway (10.6.6)")
            )
        if target.kind == "receiveTask" and target.boundaries:
            message = _("a receive task behind an event gateway may have no boundary events (10.6.6)")
            model.refuse(target, "event-gateway-boundary", message)
        if node.instantiating and not kinds <= {"message"}:
            message = _(
                "one that begins an instance may wait for messages only, not at %(target)r (10.6.6)", target=target.id
            )
            model.refuse(node, "event-gateway-target", message)
    waits = {target.kind for target in targets if target.kind == "receiveTask" or target.trigger.kind == "message"}
    if len(waits) > 1:
        model.refuse(node, "event-gateway-mixed", _("message events and receive tasks may not stand together (10.6.6)"))
