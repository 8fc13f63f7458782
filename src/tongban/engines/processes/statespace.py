"""The state space of one scope of a graph, decisions free: everything that a run could come to.

A state is the sorted tuple of its places. A place is a node with a token on it (and which of its non-interrupting
events have occurred), or a flow whose token is parked at a join or at an activity that needs several. Sub-processes
count as activities here; each has a space of its own. Event sub-processes and compensation run beside a scope and move
none of its tokens; they are never dead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.joins import may_arrive
from tongban.engines.processes.wiring import wiring

MAX_STATES = 20_000
MAX_FREE = 6
NODE, FLOW = "node", "flow"
AT_ONCE = frozenset({"task", "manualTask", "scriptTask"})
STOPPING = frozenset({"terminate", "error", "cancel"})
Place = tuple[str, str, tuple[str, ...]]
State = tuple[Place, ...]
Moves = Iterator[tuple[str, State]]


@dataclass
class Space:
    """What was found: every state with the state and node it was reached by, and which nodes were reached."""

    scope: str
    reached: dict[State, tuple[State, str] | None] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    together: set[tuple[str, str]] = field(default_factory=set)
    crowded: dict[str, State] = field(default_factory=dict)
    stuck: list[State] = field(default_factory=list)
    endless: State | None = None
    whole: bool = True

    def path(self, state: State) -> list[str]:
        """The nodes that led to a state, in order."""
        found: list[str] = []
        before = self.reached[state]
        while before is not None:
            found.append(before[1])
            before = self.reached[before[0]]
        return found[::-1]


class Explorer:
    """Walks through the space of one scope; `reduced` moves one token at a time where the order cannot matter."""

    def __init__(self, graph: Graph, scope: str, *, reduced: bool, limit: int = MAX_STATES) -> None:
        self.graph, self.reduced, self.limit = graph, reduced, limit
        self.space = Space(scope)
        self.after: dict[State, list[State]] = {}
        nodes = graph.children.get(scope, ())
        self.most = max((2, *(node.start_quantity * node.completion_quantity for node in nodes)))

    def explore(self) -> Space:
        todo: list[State] = []
        for begun in self._beginnings():
            first = tuple(sorted(begun))
            if first not in self.space.reached:
                self.space.reached[first] = None
                todo.append(first)
        while todo:
            if len(self.space.reached) > self.limit:
                self.space.whole = False
                return self.space
            state = todo.pop()
            self._look(state)
            todo.extend(self._follow(state))
        self._find_endless()
        return self.space

    def _beginnings(self) -> Iterator[list[Place]]:
        """The tokens with which the scope may begin: those of each of its triggers, or of all that needs none."""
        scope, wires = self.space.scope, wiring(self.graph)
        for node in self.graph.entries(scope):
            self.space.visited.add(node.id)
            yield self._out(node.outgoing)
        for node in self.graph.children.get(scope, ()):
            if node.triggered or node.compensating or node.trigger.kind == "compensation":
                self.space.visited.add(node.id)
            if node.instantiating and not node.incoming:
                self.space.visited.add(node.id)
                yield from self._instantiated(node)
        if not self.graph.entries(scope) and (scope or not self.space.visited):
            yield [(NODE, node.id, ()) for node in wires.beginnings(scope)]

    def _instantiated(self, node: Node) -> Iterator[list[Place]]:
        if node.kind == "receiveTask":
            yield self._out(node.outgoing)
            return
        targets = self.graph.targets(node)
        self.space.visited.update(target.id for target in targets)
        for target in targets:
            others = [(NODE, other.id, ()) for other in targets if other.id != target.id] if node.every else []
            yield [*self._out(target.outgoing), *others]

    def _follow(self, state: State) -> list[State]:
        """The states after a state that were not reached before."""
        following = self.after[state] = []
        new: list[State] = []
        if max(Counter(state).values(), default=0) > self.most:  # enough to know that it is unsafe
            return new
        for label, found in self._moves(state):
            following.append(found)
            if found not in self.space.reached:
                self.space.reached[found] = (state, label)
                new.append(found)
        if state and not following:
            self.space.stuck.append(state)
        return new

    def _look(self, state: State) -> None:
        nodes = sorted({name for kind, name, _ in state if kind == NODE})
        self.space.visited.update(nodes)
        self.space.together.update(combinations(nodes, 2))
        if len(state) > 1:
            counts = Counter((kind, name) for kind, name, _ in state)
            for (kind, name), count in counts.items():
                if count > 1 and (kind == NODE or self.graph.nodes[self.graph.flows[name].target].start_quantity == 1):
                    self.space.crowded.setdefault(name, state)

    def _find_endless(self) -> None:
        """A state from which no end, and no dead end, can be reached; none when an event may end the whole scope."""
        guards = wiring(self.graph).guards.get(self.space.scope, ())
        if any(guard.interrupting and guard.trigger.kind != "compensation" for guard in guards):
            return
        before: dict[State, list[State]] = {state: [] for state in self.after}
        for state, following in self.after.items():
            for one in following:
                before[one].append(state)
        todo = [state for state, following in self.after.items() if not following]
        good = set(todo)
        while todo:
            for state in before[todo.pop()]:
                if state not in good:
                    good.add(state)
                    todo.append(state)
        self.space.endless = next((state for state in self.after if state not in good), None)

    # Moves

    def _moves(self, state: State) -> Moves:
        """Nodes at once before joins, joins before nodes that wait, as the game does it."""
        nodes = [place for place in dict.fromkeys(state) if place[0] == NODE]
        instant = [place for place in nodes if self._instant(self.graph.nodes[place[1]])]
        if instant:
            yield from self._move(state, instant[0])
            return
        joined = self._join(state)
        if joined:
            yield from joined
            return
        nodes.sort(key=lambda place: self.graph.nodes[place[1]].kind == "endEvent")
        for place in nodes[:1] if self.reduced else nodes:
            yield from self._move(state, place)

    def _instant(self, node: Node) -> bool:
        if node.kind == "endEvent":
            return node.trigger.kind not in STOPPING
        if node.kind == "intermediateCatchEvent" and node.trigger.kind == "link":
            return True
        waits = node.kind in ("intermediateCatchEvent", "eventBasedGateway")
        return not waits and (node.kind not in ACTIVITIES or node.kind in AT_ONCE)

    def _move(self, state: State, place: Place) -> Moves:
        node, fired = self.graph.nodes[place[1]], place[2]
        rest = list(state)
        rest.remove(place)
        if node.kind == "endEvent":
            stops = any(one.kind in STOPPING for one in node.triggers)
            yield node.id, () if stops else tuple(rest)
            return
        if node.kind == "intermediateThrowEvent" and node.trigger.kind == "link":
            target = wiring(self.graph).links.get((node.scope, node.trigger.name))
            yield node.id, tuple(sorted([*rest, *([(NODE, target.id, ())] if target is not None else [])]))
            return
        for flows in self._choices(node):
            yield node.id, tuple(sorted([*rest, *self._out(flows) * node.completion_quantity]))
        for name in node.boundaries:
            event = self.graph.nodes[name]
            self.space.visited.add(name)
            if event.interrupting:
                yield name, tuple(sorted([*rest, *self._out(event.outgoing)]))
            elif name not in fired:
                still = (NODE, node.id, (*fired, name))
                yield name, tuple(sorted([*rest, still, *self._out(event.outgoing)]))

    def _choices(self, node: Node) -> Iterator[tuple[str, ...]]:
        if node.kind in ("exclusiveGateway", "eventBasedGateway"):
            yield from ((flow,) for flow in node.outgoing)
            return
        free = [flow for flow in node.outgoing if self.graph.flows[flow].condition is not None]
        plain = tuple(flow for flow in node.outgoing if flow not in free and flow != node.default)
        if not free:
            yield plain
            return
        sizes = range(1, len(free) + 1) if len(free) <= MAX_FREE else (1, 2, len(free))
        for size in sizes:
            yield from ((*plain, *some) for some in combinations(free, size))
        if node.default:
            yield (*plain, node.default)
        elif plain:
            yield plain

    def _out(self, flows: tuple[str, ...]) -> list[Place]:
        found: list[Place] = []
        for flow in flows:
            target = self.graph.nodes[self.graph.flows[flow].target]
            joins = target.kind in ("parallelGateway", "inclusiveGateway") and len(target.incoming) > 1
            parks = joins or target.start_quantity > 1
            found.append((FLOW, flow, ()) if parks else (NODE, target.id, ()))
        return found

    def _join(self, state: State) -> list[tuple[str, State]]:
        """What the first join that may fire does; a parallel one, or a full activity, before an inclusive one."""
        parked = [name for kind, name, _ in state if kind == FLOW]
        joins = {self.graph.flows[flow].target for flow in parked}
        nodes = sorted((self.graph.nodes[name] for name in joins), key=lambda node: (node.kind[0] == "i", node.id))
        for node in nodes:
            used = self._ready(node, state, parked)
            if used:
                self.space.visited.add(node.id)
                rest = list(state)
                for flow in used:
                    rest.remove((FLOW, flow, ()))
                if node.kind in ACTIVITIES:
                    return [(node.id, tuple(sorted([*rest, (NODE, node.id, ())])))]
                return [(node.id, tuple(sorted([*rest, *self._out(flows)]))) for flows in self._choices(node)]
        return []

    def _ready(self, node: Node, state: State, parked: list[str]) -> list[str]:
        """The flows whose tokens a join takes, or an activity that needs several; empty while it waits."""
        if node.kind in ACTIVITIES:
            here = [flow for flow in parked if self.graph.flows[flow].target == node.id]
            return here[: node.start_quantity] if len(here) >= node.start_quantity else []
        here = [flow for flow in node.incoming if flow in parked]
        if node.kind == "parallelGateway":
            return here if len(here) == len(node.incoming) else []
        return [] if may_arrive(self.graph, node, set(here), self._beside(state, node.id)) else here

    def _beside(self, state: State, join: str) -> list[str]:
        places = [name if kind == NODE else self.graph.flows[name].target for kind, name, _ in state]
        return [place for place in places if place != join]
