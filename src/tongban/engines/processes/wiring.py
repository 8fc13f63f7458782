"""What the token game asks of a graph besides its flows, answered once for each graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from tongban.engines.processes.graph import SCOPES, Graph, Node, Trigger

WAITED = frozenset({"message", "timer", "signal", "conditional"})
CAUGHT = frozenset({"error", "escalation", "cancel"})


def gathers(node: Node) -> bool:
    """Whether an event needs all of its several triggers (a parallel multiple event)."""
    return node.every and len(node.triggers) > 1


def awaited(node: Node) -> list[tuple[str, Trigger]]:
    """What a token is armed for: triggers that come from outside; where all must occur, also those that are caught."""
    kinds = WAITED | CAUGHT if gathers(node) else WAITED
    return [(key, trigger) for key, trigger in spots(node) if trigger.kind in kinds]


def spots(node: Node) -> list[tuple[str, Trigger]]:
    """The triggers of an event, each under the key by which a token is armed for it: the element's id, and for the
    second and later triggers of a multiple event a space and their place after it.
    """
    return [(key_of(node.id, place), trigger) for place, trigger in enumerate(node.triggers)]


def key_of(element: str, place: int) -> str:
    """The key of a trigger in `Token.armed`."""
    return f"{element} {place}" if place else element


def element_of(key: str) -> str:
    """The element of a key of `Token.armed`."""
    return key.partition(" ")[0]


def place_of(key: str) -> int:
    """The place of the trigger of a key of `Token.armed` in its element."""
    return int(key.partition(" ")[2] or 0)


@dataclass(frozen=True)
class Wiring:
    """Event sub-processes, compensation and links of one graph."""

    graph: Graph

    def trigger(self, key: str) -> tuple[Node, Trigger]:
        """The event and trigger of a key of `Token.armed`."""
        node = self.graph.nodes[element_of(key)]
        return node, node.triggers[place_of(key)]

    @cached_property
    def conditional(self) -> bool:
        """Whether anything waits for a condition."""
        return any(one.kind == "conditional" for node in self.graph.nodes.values() for one in node.triggers)

    @cached_property
    def guards(self) -> Mapping[str, tuple[Node, ...]]:
        """The start events of the event sub-processes in each scope."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.graph.nodes.values():
            if node.kind == "startEvent" and node.scope and self.graph.nodes[node.scope].triggered:
                found[self.graph.nodes[node.scope].scope].append(node)
        return {scope: tuple(nodes) for scope, nodes in found.items()}

    @cached_property
    def listeners(self) -> Mapping[str, tuple[Node, ...]]:
        """Those of the guards that wait for something while their scope is open."""
        found = {scope: tuple(node for node in nodes if awaited(node)) for scope, nodes in self.guards.items()}
        return {scope: nodes for scope, nodes in found.items() if nodes}

    @cached_property
    def handlers(self) -> Mapping[str, Node]:
        """The activity that compensates each activity by its boundary event."""
        return {
            node.attached_to: self.graph.nodes[node.handler]
            for node in self.graph.nodes.values()
            if node.attached_to and node.handler in self.graph.nodes and node.trigger.kind == "compensation"
        }

    def undoing(self, scope: str) -> Node | None:
        """The start event of the compensation event sub-process of a scope."""
        return next((one for one in self.guards.get(scope, ()) if one.trigger.kind == "compensation"), None)

    @cached_property
    def links(self) -> Mapping[tuple[str, str], Node]:
        """The catching link event of each scope and name."""
        return {
            (node.scope, node.trigger.name): node
            for node in self.graph.nodes.values()
            if node.kind == "intermediateCatchEvent" and node.trigger.kind == "link"
        }

    def beginnings(self, scope: str) -> tuple[Node, ...]:
        """Where a scope begins when it is opened: its start event without trigger, else whatever nothing leads to."""
        starts = tuple(node for node in self.graph.entries(scope) if not node.triggers)
        return starts if self.graph.entries(scope) else tuple(filter(_free, self.graph.children.get(scope, ())))


def _free(node: Node) -> bool:
    """Whether a node begins with its scope: no flow, link, boundary or event leads to it."""
    if node.incoming or node.attached_to or node.triggered or node.compensating:
        return False
    return not (node.kind == "intermediateCatchEvent" and node.trigger.kind == "link")


def holds(node: Node) -> bool:
    """Whether tokens may stand inside this node's own."""
    return node.kind in SCOPES or node.loop is not None or node.repeat is not None


def wiring(graph: Graph) -> Wiring:
    """The wiring of a graph, kept with it as `cached_property` keeps its values."""
    found = graph.__dict__.get("_wiring")
    if found is None:
        found = graph.__dict__["_wiring"] = Wiring(graph)
    return cast("Wiring", found)
