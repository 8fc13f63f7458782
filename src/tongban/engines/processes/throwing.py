"""Events that throw: messages, signals, escalations, compensation; ends of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.engines.processes import joins
from tongban.engines.processes.compensation import Compensating
from tongban.engines.processes.graph import Node, Trigger
from tongban.engines.processes.marking import ROOT, Thrown, Token

LATER = frozenset({"message", "signal", "escalation", "compensation"})


class Throwing(Compensating):
    """What throwing an event does."""

    def arrive_throwing(self, scope: int, node: Node, flow: str) -> None:
        """A token arrives at an event that throws or ends: what others may hear is thrown last in a step."""
        if any(trigger.kind in LATER for trigger in node.triggers):
            self.saw("entered", node)
            self.throws.append(self.place(scope, node, flow, waiting=False).id)
            return
        self.note("passed", node.id, flow)
        self.saw("entered", node)
        if node.kind == "endEvent":
            self._end(scope, node)
            return
        catch = self.wiring.links.get((node.scope, node.trigger.name)) if node.trigger.kind == "link" else None
        if catch is None:
            self.thrown(scope, node)
            return
        self.saw("thrown", node)
        self.saw("completed", node)
        self.note("passed", catch.id)
        for event in ("entered", "caught", "completed"):
            self.saw(event, catch)
        self.leave(scope, catch)

    def _end(self, scope: int, node: Node) -> None:
        """What an end event does to its scope, after whatever it has thrown."""
        kinds = {trigger.kind: trigger.name for trigger in node.triggers}
        if kinds.keys() & {"error", "terminate", "cancel"}:
            self.saw("thrown", node)
        self.saw("completed", node)
        if "error" in kinds:
            self.throw_error(scope, kinds["error"])
        elif "cancel" in kinds:
            self.cancel_transaction(scope, node)
        else:
            if "terminate" in kinds:
                self.clear(scope)
                if scope == ROOT:
                    self.finished("terminated")
            self.quiet.append(scope)

    def throw(self, number: int) -> None:
        """Throws what waits at a token, in the order of the file."""
        token = self.tokens.get(number)
        if token is None:
            return
        node = self.graph.nodes[token.node]
        context = self.variables(number)
        data = {one.target: self.value(one.source, context, node.id) for one in node.inputs}
        self.note("thrown", node.id, token.flow, data, token=number)
        self.saw("thrown", node, token.loop)
        for trigger in node.triggers:
            if number in self.tokens:
                self._send(token, node, trigger, context, data)
        if number in self.tokens:
            self._after(token, node)

    def _after(self, token: Token, node: Node) -> None:
        undoing = [trigger for trigger in node.triggers if trigger.kind == "compensation"]
        if undoing:
            self.compensate(token, node, undoing)
            return
        del self.tokens[token.id]
        if node.kind == "sendTask":
            self.quiet.append(token.parent)  # the task itself has gone on already
        elif node.kind == "endEvent":
            self._end(token.parent, node)
        else:
            self.thrown(token.parent, node)

    def _send(
        self, token: Token, node: Node, trigger: Trigger, context: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        if trigger.kind == "message":
            formula = trigger.correlation
            key = self.text(formula, context, node.id) if formula is not None else ""
            heard = not node.properties.get("participant") and self.hear(trigger.name, key, data)
            self.effects.append(Thrown(node.id, trigger.name, key, data, heard=heard))
        elif trigger.kind == "signal":
            heard = self.broadcast(trigger.name, data)
            self.effects.append(Thrown(node.id, trigger.name, "", data, "signal", heard))
        elif trigger.kind == "escalation":
            self.escalate(token.parent, trigger.name)

    def hear(self, name: str, key: str, data: Mapping[str, Any]) -> bool:
        """Gives a message to the one that has waited longest for it; whether there was one."""
        found = joins.listener(self.wiring, self.tokens, name, key)
        if found is not None:
            self.occur(*found, data)
        return found is not None

    def broadcast(self, name: str, data: Mapping[str, Any]) -> bool:
        """Gives a signal to all that wait for it now; whether there was one."""
        found = [
            (token.id, key)
            for token in self.tokens.values()
            for key in token.armed
            if (trigger := self.wiring.trigger(key)[1]).kind == "signal" and trigger.name == name
        ]
        for number, key in found:
            if number in self.tokens and key in self.tokens[number].armed:
                self.occur(number, key, data)
        return bool(found)
