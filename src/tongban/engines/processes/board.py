"""The board of the token game: tokens put down, taken away, sent along flows; variables seen and written."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import feel
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import Flow, Formula, Graph, Node
from tongban.engines.processes.marking import ROOT, Armed, Dropped, Effect, Ended, Marking, Note, Token

EVENT_PLACES = frozenset({"intermediateCatchEvent", "eventBasedGateway"})


class Board:
    """A working copy of a marking. `effects` are what the move asks of the world, in order."""

    def __init__(self, graph: Graph, marking: Marking, at: dt.datetime) -> None:
        self.graph, self.at = graph, at
        self.data: dict[str, Any] = dict(marking.data)
        self.tokens: dict[int, Token] = dict(marking.tokens)
        self.following, self.status, self.error = marking.following, marking.status, marking.error
        self.effects: list[Effect] = []
        self.arrivals: deque[tuple[int, Node, str]] = deque()

    @property
    def marking(self) -> Marking:
        return Marking(self.data, self.tokens, self.following, self.status, self.error)

    # Tokens

    def place(self, parent: int, node: Node, flow: str, *, waiting: bool = True) -> Token:
        token = Token(self.following, parent, node.id, flow, waiting)
        self.following += 1
        self.tokens[token.id] = token
        return token

    def alive(self, scope: int) -> bool:
        return self.status == "running" and (scope == ROOT or scope in self.tokens)

    def drop(self, number: int) -> None:
        """Takes a token away that has not done its work."""
        token = self.tokens.pop(number)
        if token.waiting:
            self.effects.append(Dropped(token.id, token.node))
            self.note("cancelled", token.node)

    def clear(self, scope: int) -> None:
        """Takes away everything inside a scope. A token is always younger than the one that holds it."""
        doomed = {scope}
        for token in sorted(self.tokens.values(), key=lambda token: token.id):
            if token.parent in doomed:
                doomed.add(token.id)
                self.drop(token.id)
        self.arrivals = deque(arrival for arrival in self.arrivals if arrival[0] not in doomed)

    def empty(self, scope: int) -> bool:
        return not any(token.parent == scope for token in self.tokens.values()) and not any(
            arrival[0] == scope for arrival in self.arrivals
        )

    def arm(self, number: int, node: Node) -> None:
        """Lets a token wait for an event."""
        token = self.tokens[number]
        context = self.variables(number)
        key = ""
        if node.trigger.correlation is not None:
            key = self.text(node.trigger.correlation, context, node.id)
        self.tokens[number] = replace(token, armed={**token.armed, node.id: key})
        if node.trigger.kind == "timer":
            self.effects.append(Armed(number, node.id, context))

    def finished(self, status: str, error: str = "") -> None:
        self.status, self.error = status, error
        self.note("ended", "", data={"status": status} | ({"error": error} if error else {}))
        self.effects.append(Ended(status, error))

    def note(self, kind: str, element: str, flow: str = "", data: Mapping[str, Any] | None = None) -> None:
        self.effects.append(Note(kind, element, flow, data))

    # Variables

    def variables(self, scope: int) -> dict[str, Any]:
        """What a token sees: the process's variables, and those of the instances that hold it."""
        found: list[Mapping[str, Any]] = []
        while scope != ROOT:
            token = self.tokens[scope]
            if token.local is not None:
                found.append(token.local)
            scope = token.parent
        merged = dict(self.data)
        for local in reversed(found):
            merged.update(local)
        return merged

    def write(self, scope: int, patch: Mapping[str, Any]) -> None:
        """Writes the named keys and no others: into the nearest instance with data of its own, else the process."""
        while scope != ROOT:
            token = self.tokens[scope]
            if token.local is not None:
                self.tokens[scope] = replace(token, local={**token.local, **patch})
                return
            scope = token.parent
        self.data.update(patch)

    def value(self, formula: Formula, context: Mapping[str, Any], element: str) -> Any:
        return feel.value(formula, context, element, self.at)

    def text(self, formula: Formula, context: Mapping[str, Any], element: str) -> str:
        found = self.value(formula, context, element)
        return "" if found is None else str(found)

    # Flows

    def leave(self, scope: int, node: Node) -> None:
        """Sends tokens on by the flows that the node takes."""
        for flow in self._chosen(scope, node):
            self.arrivals.append((scope, self.graph.nodes[self.graph.flows[flow].target], flow))

    def _chosen(self, scope: int, node: Node) -> tuple[str, ...]:
        flows = [self.graph.flows[name] for name in node.outgoing]
        if not node.default and all(flow.condition is None for flow in flows):
            return node.outgoing
        plain = {flow.id for flow in flows if flow.condition is None and flow.id != node.default}
        taken = self._holding(scope, flows, first=node.kind == "exclusiveGateway")
        if not taken and node.default:
            taken = {node.default}
        if not taken and not plain:
            raise ProcessError(
                _("No way leads on from {element}: none of its conditions holds and it has no default flow."),
                element=f"{node.name} ({node.id})",
            )
        return tuple(flow for flow in node.outgoing if flow in taken | plain)

    def _holding(self, scope: int, flows: list[Flow], *, first: bool) -> set[str]:
        context = self.variables(scope)
        taken: set[str] = set()
        for flow in flows:
            if flow.condition is not None and self.value(flow.condition, context, flow.id) is True:
                taken.add(flow.id)
                if first:
                    break
        return taken
