"""What is refused of a process that begins by itself: whatever nobody could do, and starts that nobody looks at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Item, Kind, Package, Problem

ASKING = frozenset({"userTask", "serviceTask", "businessRuleTask"})
CONDITION = (
    "begins by a condition, but outside of a running process the node has no data that it could be about",
    "let a signal or message begin it, or a timer, and ask the condition at a gateway behind it",
)
ALL = ("needs several triggers to begin; a node begins a process by one", "catch the others behind the start")
WORK = (
    "a process that begins without an application has nobody to give work to, and no case for a service to work on",
    "let it throw a message that a case waits for, or move this step into the process of a service",
)


def extend(kind: Kind) -> Kind:
    """The kind `processes` with these checks after its own."""

    def check(package: Package, item: Item) -> Iterator[Problem]:
        if kind.check is not None:
            yield from kind.check(package, item)
        yield from check_process(item)

    return dataclasses.replace(kind, check=check)


def check_process(item: Item) -> Iterator[Problem]:
    """Every fault of one process."""
    graph: processes.Graph = item.value
    begins = [(graph.nodes[element], kind) for element, kind, _name in processes.beginnings(graph) if kind != "none"]
    for node, kind in begins:
        if kind == "conditional":
            yield _problem(item, node, *CONDITION)
        elif node.every and len(node.triggers) > 1:
            yield _problem(item, node, *ALL)
    for node in graph.nodes.values() if begins else ():
        if node.kind in ASKING or (node.kind == "sendTask" and node.properties.get("operation")):
            yield _problem(item, node, *WORK)


def _problem(item: Item, node: Any, message: str, suggestion: str) -> Problem:
    return Problem(item.source, f"line {node.line}", f"{node.kind} {node.id!r}: {message}", suggestion)
