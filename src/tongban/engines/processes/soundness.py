"""Is a model right before it goes live? Deadlocks and lost updates forbid publishing; the rest is a warning."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.processes.facts import Finding, Severity
from tongban.engines.processes.graph import ACTIVITIES, SCOPES, Graph, Node
from tongban.engines.processes.saying import listed, placed
from tongban.engines.processes.saying import say as _
from tongban.engines.processes.statespace import FLOW, Explorer, Space, State
from tongban.engines.processes.wiring import wiring

LAYOUT_HINT = _("run `tongban process layout FILE`")
MAX_STATES = 4_000
TOO_LARGE = _(
    "has more than %(most)s states: it was explored by one order of its branches only, and what branches write at "
    "the same time was not compared",
    most=MAX_STATES,
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


def _finding(graph: Graph, severity: Severity, code: str, element: str, message: str, *, hint: str = "") -> Finding:
    node = graph.nodes.get(element)
    shown = f"{node.kind} {element!r}" if node is not None else _("process %(key)r", key=graph.key)
    return Finding(severity, code, element, node.line if node is not None else 0, placed(shown, message, hint))


def _space(graph: Graph, space: Space) -> Iterator[Finding]:
    for state in space.stuck:
        yield _deadlock(graph, space, state)
        break
    for name, state in sorted(space.crowded.items()):
        node = name if name in graph.nodes else graph.flows[name].target
        message = _(
            "may hold two tokens at once, so its work may be done twice; for example after %(way)s",
            way=_way(graph, space, state),
        )
        yield _finding(graph, "warning", "unsafe", node, message)
    if space.endless is not None:
        last = space.path(space.endless)[-1:] or [space.scope]
        way = _way(graph, space, space.endless)
        message = _("from here the process can run for ever without an end; it comes here by %(way)s", way=way)
        yield _finding(graph, "warning", "endless", last[0], message)
    if space.whole and not space.stuck:
        for child in graph.children[space.scope]:
            if child.id not in space.visited:
                yield _finding(graph, "warning", "dead", child.id, _("no run can ever come here"))


def _way(graph: Graph, space: Space, state: State) -> str:
    """The last steps that lead to a state."""
    steps = space.path(state)[-SHOWN:]
    return " → ".join(_shown(graph.nodes[name]) for name in steps) or _("the start")


def _deadlock(graph: Graph, space: Space, state: State) -> Finding:
    parked = [name for kind, name, _ in state if kind == FLOW]
    if not parked:
        name = state[0][1]
        message = _("deadlock: nothing leads on from here; for example after %(way)s", way=_way(graph, space, state))
        return _finding(graph, "error", "deadlock", name, message)
    join = graph.nodes[graph.flows[min(parked)].target]
    if join.start_quantity > 1:
        wanted: str = _("%(count)s tokens", count=join.start_quantity)
    else:
        missing = [flow for flow in join.incoming if flow not in parked]
        wanted = listed([_("%(flow)s (from %(source)s)", flow=flow, source=_source(graph, flow)) for flow in missing])
    message = _(
        "deadlock: it may wait for ever for %(wanted)s; for example after %(way)s",
        wanted=wanted,
        way=_way(graph, space, state),
    )
    return _finding(graph, "error", "deadlock", join.id, message)


def _source(graph: Graph, flow: str) -> str:
    return _shown(graph.nodes[graph.flows[flow].source])


def _shown(node: Node) -> str:
    return node.name.inn("zh") or node.id


def _writes(graph: Graph, space: Space) -> Iterator[Finding]:
    beside = [guard.scope for guard in wiring(graph).guards.get(space.scope, ()) if not guard.interrupting]
    pairs = space.together | {(event, name) for event in beside for name in space.visited if name not in beside}
    for one, other in sorted(pairs):
        for key in sorted(set(writes(graph, graph.nodes[one])) & set(writes(graph, graph.nodes[other]))):
            message = _(
                "writes %(key)r while %(other)r may be writing it at the same time",
                key=key,
                other=other,
            )
            yield _finding(graph, "error", "lost-update", one, message, hint=_("give each branch a key of its own"))


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
            yield _finding(graph, "warning", "untranslated", node.id, _("its name has no English (tongban:name-en)"))
        if node.kind == "userTask" and not node.name.zh:
            yield _finding(graph, "warning", "unnamed", node.id, _("people see this task, but it has no name"))
    for lane in graph.lanes:
        if lane.name.zh and not lane.name.en:
            where = _("lane %(id)r", id=lane.id)
            message = placed(where, _("its name has no English (tongban:name-en)"))
            yield Finding("warning", "untranslated", lane.id, 0, message)


def _diagram(graph: Graph) -> Iterator[Finding]:
    if graph.diagram is None:
        yield _finding(graph, "error", "no-diagram", "", _("the file has no diagram"), hint=LAYOUT_HINT)
        return
    missing = [name for name in graph.nodes if name not in graph.diagram.shapes]
    missing += [name for name in graph.flows if name not in graph.diagram.lines]
    if missing:
        text = _("not drawn in the diagram: %(names)s", names=listed(missing[:SHOWN]))
        yield _finding(
            graph, "error", "no-diagram", missing[0] if missing[0] in graph.nodes else "", text, hint=LAYOUT_HINT
        )
