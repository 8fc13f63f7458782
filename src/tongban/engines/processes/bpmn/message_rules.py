"""Rules of message flows between pools (BPMN 2.0, 7.6.2 and 9.3)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.model import Model, process_of
from tongban.engines.processes.bpmn.triggers import definitions
from tongban.engines.processes.reading import Element, tag, vendor
from tongban.engines.processes.saying import say as _

SILENT_SOURCES = frozenset({"startEvent", "boundaryEvent", "intermediateCatchEvent"})
DEAF_TARGETS = frozenset({"endEvent", "intermediateThrowEvent"})


def check(model: Model) -> None:
    """Every message flow: between two pools, from what sends to what receives."""
    pools = {pool.get("processRef"): pool for pool in model.every("participant") if pool.get("processRef")}
    for flow in model.every("messageFlow"):
        source, target = model.find(flow.get("sourceRef")), model.find(flow.get("targetRef"))
        if source is None or target is None:
            continue
        if _pool(pools, source) is _pool(pools, target):
            model.reader.error(flow, "message-flow-pool", _("a message flow leads from one pool to another (9.3)"))
        if tag(source) in SILENT_SOURCES:
            model.reader.error(flow, "message-flow-source", _("no message leaves a %(kind)s (10.5)", kind=tag(source)))
        if tag(target) in DEAF_TARGETS:
            model.reader.error(
                flow, "message-flow-target", _("no message reaches an %(kind)s (10.5)", kind=tag(target))
            )
        if tag(source) == "endEvent" and not _speaks(model, source):
            model.reader.error(flow, "message-flow-event", _("the end event sends no message (10.5.3)"))
        if tag(target) == "startEvent" and not _speaks(model, target):
            model.reader.error(flow, "message-flow-event", _("the start event waits for no message (10.5.2)"))


def _pool(pools: dict[str | None, Element], element: Element) -> Element:
    """The pool of an element: itself, that of its process, or the process that has none."""
    if tag(element) == "participant":
        return element
    process = process_of(element)
    return element if process is None else pools.get(process.get("id"), process)


def _speaks(model: Model, event: Element) -> bool:
    kinds = {tag(one) for one in definitions(model.reader, event)}
    return "messageEventDefinition" in kinds or vendor(event)
