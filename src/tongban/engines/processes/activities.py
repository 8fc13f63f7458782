"""Activities in the token game: begun, worked at, completed; what has completed is kept while it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import CALLS, SCOPES, Node
from tongban.engines.processes.leaving import Leaving
from tongban.engines.processes.marking import Opened, Token
from tongban.engines.processes.wiring import awaited

AT_ONCE = frozenset({"task", "manualTask", "scriptTask"})


class Activities(Leaving):
    """What happens at tasks, sub-processes and calls."""

    def enter(self, scope: int, node: Node, flow: str) -> int:
        """Puts a token on an activity and lets its boundary events listen."""
        token = self.place(scope, node, flow)
        if node.kind not in AT_ONCE or node.loop is not None or node.repeat is not None:
            for name in node.boundaries:
                if awaited(self.graph.nodes[name]):
                    self.arm(token.id, self.graph.nodes[name])
        return token.id

    def work(self, number: int, node: Node) -> Mapping[str, Any] | None:
        """The work of an activity begins; the patch that it gives when it is done at once."""
        context, token = self.variables(number), self.tokens[number]
        self.saw("entered", node, token.loop)
        if node.kind == "scriptTask":
            return self._script(node, context)
        if node.kind in AT_ONCE:
            return {}
        self.note("entered", node.id, token.flow, token=number)
        inputs = {one.target: self.value(one.source, context, node.id) for one in node.inputs}
        if node.kind in SCOPES:
            self.write(number, inputs)
            self.begin_scope(number, node.id)
        elif node.kind == "receiveTask":
            self.arm(number, node)
        elif node.kind == "callActivity":
            given = inputs if node.inputs else context
            self.effects.append(Opened("process", token, given, context))
        else:
            self.effects.append(Opened("call" if node.kind in CALLS else "task", token, inputs, context))
        return None

    def _script(self, node: Node, context: Mapping[str, Any]) -> Mapping[str, Any]:
        patch = self.value(node.script, context, node.id) if node.script is not None else {}
        if not isinstance(patch, dict):
            raise ProcessError(
                _("The script {element} must give a context such as {example}, not {value}."),
                element=node.id,
                example="{total: price * count}",
                value=repr(patch)[:80],
            )
        return patch

    def outputs(self, node: Node, number: int, patch: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a node writes: its output mapping over the patch, else the patch as it is."""
        if not node.outputs:
            return patch
        context = self.variables(number) | dict(patch)
        return {one.target: self.value(one.source, context, node.id) for one in node.outputs}

    def put_away(self, token: Token) -> None:
        """Takes the token of a completed activity from the board, or keeps it with what is needed to undo it."""
        handler = self.wiring.handlers.get(token.node)
        inside = [one for one in self.tokens.values() if one.parent == token.id]
        if handler is None and not inside and self.graph.nodes[token.node].kind not in SCOPES:
            del self.tokens[token.id]
            return
        whole = token.loop is None and self.tokens[token.id].rounds is not None
        records = [one for one in inside if one.done is not None]
        undoable = handler is not None or bool(records) or self.wiring.undoing(token.node) is not None
        if self.graph.nodes[token.node].triggered or not undoable or (whole and not records):
            self.clear(token.id)
            del self.tokens[token.id]
            return
        if handler is not None and not whole:
            self.clear(token.id)  # undone as a whole: what was inside no longer matters
        else:
            for one in inside:
                if one.done is None:
                    del self.tokens[one.id]
        kept = replace(token, waiting=False, rounds=None, armed={}, done=self.number())
        self.tokens[token.id] = kept

    def sent(self, token: Token, node: Node) -> None:
        """The message of a completed send task waits to be thrown, with the data of its instance."""
        if node.kind == "sendTask" and node.trigger.kind == "message":
            scope = self.tokens[token.parent].parent if token.loop is not None else token.parent
            letter = self.place(scope, node, "", waiting=False)
            self.tokens[letter.id] = replace(letter, local=token.local)
            self.throws.append(letter.id)

    def leave_activity(self, token: Token, node: Node) -> None:
        """The way on from a completed activity."""
        self.saw("completed", node)
        self.leave(token.parent, node)
