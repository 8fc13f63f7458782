"""Activities in the token game: begun, completed, repeated for several instances, failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.board import Board
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import CALLS, Loop, Node
from tongban.engines.processes.marking import ROOT, Opened, Rounds, Token

MAX_INSTANCES = 1_000


class Activities(Board):
    """What happens at tasks, sub-processes and calls."""

    def begin(self, scope: int, node: Node, flow: str) -> None:
        """A token arrives at an activity."""
        token = self.place(scope, node, flow)
        if node.kind not in ("manualTask", "scriptTask"):
            for name in node.boundaries:
                if self.graph.nodes[name].trigger.kind in ("timer", "message"):
                    self.arm(token.id, self.graph.nodes[name])
        if node.loop is None:
            self._work(token.id, node)
        else:
            self._begin_rounds(token.id, node, node.loop)

    def _work(self, number: int, node: Node) -> None:
        context = self.variables(number)
        if node.kind == "manualTask":
            self.complete(number, {})
        elif node.kind == "scriptTask":
            self.complete(number, self._script(node, context))
        else:
            self.note("entered", node.id, self.tokens[number].flow)
            self._open(number, node, context)

    def _open(self, number: int, node: Node, context: Mapping[str, Any]) -> None:
        inputs = {one.target: self.value(one.source, context, node.id) for one in node.inputs}
        if node.kind == "subProcess":
            self.write(number, inputs)
            for entry in self.graph.entries(node.id):
                self.note("passed", entry.id)
                self.leave(number, entry)
        elif node.kind == "receiveTask":
            self.arm(number, node)
        elif node.kind == "callActivity":
            given = inputs if node.inputs else context
            self.effects.append(Opened("process", self.tokens[number], given, context))
        else:
            self.effects.append(Opened("call" if node.kind in CALLS else "task", self.tokens[number], inputs, context))

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

    def complete(self, number: int, patch: Mapping[str, Any]) -> None:
        """An activity has done its work: only the keys that the patch names are written."""
        token = self.tokens[number]
        node = self.graph.nodes[token.node]
        values = self.outputs(node, number, patch)
        if token.loop is not None:
            self._complete_round(token, node, values)
            return
        del self.tokens[number]
        self.write(token.parent, values)
        self.note("completed", node.id, data=values)
        self.leave(token.parent, node)

    def outputs(self, node: Node, number: int, patch: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a node writes: its output mapping over the patch, else the patch as it is."""
        if not node.outputs:
            return patch
        context = self.variables(number) | dict(patch)
        return {one.target: self.value(one.source, context, node.id) for one in node.outputs}

    def settle(self, scope: int) -> None:
        """Ends a scope in which nothing is left."""
        if not self.alive(scope) or not self.empty(scope):
            return
        if scope == ROOT:
            self.finished("completed")
        else:
            self.complete(scope, {})

    # Several instances

    def _begin_rounds(self, number: int, node: Node, loop: Loop) -> None:
        items = self._items(node, loop, self.variables(number))
        self.tokens[number] = replace(self.tokens[number], rounds=Rounds(items))
        self._next_rounds(number, node, loop)

    def _next_rounds(self, number: int, node: Node, loop: Loop) -> None:
        rounds = self.tokens[number].rounds or Rounds(())
        first, count = rounds.following, len(rounds.items)
        last = min(first + 1, count) if loop.sequential else count
        self.tokens[number] = replace(self.tokens[number], rounds=replace(rounds, following=last))
        begun = [self._round(number, node, loop, index, rounds.items[index]) for index in range(first, last)]
        for inner in begun:
            if inner in self.tokens:
                self._work(inner, node)
        if not begun:
            self._gather(number, node, loop)

    def _round(self, number: int, node: Node, loop: Loop, index: int, item: Any) -> int:
        token = self.place(number, node, "")
        local = {"loopCounter": index, loop.item: item} if loop.collection is not None else {"loopCounter": index}
        self.tokens[token.id] = replace(token, loop=index, local=local)
        return token.id

    def _items(self, node: Node, loop: Loop, context: Mapping[str, Any]) -> tuple[Any, ...]:
        formula = loop.collection or loop.cardinality
        found = self.value(formula, context, node.id) if formula is not None else None
        if loop.cardinality is not None:
            whole = isinstance(found, Decimal) and found == found.to_integral_value() and 0 <= found <= MAX_INSTANCES
            found = [None] * int(found) if isinstance(found, Decimal) and whole else None
        if not isinstance(found, list) or len(found) > MAX_INSTANCES:
            raise ProcessError(
                _("How many instances of {element}? Expected a list or a whole number up to {most}."),
                element=f"{node.name} ({node.id})",
                most=MAX_INSTANCES,
            )
        return tuple(found)

    def _complete_round(self, token: Token, node: Node, values: Mapping[str, Any]) -> None:
        loop, host = node.loop, self.tokens[token.parent]
        if loop is None or host.rounds is None:
            return
        del self.tokens[token.id]
        result = {**(token.local or {}), **values}
        self.note("completed", node.id, data=result)
        results = sorted([*host.rounds.results, result], key=lambda one: int(one["loopCounter"]))
        self.tokens[host.id] = replace(host, rounds=replace(host.rounds, results=tuple(results)))
        if self._enough(host.id, node, loop):
            self.clear(host.id)
            self._gather(host.id, node, loop)
        elif loop.sequential or self.empty(host.id):
            self._next_rounds(host.id, node, loop)

    def _enough(self, number: int, node: Node, loop: Loop) -> bool:
        rounds = self.tokens[number].rounds
        if loop.completion is None or rounds is None:
            return False
        active = sum(1 for token in self.tokens.values() if token.parent == number)
        context = self.variables(number) | {
            loop.collect: list(rounds.results),
            "numberOfInstances": len(rounds.items),
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": len(rounds.results),
        }
        return self.value(loop.completion, context, node.id) is True

    def _gather(self, number: int, node: Node, loop: Loop) -> None:
        token = self.tokens.pop(number)
        results = [dict(one) for one in token.rounds.results] if token.rounds is not None else []
        self.write(token.parent, {loop.collect: results})
        self.note("gathered", node.id, token.flow, {loop.collect: results})
        self.leave(token.parent, node)

    # Errors

    def catcher(self, number: int, code: str) -> tuple[Token, Node] | None:
        """Who catches an error of the activity at a token: the token it stands on and the boundary event."""
        while number != ROOT:
            token = self.tokens[number]
            if token.loop is None:
                events = [self.graph.nodes[name] for name in self.graph.nodes[token.node].boundaries]
                fitting = [e for e in events if e.trigger.kind == "error" and e.trigger.name in (code, "")]
                if fitting:
                    return token, max(fitting, key=lambda event: event.trigger.name == code)
            number = token.parent
        return None

    def throw_error(self, number: int, code: str) -> None:
        """An error leaves the activity at a token (ROOT: the process); uncaught, it ends the process."""
        caught = self.catcher(number, code)
        if caught is None:
            self.clear(ROOT)
            self.finished("failed", code)
            return
        token, event = caught
        self.clear(token.id)
        self.drop(token.id)
        self.note("caught", event.id, data={"error": code})
        self.leave(token.parent, event)
