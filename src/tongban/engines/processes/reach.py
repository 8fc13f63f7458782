"""Is a marking one that a run of the model can come to? Asked before tokens are moved by hand or to a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.engines.processes.graph import SCOPES, Graph, Node
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.statespace import Explorer

Place = tuple[str, str]


def kept(graph: Graph, name: str) -> dict[str, Any]:
    """What was found out about a graph, by scope: it lives as long as the graph, which never changes."""
    found: dict[str, Any] = graph.__dict__.setdefault(name, {})  # as `cached_property` keeps its values
    return found


def states(graph: Graph, scope: str) -> frozenset[tuple[Place, ...]] | None:
    """Every state of a scope as its sorted places; None when they are too many to list."""
    known = kept(graph, "_states")
    if scope not in known:
        known[scope] = _explored(graph, scope)
    found: frozenset[tuple[Place, ...]] | None = known[scope]
    return found


def _explored(graph: Graph, scope: str) -> frozenset[tuple[Place, ...]] | None:
    space = Explorer(graph, scope, reduced=False).explore()
    if not space.whole:
        return None
    return frozenset(tuple(sorted((kind, name) for kind, name, *_ in state)) for state in space.reached)


def reachable(graph: Graph, scope: str, places: Iterable[Place]) -> bool | None:
    """Whether these places are a state of the scope; None when its states are too many to list."""
    known = states(graph, scope)
    return None if known is None else tuple(sorted(places)) in known


def place_of(graph: Graph, token: Token) -> Place:
    """Where a token stands, as the state space names it: a node, or the flow by which it is parked at a join."""
    return ("node", token.node) if token.waiting or token.flow not in graph.flows else ("flow", token.flow)


def held(graph: Graph, tokens: Mapping[int, Token], parent: int) -> list[Token]:
    """The tokens that stand in the scope that a token holds: in its flows, not in what an event or compensation began
    beside them.
    """
    return [
        token for token in tokens.values()
        if token.parent == parent and token.done is None and not _beside(graph.nodes[token.node])
    ]  # fmt: skip


def _beside(node: Node) -> bool:
    return node.triggered or node.compensating or node.kind == "startEvent"


def _alone(graph: Graph, token: Token, parent: int) -> bool:
    return token.parent == parent and token.done is None and graph.nodes[token.node].kind != "startEvent"


def levels(graph: Graph, tokens: Mapping[int, Token]) -> list[tuple[int, str]]:
    """The scopes that are open: the process itself, and each sub-process that a token stands on."""
    return [(ROOT, "")] + [
        (token.id, token.node) for token in sorted(tokens.values(), key=lambda token: token.id)
        if token.done is None and token.rounds is None and graph.nodes[token.node].kind in SCOPES
    ]  # fmt: skip


def doubts(graph: Graph, tokens: Mapping[int, Token]) -> list[tuple[str, bool | None]]:
    """The open scopes that hold nothing or no state of theirs (False), or whose states are too many to list (None)."""
    found: list[tuple[str, bool | None]] = []
    for parent, scope in levels(graph, tokens):
        inside = held(graph, tokens, parent)
        if not inside and any(_alone(graph, token, parent) for token in tokens.values()):
            continue  # an event has interrupted the flows of this scope and works alone in it
        answer = bool(inside) and reachable(graph, scope, [place_of(graph, one) for one in inside])
        if not answer:
            found.append((scope, answer))
    return found
