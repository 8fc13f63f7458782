"""Is a model right before it goes live? Deadlocks and lost updates forbid publishing; the rest is a warning."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.processes.facts import Finding, Severity
from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.statespace import FLOW, Explorer, Space, State

LAYOUT_HINT = "run `python -m tongban.engines.processes layout FILE`"
TOO_LARGE = "has too many states to compare what branches write that run at the same time; give them keys of their own"
SHOWN = 8
NAMED = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"}


def findings(graph: Graph) -> list[Finding]:
    """Everything that a check of a readable model has to say, in the order of its lines."""
    found = [*_names(graph), *_diagram(graph)]
    for scope in graph.children:
        space = Explorer(graph, scope, reduced=False).explore()
        if not space.whole:
            found.append(_finding(graph, "warning", "too-large", scope, TOO_LARGE))
            space = Explorer(graph, scope, reduced=True).explore()
        else:
            found.extend(_writes(graph, space))
        found.extend(_space(graph, space))
    return sorted(found, key=lambda finding: finding.line)


def _finding(graph: Graph, severity: Severity, code: str, element: str, message: str) -> Finding:
    node = graph.nodes.get(element)
    shown = f"{node.kind} {element!r}" if node is not None else f"process {graph.key!r}"
    return Finding(severity, code, element, node.line if node is not None else 0, f"{shown}: {message}")


def _space(graph: Graph, space: Space) -> Iterator[Finding]:
    for state in space.stuck:
        yield _deadlock(graph, space, state)
        break
    for name in sorted(space.crowded):
        node = name if name in graph.nodes else graph.flows[name].target
        yield _finding(graph, "warning", "unsafe", node, "may hold two tokens at once, so its work may be done twice")
    if space.endless is not None:
        last = space.path(space.endless)[-1:] or [space.scope]
        yield _finding(graph, "warning", "endless", last[0], "from here the process can run for ever without an end")
    if space.whole and not space.stuck:
        for child in graph.children[space.scope]:
            if child.id not in space.visited:
                yield _finding(graph, "warning", "dead", child.id, "no run can ever come here")


def _deadlock(graph: Graph, space: Space, state: State) -> Finding:
    parked = {name for kind, name, _ in state if kind == FLOW}
    join = graph.nodes[graph.flows[min(parked)].target]
    missing = [
        f"{flow} (from {_shown(graph.nodes[graph.flows[flow].source])})" for flow in join.incoming if flow not in parked
    ]
    way = " → ".join(_shown(graph.nodes[name]) for name in space.path(state)[-SHOWN:])
    message = f"deadlock: it may wait for ever for {', '.join(missing)}; for example after {way}"
    return _finding(graph, "error", "deadlock", join.id, message)


def _shown(node: Node) -> str:
    return node.name.inn("zh") or node.id


def _writes(graph: Graph, space: Space) -> Iterator[Finding]:
    for one, other in sorted(space.together):
        for key in sorted(set(writes(graph, graph.nodes[one])) & set(writes(graph, graph.nodes[other]))):
            message = (
                f"writes {key!r} while {other!r} may be writing it at the same time; give each branch a key of its own"
            )
            yield _finding(graph, "error", "lost-update", one, message)


def writes(graph: Graph, node: Node) -> tuple[str, ...]:
    """The keys that an activity is known to write into the scope around it."""
    if node.loop is not None:
        return (node.loop.collect,)
    inner = graph.children.get(node.id, ()) if node.kind == "subProcess" else ()
    return tuple(dict.fromkeys([*node.writes, *(key for child in inner for key in writes(graph, child))]))


def _names(graph: Graph) -> Iterator[Finding]:
    for node in graph.nodes.values():
        if node.kind in NAMED and node.name.zh and not node.name.en:
            yield _finding(graph, "warning", "untranslated", node.id, "its name has no English (tongban:name-en)")
        if node.kind == "userTask" and not node.name.zh:
            yield _finding(graph, "warning", "unnamed", node.id, "people see this task, but it has no name")
    for lane in graph.lanes:
        if lane.name.zh and not lane.name.en:
            yield Finding(
                "warning", "untranslated", lane.id, 0, f"lane {lane.id!r}: its name has no English (tongban:name-en)"
            )


def _diagram(graph: Graph) -> Iterator[Finding]:
    if graph.diagram is None:
        yield _finding(graph, "error", "no-diagram", "", f"the file has no diagram; {LAYOUT_HINT}")
        return
    missing = [name for name in graph.nodes if name not in graph.diagram.shapes]
    missing += [name for name in graph.flows if name not in graph.diagram.lines]
    if missing:
        text = f"not drawn in the diagram: {', '.join(missing[:SHOWN])}; {LAYOUT_HINT}"
        yield _finding(graph, "error", "no-diagram", missing[0] if missing[0] in graph.nodes else "", text)
