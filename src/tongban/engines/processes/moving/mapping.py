"""Which element of a new version stands for which of an old one, and where the tokens of an instance come to stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tongban.engines.processes.graph import SCOPES, Graph, Node
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.reach import doubts
from tongban.kernel.declarations.api import Text

WAITS = frozenset({"userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "callActivity"})


@dataclass(frozen=True)
class Obstacle:
    """Why an instance cannot move. `code`: unmapped (the element has no counterpart), kind (the counterpart is of
    another kind), several (one does it and several do), inside (it lies in another sub-process), flow (the way to a
    join is gone), unreachable (no run of the new version stands like this), unknown (its states are too many to tell).
    """

    code: str
    element: str
    name: Text


def suggest(old: Graph, new: Graph) -> dict[str, str]:
    """Elements of the old version and what most likely stands for them: the same id, else the only one of its kind with
    the same name, else the only one of its kind between the same neighbours.
    """
    found = {node.id: node.id for node in old.nodes.values() if _same(node, new.nodes.get(node.id))}
    for alike in (_named, _between):
        free = [node for node in new.nodes.values() if node.id not in found.values()]
        for node in old.nodes.values():
            if node.id in found:
                continue
            fitting = [one.id for one in free if _same(node, one) and alike(old, new, node, one, found)]
            if len(fitting) == 1 and fitting[0] not in found.values():
                found[node.id] = fitting[0]
    return found


def _same(node: Node, other: Node | None) -> bool:
    return other is not None and node.kind == other.kind and (node.loop is None) == (other.loop is None)


def _named(old: Graph, new: Graph, node: Node, other: Node, found: Mapping[str, str]) -> bool:
    del old, new, found
    return bool(node.name.zh or node.name.en) and node.name == other.name


def _between(old: Graph, new: Graph, node: Node, other: Node, found: Mapping[str, str]) -> bool:
    def sides(graph: Graph, one: Node, names: Mapping[str, str] | None) -> tuple[set[str], set[str]]:
        before = {graph.flows[flow].source for flow in one.incoming} | ({one.attached_to} - {""})
        after = {graph.flows[flow].target for flow in one.outgoing}
        if names is None:
            return before, after
        return {names.get(name, "") for name in before}, {names.get(name, "") for name in after}

    mine, theirs = sides(old, node, found), sides(new, other, None)
    return mine == theirs and any(mine)


def waiting(graph: Graph) -> tuple[Node, ...]:
    """The elements on which an instance can stand, in the order of the file: what a person may have to map."""
    kinds = WAITS | SCOPES | {"intermediateCatchEvent", "eventBasedGateway"}
    return tuple(node for node in graph.nodes.values() if node.kind in kinds)


def carried(
    old: Graph, new: Graph, mapping: Mapping[str, str], tokens: Mapping[int, Token]
) -> tuple[dict[int, Token], tuple[Obstacle, ...]]:
    """The tokens as they stand in the new version, and what forbids it. Their numbers stay."""
    found: dict[int, Token] = {}
    obstacles: list[Obstacle] = []
    for token in sorted(tokens.values(), key=lambda one: one.id):
        why = _hindrance(old, new, mapping, token, found)
        if why:
            node = old.nodes[token.node]
            obstacles.append(Obstacle(why, node.id, node.name))
        else:
            found[token.id] = _token(old, new, mapping, token)
    if not obstacles:
        obstacles += _unreachable(new, found)
    return found, tuple(dict.fromkeys(obstacles))


def _unreachable(new: Graph, tokens: Mapping[int, Token]) -> Iterator[Obstacle]:
    for scope, answer in doubts(new, tokens):
        name = new.nodes[scope].name if scope else new.name
        yield Obstacle("unreachable" if answer is False else "unknown", scope, name)


def _hindrance(old: Graph, new: Graph, mapping: Mapping[str, str], token: Token, found: Mapping[int, Token]) -> str:
    node, other = old.nodes[token.node], new.nodes.get(mapping.get(token.node, ""))
    if other is None:
        return "unmapped"
    if node.kind != other.kind:
        return "kind"
    if _shape(node) != _shape(other):
        return "several"
    if token.parent != ROOT and token.parent not in found:
        return "inside"
    holder = found[token.parent].node if token.parent != ROOT else ""
    if holder not in _holders(new, other):
        return "inside"
    parked = not token.waiting and token.flow in old.flows
    return "flow" if parked and not _flow(old, new, mapping, token.flow) else ""


def _holders(graph: Graph, node: Node) -> set[str]:
    """On what a token may stand that holds one on this node: its scope, or the activity as a whole of which it is one
    pass; a start event listens for the scope around its sub-process, a handler works inside what it undoes.
    """
    if node.kind == "startEvent":
        return {graph.nodes[node.scope].scope} if node.scope else {""}
    undone = {event.attached_to for event in graph.nodes.values() if event.handler == node.id}
    return {node.scope, node.id, *(undone if node.compensating else ())}


def _shape(node: Node) -> tuple[object, ...]:
    loop = node.loop
    return (loop is None, node.repeat is None, loop is not None and loop.sequential, node.triggered, node.compensating)


def _flow(old: Graph, new: Graph, mapping: Mapping[str, str], name: str) -> str:
    """The new version's flow for one of the old: the same between the same elements, else the only one there."""
    ends = mapping.get(old.flows[name].source), mapping.get(old.flows[name].target)
    if name in new.flows and (new.flows[name].source, new.flows[name].target) == ends:
        return name
    fitting = [flow.id for flow in new.flows.values() if (flow.source, flow.target) == ends]
    return fitting[0] if len(fitting) == 1 else ""


def _token(old: Graph, new: Graph, mapping: Mapping[str, str], token: Token) -> Token:
    flow = _flow(old, new, mapping, token.flow) if token.flow in old.flows else token.flow
    armed = {
        kept: key for spot, key in token.armed.items() if (kept := armed_as(old, new, mapping, token, spot)) is not None
    }
    return replace(token, node=mapping[token.node], flow=flow, armed=armed)


def armed_as(old: Graph, new: Graph, mapping: Mapping[str, str], token: Token, spot: str) -> str | None:
    """The key under which a token goes on waiting for an event; None when the new version does not wait for it.

    A key is the event's element and, for the later triggers of a multiple event, a space and their place.
    """
    element, _space, place = spot.partition(" ")
    event, other = old.nodes[element], new.nodes.get(mapping.get(element, ""))
    if other is None or len(event.triggers) != len(other.triggers):
        return None
    at = int(place or 0)
    kinds = [trigger.kind for trigger in (event.triggers[at : at + 1] + other.triggers[at : at + 1])]
    if (kinds and kinds[0] != kinds[-1]) or (other.attached_to and other.attached_to != mapping.get(token.node)):
        return None
    return f"{other.id} {place}" if place else other.id


def fresh(old: Graph, new: Graph, mapping: Mapping[str, str], token: Token) -> tuple[Node, ...]:
    """The events that the new version waits for at a token of the old one, and that the old one did not have."""
    node = new.nodes[mapping[token.node]]
    if not token.waiting or token.loop is not None or token.done is not None:
        return ()
    events = [new.nodes[name] for name in node.boundaries]
    if node.kind == "eventBasedGateway":
        events = list(new.targets(node))
    known = {mapping.get(name) for name in old.nodes[token.node].boundaries}
    known |= {mapping.get(one.id) for one in old.targets(old.nodes[token.node])} if not node.boundaries else set()
    waits = ("timer", "message", "signal", "conditional")
    return tuple(one for one in events if one.id not in known and one.triggers and one.trigger.kind in waits)
