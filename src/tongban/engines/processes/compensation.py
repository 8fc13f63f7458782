"""Compensation: what has completed is undone once, in reverse order, each by its handler.

An activity that can be undone leaves its token behind when it completes (`Token.done`). A compensation is a token whose
`queue` names what it has yet to undo. The handler works inside the token of what it undoes, so that it sees the data
which that left.
"""

from __future__ import annotations

from dataclasses import replace

from tongban.engines.processes.graph import ACTIVITIES, Node, Trigger
from tongban.engines.processes.happening import Happening
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.wiring import holds


class Compensating(Happening):
    """Undoing, and transactions that are cancelled."""

    def compensate(self, token: Token, node: Node, triggers: list[Trigger]) -> None:
        """A token that throws compensation begins to undo; it goes on at once when none of its triggers waits."""
        queue = tuple(dict.fromkeys(one for trigger in triggers for one in self._sought(token.parent, trigger.name)))
        waits = any(trigger.wait for trigger in triggers)
        self.tokens[token.id] = replace(token, waiting=waits, queue=queue)
        if not waits:
            self.thrown(token.parent, node)
        self._advance(token.id)

    def thrown(self, scope: int, node: Node) -> None:
        """The way on from an event that has thrown."""
        self.saw("completed", node)
        self.leave(scope, node)

    def _sought(self, scope: int, target: str) -> list[int]:
        """What is to be undone: the activity that is named, else the scope's; an event sub-process undoes for the
        scope that holds it too.
        """
        if target:
            home = self.graph.nodes[target].scope if target in self.graph.nodes else ""
            while scope != ROOT and (self.tokens[scope].node != home or self._whole(self.tokens[scope])):
                scope = self.tokens[scope].parent
            return self._records([scope], target)
        inner = scope != ROOT and self.graph.nodes[self.tokens[scope].node].triggered
        return self._records([scope, self.tokens[scope].parent] if inner else [scope], "")

    def _records(self, scopes: list[int], target: str) -> list[int]:
        """What has completed and nobody undoes yet, the last first."""
        taken = {number for token in self.tokens.values() for number in token.queue or ()}
        found = [
            token for token in self.tokens.values()
            if token.parent in scopes and token.done is not None and token.id not in taken
            and target in ("", token.node)
        ]  # fmt: skip
        return [token.id for token in sorted(found, key=lambda token: -(token.done or 0))]

    def _whole(self, token: Token) -> bool:
        """Whether a token stands for all instances or passes of an activity."""
        node = self.graph.nodes[token.node]
        return token.loop is None and holds(node) and (node.loop is not None or node.repeat is not None)

    def _advance(self, number: int) -> None:
        """Undoes what comes next; at the end the compensation is over."""
        while self.tokens[number].queue:
            token = self.tokens[number]
            first, *rest = token.queue or ()
            if first in self.tokens and self._undo(self.tokens[first]):
                return
            self.tokens[number] = replace(token, queue=tuple(rest))
        self._over(self.tokens[number])

    def _undo(self, record: Token) -> bool:
        """Begins to undo what has completed; false when there is nothing to do about it."""
        handler = self.wiring.handlers.get(record.node)
        start = self.wiring.undoing(record.node)
        if not self._whole(record):
            if handler is not None:
                self.arrivals.append((record.id, handler, ""))
                return True
            if start is not None:
                self.note("caught", start.id, token=record.id)
                self.trigger(record.id, start, {})
                return True
        inner = self._records([record.id], "")
        if inner:
            token = self.place(record.id, self.graph.nodes[record.node], "", waiting=False)
            self.tokens[token.id] = replace(token, queue=tuple(inner))
            self._advance(token.id)
            return True
        self.clear(record.id)
        del self.tokens[record.id]
        return False

    def _over(self, token: Token) -> None:
        node = self.graph.nodes[token.node]
        if node.trigger.kind == "cancel" and node.kind == "endEvent":
            self._leave_transaction(token.parent)
            return
        del self.tokens[token.id]
        if node.kind in ACTIVITIES or not token.waiting:
            self.quiet.append(token.parent)
        else:
            self.thrown(token.parent, node)

    def settle(self, scope: int) -> None:
        """Ends a scope in which nothing is left; one that had completed is now undone."""
        token = self.tokens.get(scope)
        if token is None or token.done is None:
            super().settle(scope)
        elif self.empty(scope):
            self._undone(token)

    def _undone(self, record: Token) -> None:
        waiting = next((one for one in self.tokens.values() if one.queue and one.queue[0] == record.id), None)
        if waiting is None:
            return  # it has completed and nobody undoes it
        self.note("compensated", record.node, token=record.id)
        self.saw("compensated", self.graph.nodes[record.node], record.loop)
        self.clear(record.id)
        del self.tokens[record.id]
        self.tokens[waiting.id] = replace(waiting, queue=(waiting.queue or ())[1:])
        self._advance(waiting.id)

    def cancel_transaction(self, scope: int, node: Node) -> None:
        """A cancel end event: the transaction around it stops, is undone, and then left by its cancel event."""
        while scope != ROOT and self.graph.nodes[self.tokens[scope].node].kind != "transaction":
            scope = self.tokens[scope].parent
        self.clear(scope, records=True)
        token = self.place(scope, node, "", waiting=False)
        self.tokens[token.id] = replace(token, queue=tuple(self._records([scope], "")))
        self._advance(token.id)

    def _leave_transaction(self, scope: int) -> None:
        if scope == ROOT:
            self.clear(ROOT)
            self.finished("terminated")
            return
        token = self.tokens[scope]
        whole = self.tokens[token.parent] if token.loop is not None else token
        events = [self.graph.nodes[name] for name in self.graph.nodes[token.node].boundaries]
        event = self._nearest(whole.id, events, "cancel", "")
        self.clear(whole.id)
        self.drop(whole.id)
        if event is None:
            self.quiet.append(whole.parent)
            return
        self.note("caught", event.id, token=whole.id)
        self.saw("entered", event)
        self.saw("caught", event)
        self.saw("completed", event)
        self.leave(whole.parent, event)
