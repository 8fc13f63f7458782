"""The token game: pure transitions of a marking, without I/O and without a clock.

A move (`start`, `finish`, `fire`, `signal`, `fail`, `escalated`, `cancel`, …) runs until nothing more can move by
itself. Order within a move: events whose condition has come true, whenever data were written; whatever can move; scopes
in which nothing is left; then inclusive joins at which no token can still arrive; then one throw event, so that whoever
is about to listen hears it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import joins
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import ACTIVITIES, NONE, Graph, Node
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.throwing import Throwing
from tongban.engines.processes.wiring import wiring

MAX_MOVES = 20_000
WAITING = frozenset({"intermediateCatchEvent", "eventBasedGateway"})


class Game(Throwing):
    """One move over a marking."""

    def start(self, entry: Node | None, data: Mapping[str, Any]) -> None:
        """Begins the process at one of its start events or at what else may begin it (None: wherever no flow leads)."""
        self.data.update(data)
        self.note("started", entry.id if entry is not None else "", data=data)
        if entry is None:
            self.begin_scope(ROOT, "")
        else:
            self.open(ROOT, "")
            self._enter(entry)
        self._run()

    def finish(self, number: int, patch: Mapping[str, Any]) -> None:
        """Completes the task, call or called process at a token."""
        self.complete(number, patch)
        self._run()

    def fire(self, number: int, key: str, patch: Mapping[str, Any], *, stays: bool = False) -> None:
        """An event that waits at a token occurs: `key` as in `Token.armed`. `stays`: a timer goes on running."""
        self.occur(number, key, patch, stays=stays)
        self._run()

    def message(self, name: str, key: str, data: Mapping[str, Any]) -> bool:
        """A message comes in; whether somebody waited for it."""
        heard = self.hear(name, key, data)
        self._run()
        return heard

    def signal(self, name: str, data: Mapping[str, Any]) -> bool:
        """A signal comes in; whether somebody waited for it."""
        heard = self.broadcast(name, data)
        self._run()
        return heard

    def fail(self, number: int, code: str, *, fatal: bool = False) -> bool:
        """The activity at a token fails; whether something catches it. If not, nothing happens unless fatal."""
        caught = self.catcher(number, "error", code) is not None
        if caught or fatal:
            self.throw_error(number, code)
            self._run()
        return caught

    def escalated(self, number: int, code: str) -> None:
        """An escalation comes from the activity at a token."""
        self.escalate(number, code)
        self._run()

    def cancel(self) -> None:
        """Takes everything away."""
        self.clear(ROOT)
        self.finished("cancelled")

    def abort(self, why: str) -> None:
        """The process cannot go on: it has failed."""
        self.clear(ROOT)
        self.finished("failed", why)

    def _run(self) -> None:
        """Moves on until nothing can move by itself."""
        for _move in range(MAX_MOVES):
            if self.changed and self.conditions():
                continue
            self.changed = False
            if self.arrivals:
                self._arrive(*self.arrivals.popleft())
            elif self.loops:
                self.go_on(self.loops.popleft())
            elif self.quiet:
                self.settle(self.quiet.popleft())
            elif (ready := joins.ready(self.graph, self.tokens)) is not None:
                self._join(*ready)
            elif self.throws:
                self.throw(self.throws.popleft())
            else:
                return
        raise ProcessError(_("The process {process} runs in circles without ever waiting."), process=self.graph.key)

    def _enter(self, entry: Node) -> None:
        """What has begun the process goes on from there."""
        gateway = _gateway_before(self.graph, entry)
        if gateway is not None and gateway.every:
            token = self.place(ROOT, gateway, "")
            self.saw("entered", gateway)
            for event in self.graph.targets(gateway):
                if event.id != entry.id:
                    self.arm(token.id, event)
        self.saw("entered", entry)
        if entry.triggers:
            self.saw("caught", entry)
        self.saw("completed", entry)
        self.leave(ROOT, entry)

    def _arrive(self, scope: int, node: Node, flow: str) -> None:
        if node.kind in ACTIVITIES:
            self._gather_tokens(scope, node, flow)
        elif node.kind in WAITING:
            self._wait(scope, node, flow)
        elif node.kind.endswith("Gateway"):
            self._gateway(scope, node, flow)
        else:
            self.arrive_throwing(scope, node, flow)

    def _gather_tokens(self, scope: int, node: Node, flow: str) -> None:
        """An activity begins when as many tokens have come as it needs."""
        if node.start_quantity > 1:
            self.place(scope, node, flow, waiting=False)
            here = joins.gathered(node, self.tokens, scope)
            if len(here) < node.start_quantity:
                return
            for token in here[: node.start_quantity]:
                del self.tokens[token.id]
        self.begin(scope, node, flow)

    def _pass(self, scope: int, node: Node, flow: str) -> None:
        self.note("passed", node.id, flow)
        self.saw("entered", node)
        self.saw("completed", node)
        self.leave(scope, node)

    def _gateway(self, scope: int, node: Node, flow: str) -> None:
        if node.kind == "exclusiveGateway" or len(node.incoming) <= 1:
            self._pass(scope, node, flow)
            return
        self.place(scope, node, flow, waiting=False)
        parked = joins.complete(node, self.tokens, scope) if node.kind == "parallelGateway" else []
        if parked:
            self._join(node, scope, parked)

    def _join(self, node: Node, scope: int, parked: list[Token]) -> None:
        for token in parked:
            del self.tokens[token.id]
            self.note("passed", node.id, token.flow, token=token.id)
        self.saw("entered", node)
        self.saw("completed", node)
        self.leave(scope, node)

    def _wait(self, scope: int, node: Node, flow: str) -> None:
        token = self.place(scope, node, flow)
        self.note("entered", node.id, flow, token=token.id)
        self.saw("entered", node)
        for event in self.graph.targets(node) if node.kind == "eventBasedGateway" else (node,):
            self.arm(token.id, event)


def _gateway_before(graph: Graph, entry: Node) -> Node | None:
    """The event-based gateway that an event stands behind."""
    before = [graph.nodes[graph.flows[name].source] for name in entry.incoming]
    return next((node for node in before if node.kind == "eventBasedGateway"), None)


def entries(graph: Graph) -> list[Node]:
    """Everything that may begin a process: start events, and what instantiates it without one."""
    found = list(graph.entries(""))
    for node in graph.children.get("", ()):
        if node.instantiating and node.kind == "receiveTask":
            found.append(node)
        elif node.instantiating and node.kind == "eventBasedGateway":
            found.extend(graph.targets(node))
    return found


def beginnings(graph: Graph) -> list[tuple[str, str, str]]:
    """What may begin a process by itself: element, kind of trigger, name; of a start of none the kind is "none"."""
    return [(node.id, trigger.kind, trigger.name) for node in entries(graph) for trigger in node.triggers or (NONE,)]


def begun(graph: Graph, name: str, kind: str = "message") -> Node | None:
    """What a message (or signal) of this name begins the process at; without a name its start event of none, or None
    when it has no start at all and begins wherever no flow leads. Raises ProcessError when nothing begins it.
    """
    known = entries(graph)
    for node in known:
        if any(trigger.kind == kind and trigger.name == name for trigger in node.triggers) or (
            not name and node.kind == "startEvent" and not node.triggers
        ):
            return node
    if not name and not known and wiring(graph).beginnings(""):
        return None
    raise ProcessError(
        _("The process {process} has no start event for {message}."), process=graph.key, message=name or "—"
    )
