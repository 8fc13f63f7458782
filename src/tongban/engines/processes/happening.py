"""Events that occur: at boundaries, in the flow, before event sub-processes; errors and escalations that are caught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tongban.engines.processes.graph import Node, Trigger
from tongban.engines.processes.marking import ROOT, Escalated, Token
from tongban.engines.processes.rounds import Repeating
from tongban.engines.processes.wiring import element_of, gathers, spots

MET = "true"  # the armed key of a condition that held when it was last looked at


class Happening(Repeating):
    """What catching an event does."""

    def occur(self, number: int, key: str, patch: Mapping[str, Any], *, stays: bool = False) -> None:
        """What a token was armed for under `key` occurs. `stays`: a timer that does not interrupt goes on running."""
        token = self.tokens[number]
        event, trigger = self.wiring.trigger(key)
        if event.kind == "receiveTask" and token.node == event.id:
            self.saw("caught", event, token.loop)
            self.complete(number, patch)
            return
        values = self.outputs(event, number, patch)
        if gathers(event):
            self._disarm(number, key)
            if self._open(number, event):
                self.note("heard", event.id, data=values, token=number)
                self.write(token.parent, values)
                return
        self.note("fired" if trigger.kind == "timer" else "caught", event.id, data=values, token=number)
        if event.kind == "startEvent":
            self._remain(number, event, trigger, key, stays=stays)
            self.trigger(token.parent, event, values)
            return
        if token.node != event.id:
            self.saw("entered", event)
        self.saw("caught", event)
        if event.attached_to:
            self._leave_by(token, event, trigger, key, values, stays=stays)
        else:
            self._take_up(token, event, values)

    def _caught(self, event: Node) -> None:
        self.saw("entered", event)
        self.saw("caught", event)

    def _open(self, number: int, event: Node) -> list[str]:
        """The triggers of an event for which a token is still armed, by their keys."""
        token = self.tokens.get(number)
        return [key for key in token.armed if element_of(key) == event.id] if token is not None else []

    def _disarm(self, number: int, key: str) -> None:
        token = self.tokens[number]
        self.tokens[number] = replace(token, armed={name: held for name, held in token.armed.items() if name != key})

    def _remain(self, number: int, event: Node, trigger: Trigger, key: str, *, stays: bool) -> None:
        """What an event that does not interrupt goes on waiting for."""
        token = self.tokens[number]
        if gathers(event):
            self.arm(number, event)
        elif trigger.kind == "timer" and not stays:
            self._disarm(number, key)
        elif trigger.kind == "conditional":
            self.tokens[number] = replace(token, armed={**token.armed, key: MET})

    def _leave_by(
        self, token: Token, event: Node, trigger: Trigger, key: str, values: Mapping[str, Any], *, stays: bool
    ) -> None:
        """The way on from an activity by its boundary event."""
        if event.interrupting:
            self.clear(token.id)
            self.drop(token.id)
        else:
            self._remain(token.id, event, trigger, key, stays=stays)
        self.write(token.parent, values)
        self.saw("completed", event)
        self.leave(token.parent, event)

    def _take_up(self, token: Token, event: Node, values: Mapping[str, Any]) -> None:
        """The way on from an event in the flow; a gateway that begins the process waits for all of its events."""
        here = self.graph.nodes[token.node]
        others = {key: held for key, held in token.armed.items() if element_of(key) != event.id}
        if here.id != event.id and here.instantiating and here.every and others:
            self.tokens[token.id] = replace(token, armed=others)
        else:
            if here.id != event.id:
                self.note("passed", here.id, token.flow, token=token.id)
                self.saw("completed", here)
            del self.tokens[token.id]
        self.write(token.parent, values)
        self.saw("completed", event)
        self.leave(token.parent, event)

    def trigger(self, scope: int, start: Node, values: Mapping[str, Any]) -> None:
        """An event sub-process begins in its scope; one that interrupts ends everything else there."""
        if start.interrupting:
            self.clear(scope, records=True)
        self.write(scope, values)
        inner = self.graph.nodes[start.scope]
        token = self.place(scope, inner, "")
        self.note("entered", inner.id, token=token.id)
        self.saw("entered", inner)
        self._caught(start)
        self.open(token.id, inner.id)
        self.saw("completed", start)
        self.leave(token.id, start)

    def conditions(self) -> bool:
        """Whether a condition became true that a token waits for; the first such event occurs."""
        if not self.wiring.conditional or self.status != "running":
            return False
        for token in list(self.tokens.values()):
            for key, held in token.armed.items():
                event, trigger = self.wiring.trigger(key)
                if trigger.condition is None:
                    continue
                true = self.value(trigger.condition, self.variables(token.id), event.id) is True
                if true and held != MET:
                    self.occur(token.id, key, {})
                    return True
                if not true and held == MET:
                    self.tokens[token.id] = replace(token, armed={**token.armed, key: ""})
                    return True
        return False

    # Errors and escalations

    def catcher(self, number: int, kind: str, code: str) -> tuple[int, Node] | None:
        """Who catches what leaves the activity or scope at a token: the activity with a boundary event, or the scope
        with an event sub-process, and the event. The nearest around it; there, the code before one that catches all.
        """
        inside = ""
        while True:
            found = self._nearest(number, self._guards(number, inside), kind, code)
            if found is not None or number == ROOT:
                return (number, found) if found is not None else None
            token = self.tokens[number]
            node = self.graph.nodes[token.node]
            if token.loop is None and token.done is None:
                found = self._nearest(number, (self.graph.nodes[name] for name in node.boundaries), kind, code)
                if found is not None:
                    return number, found
            inside = node.id if node.triggered else ""
            number = token.parent

    def _guards(self, number: int, inside: str) -> Iterator[Node]:
        """The starts of the event sub-processes that still stand ready in a scope; none in itself."""
        token = self.tokens[number] if number != ROOT else None
        if token is not None and (token.done is not None or (token.rounds is not None and token.loop is None)):
            return
        ready = self.wiring.guards.get(token.node if token is not None else "", ())
        if ready and not self._interrupted(number):
            yield from (start for start in ready if start.scope != inside)

    def _interrupted(self, scope: int) -> bool:
        inner = (self.graph.nodes[one.node] for one in self.tokens.values() if one.parent == scope)
        return any(
            node.triggered and any(start.interrupting for start in self.graph.entries(node.id)) for node in inner
        )

    def _nearest(self, number: int, events: Iterable[Node], kind: str, code: str) -> Node | None:
        """The event that catches at a token: the one of this code before one of any."""
        fitting = [
            (trigger.name == code, event)
            for event in events
            for key, trigger in spots(event)
            if trigger.kind == kind and trigger.name in (code, "") and self._still(number, event, key, kind)
        ]
        exact = [event for same, event in fitting if same]
        return next(iter(exact or [event for _, event in fitting]), None)

    def _still(self, number: int, event: Node, key: str, kind: str) -> bool:
        """Whether an event still waits for a trigger. Where all must occur, what ends the activity, an error, is caught
        only as the last of them: after it nothing would be left to wait with.
        """
        if not gathers(event):
            return True
        waiting = self._open(self.listening(number, event), event)
        return key in waiting and (kind == "escalation" or len(waiting) == 1)

    def listening(self, number: int, event: Node) -> int:
        """The token that is armed for a boundary event, or for the start of an event sub-process in a scope."""
        if event.attached_to:
            return number
        return next((one.id for one in self.tokens.values() if (one.parent, one.node) == (number, event.id)), ROOT)

    def throw_error(self, number: int, code: str) -> None:
        """An error leaves the activity or scope at a token (ROOT: the process); uncaught, it ends the process."""
        found = self.catcher(number, "error", code)
        if found is None:
            self.clear(ROOT)
            self.finished("failed", code)
        else:
            self._handle(*found, "error", code)

    def escalate(self, number: int, code: str) -> None:
        """An escalation leaves the activity or scope at a token; uncaught, it is left to whoever called the process."""
        found = self.catcher(number, "escalation", code)
        if found is None:
            self.effects.append(Escalated(code))
        else:
            self._handle(*found, "escalation", code)

    def _handle(self, number: int, event: Node, kind: str, code: str) -> None:
        if gathers(event) and self._heard_one(self.listening(number, event), event, kind, code):
            return
        self.note("caught", event.id, data={kind: code}, token=number)
        if event.kind == "startEvent":
            self.trigger(number, event, {})
            return
        token = self.tokens[number]
        if event.interrupting or kind == "error":
            self.clear(number)
            self.drop(number)
        self._caught(event)
        self.saw("completed", event)
        self.leave(token.parent, event)

    def _heard_one(self, number: int, event: Node, kind: str, code: str) -> bool:
        """Takes note of one of several triggers; whether others are still missing. After the last one an event that
        does not interrupt waits for all of them again.
        """
        triggers = dict(spots(event))
        fitting = [key for key in self._open(number, event) if triggers[key].kind == kind]
        exact = [key for key in fitting if triggers[key].name == code]
        self._disarm(number, (exact or fitting)[0])
        if self._open(number, event):
            self.note("heard", event.id, data={kind: code}, token=number)
            return True
        if not event.interrupting:
            self.arm(number, event)
        return False
