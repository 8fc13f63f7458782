"""Which joins may fire, and who hears a message: questions about tokens that change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.marking import Token
from tongban.engines.processes.wiring import Wiring


def parked(node: Node, tokens: Mapping[int, Token], parent: int) -> dict[str, Token]:
    """The oldest token parked on each incoming flow of a join, in one scope."""
    found: dict[str, Token] = {}
    for token in tokens.values():
        if token.node == node.id and token.parent == parent and not token.waiting:
            found.setdefault(token.flow, token)
    return found


def complete(node: Node, tokens: Mapping[int, Token], parent: int) -> list[Token]:
    """What a parallel join consumes: one token for each incoming flow; empty while one is missing."""
    found = parked(node, tokens, parent)
    return list(found.values()) if len(found) == len(node.incoming) else []


def gathered(node: Node, tokens: Mapping[int, Token], parent: int) -> list[Token]:
    """The tokens that have come to an activity which needs more of them, oldest first."""
    return [token for token in tokens.values() if token.node == node.id and token.parent == parent and _parked(token)]


def _parked(token: Token) -> bool:
    return not token.waiting and token.done is None and token.queue is None


def ready(graph: Graph, tokens: Mapping[int, Token]) -> tuple[Node, int, list[Token]] | None:
    """The first inclusive join at which no token can still arrive by an empty flow, and what it consumes."""
    if not graph.upstream:
        return None
    for token in tokens.values():
        if token.waiting or token.node not in graph.upstream:
            continue
        node = graph.nodes[token.node]
        found = parked(node, tokens, token.parent)
        beside = (t.node for t in tokens.values() if t.parent == token.parent and t.node != node.id and _moves(t))
        if not may_arrive(graph, node, set(found), beside):
            return node, token.parent, list(found.values())
    return None


def _moves(token: Token) -> bool:
    """Whether a token may still go somewhere: not one that has completed, nor a compensation nobody waits for."""
    return token.done is None and (token.queue is None or token.waiting)


def may_arrive(graph: Graph, node: Node, arrived: set[str], places: Iterable[str]) -> bool:
    """Whether the join must wait for a token at one of the places (BPMN 2.0, 13.4.3): one that can reach, without
    passing the join, an incoming flow that has no token, and none that has one.
    """
    ways = graph.upstream[node.id]
    empty = [nodes for flow, nodes in ways.items() if flow not in arrived]
    full = [nodes for flow, nodes in ways.items() if flow in arrived]
    return any(any(place in nodes for nodes in empty) and not any(place in nodes for nodes in full) for place in places)


def listener(wires: Wiring, tokens: Mapping[int, Token], name: str, key: str) -> tuple[int, str] | None:
    """The token that has waited longest for a message of this name and correlation key, and what it was armed for."""
    for token in tokens.values():
        for armed, wanted in token.armed.items():
            trigger = wires.trigger(armed)[1]
            if trigger.kind == "message" and trigger.name == name and wanted == key:
                return token.id, armed
    return None
