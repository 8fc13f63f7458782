"""Steps that were left out: what must have happened on every way to something that did happen, and did not.

The token game leaves nothing out. Work moved by hand, a move to another version, or rows brought in from elsewhere can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tongban.engines.processes import models
from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.queries import DONE
from tongban.engines.processes.reach import kept
from tongban.engines.processes.returns import sources_of
from tongban.engines.processes.values import unpacked
from tongban.kernel.declarations.api import Text

Needed = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Omission:
    """An activity that should have been done before `before` and was not."""

    instance: int
    element: str
    name: Text
    before: str


def needed(graph: Graph, scope: str) -> Needed:
    """For each node of a scope that its start can reach: the nodes that every run has passed when it is done.

    As a dominator (see `returns`), but a parallel join waits for all its branches, so that it needs what any of them
    needs; and a boundary event does not need its activity to be done.
    """
    known = kept(graph, "_needed")
    if scope not in known:
        known[scope] = _needed(graph, scope)
    found: Needed = known[scope]
    return found


def _needed(graph: Graph, scope: str) -> Needed:
    nodes = {node.id: node for node in graph.children.get(scope, ())}
    before = {name: sources_of(graph, node, nodes) for name, node in nodes.items()}
    first = {name for name, node in nodes.items() if not before[name]}
    found = {name: frozenset({name}) if name in first else frozenset(nodes) for name in nodes}
    changed = True
    while changed:
        changed = False
        for name in nodes.keys() - first:
            new = _before(nodes[name], [found[one] - _undone(nodes[name], one) for one in before[name]]) | {name}
            if new != found[name]:
                found[name], changed = new, True
    return found


def _before(node: Node, ways: list[frozenset[str]]) -> frozenset[str]:
    waits = node.kind == "parallelGateway" or node.every
    return frozenset.union(*ways) if waits else frozenset.intersection(*ways)


def _undone(node: Node, source: str) -> frozenset[str]:
    return frozenset({source}) if node.attached_to == source else frozenset()


def omitted(graph: Graph, done: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The activities that are missing among what was done, each with the first thing done that needs it."""
    happened = [name for name in done if name in graph.nodes]
    found: dict[str, str] = {}
    for name in happened:
        wanted = needed(graph, graph.nodes[name].scope).get(name, frozenset())
        for missing in sorted(wanted - set(happened) - {name}):
            if graph.nodes[missing].kind in ACTIVITIES:
                found.setdefault(missing, name)
    return tuple(found.items())


def omissions(business_key: str) -> tuple[Omission, ...]:
    """What the processes of a business key left out; of one that moved to another version only steps that all of its
    versions have are asked for. Three statements.
    """
    done: dict[int, dict[str, None]] = {}
    earlier: dict[int, list[str]] = {}
    happened = models.History.objects.filter(instance__business_key=business_key, kind__in=(*DONE, "migrated"))
    lines = happened.order_by("id")
    for instance, kind, element, data in lines.values_list("instance", "kind", "element", "data"):
        if kind == "migrated":
            earlier.setdefault(instance, []).append((unpacked(data) or {}).get("from", ""))
        else:
            done.setdefault(instance, {})[element] = None
    found: list[Omission] = []
    for row in models.Instance.objects.filter(business_key=business_key).order_by("id"):
        graph = graph_of(row.host, row.key, row.version)
        others = [graph_of(row.host, row.key, version) for version in earlier.get(row.pk, ()) if version]
        for element, later in omitted(graph, done.get(row.pk, {})):
            if all(element in other.nodes for other in others):
                found.append(Omission(row.pk, element, graph.nodes[element].name, later))
    return tuple(found)
