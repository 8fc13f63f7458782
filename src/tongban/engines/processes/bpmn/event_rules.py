"""Rules of events (BPMN 2.0, 10.5): which triggers may stand where, and what leads to them and from them."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.reading import vendor
from tongban.engines.processes.saying import say as _

STARTING = frozenset({"message", "timer", "conditional", "signal"})
ALLOWED: Mapping[str, frozenset[str]] = {
    "endEvent": frozenset({"message", "error", "escalation", "cancel", "compensation", "signal", "terminate"}),
    "intermediateCatchEvent": STARTING | {"link"},
    "intermediateThrowEvent": frozenset({"message", "escalation", "compensation", "link", "signal"}),
    "boundaryEvent": STARTING | {"error", "escalation", "cancel", "compensation"},
}
INSIDE = STARTING | {"error", "escalation", "compensation"}
TRIGGERS = {
    "message": _("message"), "timer": _("timer"), "conditional": _("conditional"), "signal": _("signal"),
    "error": _("error"), "escalation": _("escalation"), "cancel": _("cancel"), "compensation": _("compensation"),
    "link": _("link"), "terminate": _("terminate"),
}  # fmt: skip
ALWAYS_INTERRUPT = frozenset({"error", "cancel", "compensation"})


def check(model: Model) -> None:
    """Every event of every process."""
    for graph in model.graphs.values():
        for node in graph.nodes.values():
            if node.kind == "startEvent":
                _start(model, graph, node)
            elif node.kind in ALLOWED:
                _kinds(model, node)
            if node.kind == "boundaryEvent":
                _boundary(model, graph, node)
            elif node.kind.startswith("intermediate"):
                _intermediate(model, graph, node)
            elif node.kind == "endEvent":
                _end(model, graph, node)


def _start(model: Model, graph: Graph, node: Node) -> None:
    scope = graph.nodes.get(node.scope)
    kinds = {one.kind for one in node.triggers}
    if scope is None:
        wrong, where = kinds - STARTING, _("a process")
    elif scope.triggered:
        wrong, where = kinds - INSIDE, _("an event sub-process")
    else:
        wrong, where = kinds, _("a sub-process")
    for kind in sorted(wrong):
        model.refuse(
            node,
            "start-trigger",
            _(
                "a start event of %(where)s may have no %(kind)s trigger (10.5.2)",
                where=where,
                kind=_said(kind),
            ),
        )
    if scope is not None and scope.triggered:
        if not kinds:
            note = model.foreign if vendor(model.element(node)) else model.refuse
            note(node, "event-subprocess-start", _("the start of an event sub-process needs a trigger (10.3.5)"))
        if not node.interrupting:
            for kind in sorted(kinds & ALWAYS_INTERRUPT):
                model.refuse(
                    node,
                    "always-interrupts",
                    _("a start by %(kind)s always interrupts (10.5.2)", kind=_said(kind)),
                )
    if not node.outgoing:
        model.refuse(node, "start-outgoing", _("nothing follows the start event (10.5.2)"))


def _kinds(model: Model, node: Node) -> None:
    kinds = {one.kind for one in node.triggers}
    for kind in sorted(kinds - ALLOWED[node.kind]):
        model.refuse(
            node,
            "event-trigger",
            _("%(event)s may have no %(kind)s trigger (10.5)", event=_named(node), kind=_said(kind)),
        )
    if not kinds and node.kind in ("intermediateCatchEvent", "boundaryEvent"):
        note = model.foreign if vendor(model.element(node)) else model.refuse
        note(node, "event-trigger", _("waits for nothing: it needs an event definition (10.5.4)"))


def _named(node: Node) -> str:
    words = {"endEvent": _("an end event"), "boundaryEvent": _("a boundary event")}
    return words.get(node.kind, _("an intermediate event of this kind"))


def _said(kind: str) -> str:
    return TRIGGERS.get(kind, kind)


def _boundary(model: Model, graph: Graph, node: Node) -> None:
    kinds = {one.kind for one in node.triggers}
    host = graph.nodes.get(node.attached_to)
    if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
        message = _("must be attached to an activity beside it, not to %(host)r (10.5.4)", host=node.attached_to)
        model.refuse(node, "boundary-host", message)
    elif "cancel" in kinds and host.kind != "transaction":
        model.refuse(node, "cancel-place", _("a cancel event stands at a transaction only (10.5.4)"))
    if host is not None and host.triggered:
        model.refuse(node, "boundary-host", _("no event may stand at the border of an event sub-process (10.3.5)"))
    if not node.interrupting:
        for kind in sorted(kinds & ALWAYS_INTERRUPT):
            message = _(
                '%(kind)s always interrupts: cancelActivity="false" is not possible here (10.5.4)',
                kind=_said(kind),
            )
            model.refuse(node, "always-interrupts", message)
    if "compensation" in kinds:
        _compensation(model, graph, node)
    elif not node.outgoing:
        model.warn(node, "boundary-outgoing", _("nothing follows the boundary event"))


def _compensation(model: Model, graph: Graph, node: Node) -> None:
    if node.outgoing:
        model.refuse(node, "compensation-outgoing", _("no flow may leave a compensation boundary event (10.5.4)"))
    if not node.handler:
        message = _("an association must lead from it to the activity that compensates (11.6.1)")
        model.refuse(node, "compensation-handler", message)
    elif not graph.nodes[node.handler].compensating:
        message = _("leads to %(handler)r, which is not marked isForCompensation (11.6.1)", handler=node.handler)
        model.refuse(node, "compensation-handler", message)


def _intermediate(model: Model, graph: Graph, node: Node) -> None:
    linked = any(one.kind == "link" for one in node.triggers)
    catching = node.kind == "intermediateCatchEvent"
    if linked:
        _link(model, graph, node)
    if not node.incoming and not (linked and catching):
        model.refuse(node, "intermediate-incoming", _("nothing leads to it (10.5.4)"))
    if not node.outgoing and not (linked and not catching):
        model.refuse(node, "intermediate-outgoing", _("nothing follows it (10.5.4)"))


def _link(model: Model, graph: Graph, node: Node) -> None:
    catching = node.kind == "intermediateCatchEvent"
    if (node.incoming and catching) or (node.outgoing and not catching):
        model.refuse(node, "link-flow", _("a link has either flows to it or flows from it (10.5.4)"))
    others = [
        other
        for other in graph.nodes.values()
        if other.kind == ("intermediateThrowEvent" if catching else "intermediateCatchEvent")
        and node.trigger.name in {one.name for one in other.triggers if one.kind == "link"}
    ]
    beside = [other for other in others if other.scope == node.scope]
    if not beside:
        where = _("in another sub-process") if others else _("missing")
        model.refuse(
            node,
            "link-pair",
            _("the other end of the link %(link)r is %(where)s (10.5.4)", link=node.trigger.name, where=where),
        )
    elif not catching and len(beside) > 1:
        model.refuse(node, "link-pair", _("the link %(link)r has several targets (10.5.4)", link=node.trigger.name))


def _end(model: Model, graph: Graph, node: Node) -> None:
    if not node.incoming:
        model.refuse(node, "end-incoming", _("nothing leads to the end event (10.5.3)"))
    cancelled = any(one.kind == "cancel" for one in node.triggers)
    if cancelled and (not node.scope or graph.nodes[node.scope].kind != "transaction"):
        model.refuse(node, "cancel-place", _("a cancel end event stands in a transaction only (10.5.3)"))
