"""Rules of processes and sub-processes as wholes (BPMN 2.0, 10.3.5, 10.5.2 and 10.5.3)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.graph import ACTIVITIES, GATEWAYS, Graph, Node
from tongban.engines.processes.reading import tag, vendor
from tongban.engines.processes.saying import say as _
from tongban.engines.processes.vocabulary import NOT_EXECUTED


def check(model: Model) -> None:
    """Every level of every process."""
    for graph in model.graphs.values():
        for scope, nodes in graph.children.items():
            _level(model, graph, scope, nodes)
        for node in graph.nodes.values():
            _activity(model, graph, node)


def _level(model: Model, graph: Graph, scope: str, nodes: tuple[Node, ...]) -> None:
    where = model.reader.ids.get(scope or graph.key, model.root)
    starts = graph.entries(scope)
    begun = bool(starts) or any(node.instantiating for node in nodes)
    ends = [node for node in nodes if node.kind == "endEvent"]
    holder = graph.nodes.get(scope)
    if holder is not None and holder.triggered:
        if len(starts) != 1:
            message = _(
                "an event sub-process needs exactly one start event, it has %(count)s (10.3.5)", count=len(starts)
            )
            model.reader.error(where, "event-subprocess-start", message)
    elif ends and not begun:
        model.reader.error(where, "no-start", _("has an end event, so it needs a start event (10.5.3)"))
    if begun and not ends:
        model.reader.warn(where, "no-end", _("has a start event, but no end event"))
    if not any(tag(child) in NOT_EXECUTED for child in where):  # flows of those are not in the graph
        _loose(model, nodes, begun=bool(starts), ended=bool(ends))


def _loose(model: Model, nodes: tuple[Node, ...], *, begun: bool, ended: bool) -> None:
    for node in nodes:
        if node.kind not in ACTIVITIES | GATEWAYS or node.compensating or node.triggered:
            continue
        if begun and not node.incoming and not node.instantiating:
            model.refuse(node, "loose-start", _("nothing leads here, though there is a start event (10.5.2)"))
        if ended and not node.outgoing:
            model.refuse(node, "loose-end", _("nothing follows, though there is an end event (10.5.3)"))


def _activity(model: Model, graph: Graph, node: Node) -> None:
    if node.start_quantity < 1 or node.completion_quantity < 1:
        model.refuse(node, "quantity", _("startQuantity and completionQuantity are 1 or more (10.3.2)"))
    if node.loop is not None and node.loop.cardinality is None and node.loop.collection is None:
        message = _("needs either loopCardinality (how often) or loopDataInputRef (for each of a list) (10.3.8)")
        many = model.reader.child(model.element(node), "multiInstanceLoopCharacteristics")
        elsewhere = many is not None and vendor(many)
        (model.reader.foreign if elsewhere else model.reader.lacks)(model.element(node), "loop-number", message)
    if node.compensating and not node.triggered and not any(other.handler == node.id for other in graph.nodes.values()):
        model.warn(node, "compensation-unused", _("compensates nothing: no association leads to it"))
