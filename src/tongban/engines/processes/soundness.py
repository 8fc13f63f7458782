"""Is a model right before it goes live? Deadlocks and lost updates forbid publishing; the rest is a warning."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.processes.facts import Finding, Severity
from tongban.engines.processes.graph import ACTIVITIES, SCOPES, Graph, Node
from tongban.engines.processes.statespace import FLOW, Explorer, Space, State
from tongban.engines.processes.wiring import wiring

LAYOUT_HINT = "run `tongban process layout FILE`"
MAX_STATES = 4_000
TOO_LARGE = (
    f"has more than {MAX_STATES} states: it was explored by one order of its branches only, and what branches write at "
    "the same time was not compared"
)
SHOWN = 8
BLOCKING = frozenset({"deadlock", "lost-update"})
NAMED = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"}


def findings(graph: Graph) -> list[Finding]:
    """Everything that a check of a model of our own has to say, in the order of its lines."""
    return sorted([*_names(graph), *_diagram(graph), *proved(graph)], key=lambda finding: finding.line)


def proved(graph: Graph) -> list[Finding]:
    """What the state space of each scope shows."""
    found: list[Finding] = []
    for scope in graph.children:
        space = Explorer(graph, scope, reduced=False, limit=MAX_STATES).explore()
        if not space.whole:
            found.append(_finding(graph, "warning", "too-large", scope, TOO_LARGE))
            space = Explorer(graph, scope, reduced=True, limit=MAX_STATES).explore()
        else:
            found.extend(_writes(graph, space))
        found.extend(_space(graph, space))
    return found


def _finding(graph: Graph, severity: Severity, code: str, element: str, message: str) -> Finding:
    node = graph.nodes.get(element)
    shown = f"{node.kind} {element!r}" if node is not None else f"process {graph.key!r}"
    return Finding(severity, code, element, node.line if node is not None else 0, f"{shown}: {message}")


def _space(graph: Graph, space: Space) -> Iterator[Finding]:
    for state in space.stuck:
        yield _deadlock(graph, space, state)
        break
    for name, state in sorted(space.crowded.items()):
        node = name if name in graph.nodes else graph.flows[name].target
        message = (
            f"may hold two tokens at once, so its work may be done twice; for example after {_way(graph, space, state)}"
        )
        yield _finding(graph, "warning", "unsafe", node, message)
    if space.endless is not None:
        last = space.path(space.endless)[-1:] or [space.scope]
        way = _way(graph, space, space.endless)
        message = f"from here the process can run for ever without an end; it comes here by {way}"
        yield _finding(graph, "warning", "endless", last[0], message)
    if space.whole and not space.stuck:
        for child in graph.children[space.scope]:
            if child.id not in space.visited:
                yield _finding(graph, "warning", "dead", child.id, "no run can ever come here")


def _way(graph: Graph, space: Space, state: State) -> str:
    """The last steps that lead to a state."""
    steps = space.path(state)[-SHOWN:]
    return " → ".join(_shown(graph.nodes[name]) for name in steps) or "the start"


def _deadlock(graph: Graph, space: Space, state: State) -> Finding:
    parked = [name for kind, name, _ in state if kind == FLOW]
    if not parked:
        name = state[0][1]
        message = f"deadlock: nothing leads on from here; for example after {_way(graph, space, state)}"
        return _finding(graph, "error", "deadlock", name, message)
    join = graph.nodes[graph.flows[min(parked)].target]
    if join.start_quantity > 1:
        wanted = f"{join.start_quantity} tokens"
    else:
        missing = [flow for flow in join.incoming if flow not in parked]
        wanted = ", ".join(f"{flow} (from {_shown(graph.nodes[graph.flows[flow].source])})" for flow in missing)
    message = f"deadlock: it may wait for ever for {wanted}; for example after {_way(graph, space, state)}"
    return _finding(graph, "error", "deadlock", join.id, message)


def _shown(node: Node) -> str:
    return node.name.inn("zh") or node.id


def _writes(graph: Graph, space: Space) -> Iterator[Finding]:
    beside = [guard.scope for guard in wiring(graph).guards.get(space.scope, ()) if not guard.interrupting]
    pairs = space.together | {(event, name) for event in beside for name in space.visited if name not in beside}
    for one, other in sorted(pairs):
        for key in sorted(set(writes(graph, graph.nodes[one])) & set(writes(graph, graph.nodes[other]))):
            message = (
                f"writes {key!r} while {other!r} may be writing it at the same time; give each branch a key of its own"
            )
            yield _finding(graph, "error", "lost-update", one, message)


def writes(graph: Graph, node: Node) -> tuple[str, ...]:
    """The keys that an activity is known to write into the scope around it."""
    if node.loop is not None:
        return (node.loop.collect,)
    inner = graph.children.get(node.id, ()) if node.kind in SCOPES else ()
    found = [*node.writes, *(key for child in inner for key in writes(graph, child))]
    return tuple(key for key in dict.fromkeys(found) if key not in node.data)


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
