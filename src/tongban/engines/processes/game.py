"""The token game: pure transitions of a marking, without I/O and without a clock.

A move (`start`, `finish`, `fire`, `fail`, `cancel`) runs until nothing more can move by itself. Order within a move:
whatever can move; then inclusive joins at which no token can still arrive; then one throw event, so that whoever is
about to listen hears it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import joins
from tongban.engines.processes.activities import Activities
from tongban.engines.processes.board import EVENT_PLACES
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import ACTIVITIES, Graph, Node
from tongban.engines.processes.marking import ROOT, Marking, Thrown, Token

MAX_MOVES = 20_000


class Game(Activities):
    """One move over a marking."""

    def start(self, entry: Node, data: Mapping[str, Any]) -> None:
        """Begins the process at one of its start events."""
        self.data.update(data)
        self.note("started", entry.id, data=data)
        self.leave(ROOT, entry)
        self._run()

    def finish(self, number: int, patch: Mapping[str, Any]) -> None:
        """Completes the task, call or called process at a token."""
        self.complete(number, patch)
        self._run()

    def fire(self, number: int, element: str, patch: Mapping[str, Any], *, stays: bool = False) -> None:
        """An event that waits at a token occurs. `stays`: a timer that does not interrupt goes on running."""
        self._occur(self.tokens[number], self.graph.nodes[element], patch, stays=stays)
        self._run()

    def fail(self, number: int, code: str, *, fatal: bool = False) -> bool:
        """The activity at a token fails; whether a boundary error catches it. If not, nothing happens unless fatal."""
        caught = self.catcher(number, code) is not None
        if caught or fatal:
            self.throw_error(number, code)
            self._run()
        return caught

    def cancel(self) -> None:
        """Takes everything away."""
        self.clear(ROOT)
        self.finished("cancelled")

    def _run(self) -> None:
        self._throws: deque[int] = deque()
        for _move in range(MAX_MOVES):
            if self.arrivals:
                self._arrive(*self.arrivals.popleft())
            elif (ready := joins.ready(self.graph, self.tokens)) is not None:
                self._join(*ready)
            elif self._throws:
                self._throw(self._throws.popleft())
            else:
                return
        raise ProcessError(_("The process {process} runs in circles without ever waiting."), process=self.graph.key)

    def _arrive(self, scope: int, node: Node, flow: str) -> None:
        if node.kind in ACTIVITIES:
            self.begin(scope, node, flow)
        elif node.kind.endswith("Gateway") and node.kind != "eventBasedGateway":
            self._gateway(scope, node, flow)
        elif node.kind in EVENT_PLACES:
            self._wait(scope, node, flow)
        elif node.trigger.kind == "message":
            self._throws.append(self.place(scope, node, flow, waiting=False).id)
        elif node.kind == "endEvent":
            self._end(scope, node, flow)
        else:
            self._pass(scope, node, flow)

    def _pass(self, scope: int, node: Node, flow: str) -> None:
        self.note("passed", node.id, flow)
        self.leave(scope, node)

    def _gateway(self, scope: int, node: Node, flow: str) -> None:
        if node.kind == "exclusiveGateway" or len(node.incoming) == 1:
            self._pass(scope, node, flow)
            return
        self.place(scope, node, flow, waiting=False)
        parked = joins.complete(node, self.tokens, scope) if node.kind == "parallelGateway" else []
        if parked:
            self._join(node, scope, parked)

    def _join(self, node: Node, scope: int, parked: list[Token]) -> None:
        for token in parked:
            del self.tokens[token.id]
            self.note("passed", node.id, token.flow)
        self.leave(scope, node)

    def _wait(self, scope: int, node: Node, flow: str) -> None:
        token = self.place(scope, node, flow)
        self.note("entered", node.id, flow)
        for event in self.graph.targets(node) if node.kind == "eventBasedGateway" else (node,):
            self.arm(token.id, event)

    def _end(self, scope: int, node: Node, flow: str) -> None:
        self.note("passed", node.id, flow)
        if node.trigger.kind == "error":
            self.throw_error(scope, node.trigger.name)
            return
        if node.trigger.kind == "terminate":
            self.clear(scope)
            if scope == ROOT:
                self.finished("terminated")
        self.settle(scope)

    def _throw(self, number: int) -> None:
        token = self.tokens.pop(number, None)
        if token is None:
            return
        node = self.graph.nodes[token.node]
        context = self.variables(token.parent)
        data = {one.target: self.value(one.source, context, node.id) for one in node.inputs}
        key = self.text(node.trigger.correlation, context, node.id) if node.trigger.correlation is not None else ""
        self.note("thrown", node.id, token.flow, data)
        heard = joins.listener(self.graph, self.tokens, node.trigger.name, key)
        if heard is None:
            self.effects.append(Thrown(node.id, node.trigger.name, key, data))
        else:
            self._occur(self.tokens[heard[0]], self.graph.nodes[heard[1]], data, stays=False)
        if not self.alive(token.parent):
            return
        if node.kind == "endEvent":
            self.settle(token.parent)
        else:
            self.leave(token.parent, node)

    def _occur(self, token: Token, event: Node, patch: Mapping[str, Any], *, stays: bool) -> None:
        values = self.outputs(event, token.id, patch)
        if event.kind == "receiveTask" and token.node == event.id:
            self.complete(token.id, patch)
            return
        self.note("fired" if event.trigger.kind == "timer" else "caught", event.id, data=values)
        if not event.attached_to:
            if token.node != event.id:
                self.note("passed", token.node, token.flow)
            del self.tokens[token.id]
        elif event.interrupting:
            self.clear(token.id)
            self.drop(token.id)
        elif not stays and event.trigger.kind != "message":
            armed = {name: key for name, key in token.armed.items() if name != event.id}
            self.tokens[token.id] = replace(token, armed=armed)
        self.write(token.parent, values)
        self.leave(token.parent, event)


def begun(graph: Graph, message: str) -> Node:
    """The start event for a message, or the one without trigger. Raises ProcessError when there is none."""
    for node in graph.entries(""):
        if (node.trigger.kind == "message" and node.trigger.name == message) or (
            not message and node.trigger.kind == "none"
        ):
            return node
    raise ProcessError(
        _("The process {process} has no start event for {message}."), process=graph.key, message=message or "—"
    )


EMPTY = Marking()
