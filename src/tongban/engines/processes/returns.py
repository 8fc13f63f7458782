"""Where work may be sent back to (退回): pure questions about the graph and a marking.

A step may go back only to a dominator in its own scope, one through which every way from the start to it has led, and
never to a gateway that joins. All tokens that the target dominates are taken away and one is put on the target. Where
the states of the scope can be listed, what stands afterwards must also be one of them: in an unstructured model a
token may have left the region of the target already, and its work would then be done twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.marking import Token
from tongban.engines.processes.reach import held, kept, place_of, reachable

TARGETS = ACTIVITIES | {"intermediateCatchEvent", "eventBasedGateway"}
Dominators = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Way:
    """A target, and the numbers of the tokens that going back to it takes away, outermost ones only."""

    target: Node
    cancelled: tuple[int, ...]


def dominators(graph: Graph, scope: str) -> Dominators:
    """For each node of a scope that its start can reach: the nodes through which every way to it leads, itself too."""
    known = kept(graph, "_dominators")
    if scope not in known:
        known[scope] = _dominators(graph, scope)
    found: Dominators = known[scope]
    return found


def _dominators(graph: Graph, scope: str) -> Dominators:
    nodes = {node.id: node for node in graph.children.get(scope, ())}
    before = {name: frozenset(sources_of(graph, node, nodes)) for name, node in nodes.items()}
    first = {name for name, node in nodes.items() if not before[name] and not node.compensating}
    known = _reached(before, first)
    found = {name: frozenset({name}) if name in first else frozenset(known) for name in known}
    changed = True
    while changed:
        changed = False
        for name in known - first:
            ways = [found[one] for one in before[name] if one in known]
            new = frozenset.intersection(*ways) | {name}
            if new != found[name]:
                found[name], changed = new, True
    return found


def sources_of(graph: Graph, node: Node, nodes: Mapping[str, Node]) -> set[str]:
    """The nodes from which a token may come here: by a flow, from the activity of a boundary event, by a link."""
    found = {graph.flows[flow].source for flow in node.incoming}
    if node.attached_to:
        found.add(node.attached_to)
    if node.kind == "intermediateCatchEvent" and node.trigger.kind == "link":
        found |= {
            other.id for other in nodes.values()
            if other.kind == "intermediateThrowEvent" and other.trigger.kind == "link"
            and other.trigger.name == node.trigger.name
        }  # fmt: skip
    return found


def _reached(before: Mapping[str, frozenset[str]], first: set[str]) -> set[str]:
    after: dict[str, list[str]] = {}
    for name, sources in before.items():
        for source in sources:
            after.setdefault(source, []).append(name)
    known, todo = set(first), list(first)
    while todo:
        for name in after.get(todo.pop(), ()):
            if name not in known:
                known.add(name)
                todo.append(name)
    return known


def host_of(tokens: Mapping[int, Token], number: int) -> Token:
    """The token that stands in the scope itself: for one of several instances, the one that holds them all."""
    token = tokens[number]
    while token.parent in tokens and tokens[token.parent].node == token.node:
        token = tokens[token.parent]
    return token


def ways(graph: Graph, tokens: Mapping[int, Token], number: int) -> tuple[Way, ...]:
    """Where the activity at a token may be sent back to, nearest first."""
    here = host_of(tokens, number)
    scope = graph.nodes[here.node].scope
    known = dominators(graph, scope)
    above = known.get(here.node, frozenset()) - {here.node}
    nearest = sorted(above, key=lambda name: (-len(known[name]), name))
    found = (_way(graph, tokens, here, graph.nodes[name]) for name in nearest)
    return tuple(way for way in found if way is not None)


def _way(graph: Graph, tokens: Mapping[int, Token], here: Token, target: Node) -> Way | None:
    if target.kind not in TARGETS or target.start_quantity != 1 or target.compensating or target.trigger.kind == "link":
        return None
    known = dominators(graph, target.scope)
    beside = held(graph, tokens, here.parent)
    gone = [token for token in beside if target.id in known.get(_stand(graph, token), frozenset())]
    left = [place_of(graph, token) for token in beside if token not in gone]
    if reachable(graph, target.scope, [*left, ("node", target.id)]) is False:
        return None
    return Way(target, tuple(token.id for token in gone))


def _stand(graph: Graph, token: Token) -> str:
    """The node to which a token belongs: one parked at a join still belongs to where it came from."""
    return token.node if token.waiting or token.flow not in graph.flows else graph.flows[token.flow].source


def again(graph: Graph, target: str) -> frozenset[str]:
    """The nodes that are done again after a return to the target."""
    known = dominators(graph, graph.nodes[target].scope)
    outer = {name for name, above in known.items() if target in above}
    return frozenset(name for name, node in graph.nodes.items() if name in outer or _inside(graph, node, outer))


def _inside(graph: Graph, node: Node, outer: set[str]) -> bool:
    while node.scope:
        if node.scope in outer:
            return True
        node = graph.nodes[node.scope]
    return False
