"""Tokens sent on along flows, and events that tokens begin to wait for."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.board import Board
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import ACTIVITIES, Flow, Node
from tongban.engines.processes.marking import Armed
from tongban.engines.processes.wiring import awaited, place_of

CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway"}  # conditions on other flows have no effect


class Leaving(Board):
    """Flows taken, events armed."""

    def leave(self, scope: int, node: Node) -> None:
        """Sends tokens on by the flows that the node takes; where none leads on, the way ends here."""
        for flow in self._chosen(scope, node):
            target = self.graph.nodes[self.graph.flows[flow].target]
            self.arrivals.extend([(scope, target, flow)] * node.completion_quantity)
        if not node.outgoing:
            self.quiet.append(scope)

    def _chosen(self, scope: int, node: Node) -> tuple[str, ...]:
        flows = [self.graph.flows[name] for name in node.outgoing]
        if node.kind not in CHOOSING or (not node.default and all(flow.condition is None for flow in flows)):
            return node.outgoing[:1] if node.kind == "exclusiveGateway" else node.outgoing
        one = node.kind == "exclusiveGateway"
        plain = {flow.id for flow in flows if flow.condition is None and flow.id != node.default}
        taken = self._holding(scope, [flow for flow in flows if flow.id != node.default], first=one)
        if not taken and node.default and not (one and plain):
            taken = {node.default}
        if not taken and not plain:
            raise ProcessError(
                _("No way leads on from {element}: none of its conditions holds and it has no default flow."),
                element=f"{node.name} ({node.id})",
            )
        return tuple(flow for flow in node.outgoing if flow in taken or (flow in plain and not one))

    def _holding(self, scope: int, flows: list[Flow], *, first: bool) -> set[str]:
        """The flows whose condition holds; of an exclusive gateway the first, where one without condition holds."""
        context = self.variables(scope)
        taken: set[str] = set()
        for flow in flows:
            holds = first if flow.condition is None else self.value(flow.condition, context, flow.id) is True
            if holds:
                taken.add(flow.id)
                if first:
                    break
        return taken

    def arm(self, number: int, node: Node) -> None:
        """Lets a token wait for an event."""
        token = self.tokens[number]
        context = self.variables(number)
        armed = dict(token.armed)
        for key, trigger in awaited(node):
            formula = trigger.correlation
            armed[key] = self.text(formula, context, node.id) if formula is not None else ""
            self.changed |= trigger.kind == "conditional"
            if trigger.kind == "timer":
                self.effects.append(Armed(number, node.id, context, place_of(key)))
        self.tokens[number] = replace(token, armed=armed)

    def open(self, scope: int, name: str) -> None:
        """A scope begins: its event sub-processes listen, each by a token on its start event."""
        for start in self.wiring.listeners.get(name, ()):
            self.arm(self.place(scope, start, "", waiting=False).id, start)

    def begin_scope(self, scope: int, name: str) -> None:
        """Starts what a scope begins with; one without anything ends at once."""
        self.open(scope, name)
        for node in self.wiring.beginnings(name):
            if node.kind == "startEvent":
                self.note("passed", node.id)
                self.saw("entered", node)
                self.saw("completed", node)
                self.leave(scope, node)
            else:
                self.arrivals.append((scope, node, ""))
        self.quiet.append(scope)
