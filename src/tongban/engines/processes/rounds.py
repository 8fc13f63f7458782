"""Activities that are done more than once: for each item of a list, so many times, or while a condition holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.activities import Activities
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import Loop, Node, Repeat
from tongban.engines.processes.marking import ROOT, Rounds, Token

MAX_INSTANCES = 1_000


class Repeating(Activities):
    """Single, multiple and looping activities: how they begin and complete."""

    def begin(self, scope: int, node: Node, flow: str) -> None:
        """As many tokens as an activity needs have arrived at it."""
        number = self.enter(scope, node, flow)
        if node.loop is None and node.repeat is None:
            self._work(number, node)
            return
        self.saw("entered", node)
        items = self._items(node, node.loop, self.variables(number)) if node.loop is not None else ()
        self.tokens[number] = replace(self.tokens[number], rounds=Rounds(items))
        self.loops.append(number)

    def _work(self, number: int, node: Node) -> None:
        patch = self.work(number, node)
        if patch is not None:
            self.complete(number, patch)

    def complete(self, number: int, patch: Mapping[str, Any]) -> None:
        """An activity has done its work: only the keys that the patch names are written."""
        token = self.tokens[number]
        node = self.graph.nodes[token.node]
        values = self.outputs(node, number, patch)
        if token.loop is not None:
            self._complete_round(token, node, values)
            return
        self.put_away(token)
        self.write(token.parent, values)
        self.note("completed", node.id, data=values, token=token.id)
        self.sent(token, node)
        self.leave_activity(token, node)

    def settle(self, scope: int) -> None:
        """Ends a scope in which nothing is left."""
        if not self.alive(scope) or not self.empty(scope):
            return
        if scope == ROOT:
            self.finished("completed")
        elif self.tokens[scope].rounds is None and self.tokens[scope].done is None:
            self.complete(scope, {})

    def go_on(self, number: int) -> None:
        """The next pass of a loop, or the next instances of several, begin."""
        if number not in self.tokens:
            return
        node = self.graph.nodes[self.tokens[number].node]
        if node.loop is not None:
            self._next_rounds(number, node, node.loop)
        elif node.repeat is not None:
            self._next_pass(number, node, node.repeat)

    # Several instances

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
        host = self.tokens[token.parent]
        if host.rounds is None:
            return
        self.sent(token, node)
        if node.loop is None:
            self.put_away(token)
            self.write(host.id, values)
            self.note("completed", node.id, data=values, token=token.id)
            self.saw("completed", node, token.loop)
            self.loops.append(host.id)
            return
        result = {**(token.local or {}), **values}
        self.put_away(replace(token, local=result))
        self.note("completed", node.id, data=result, token=token.id)
        self.saw("completed", node, token.loop)
        results = sorted([*host.rounds.results, result], key=lambda one: int(one["loopCounter"]))
        self.tokens[host.id] = replace(host, rounds=replace(host.rounds, results=tuple(results)))
        if self._enough(host.id, node, node.loop):
            self.clear(host.id, records=True)
            self._gather(host.id, node, node.loop)
        elif node.loop.sequential or self.empty(host.id):
            self.loops.append(host.id)

    def _enough(self, number: int, node: Node, loop: Loop) -> bool:
        rounds = self.tokens[number].rounds
        if loop.completion is None or rounds is None:
            return False
        active = sum(1 for token in self.tokens.values() if token.parent == number and token.done is None)
        context = self.variables(number) | {
            loop.collect: list(rounds.results),
            "numberOfInstances": len(rounds.items),
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": len(rounds.results),
        }
        return self.value(loop.completion, context, node.id) is True

    def _gather(self, number: int, node: Node, loop: Loop) -> None:
        token = self.tokens[number]
        results = [dict(one) for one in token.rounds.results] if token.rounds is not None else []
        self._end_loop(token, node, {loop.collect: results})

    def _end_loop(self, token: Token, node: Node, values: Mapping[str, Any]) -> None:
        self.put_away(token)
        self.write(token.parent, values)
        self.note("gathered", node.id, token.flow, values, token=token.id)
        self.leave_activity(token, node)

    # Loops

    def _next_pass(self, number: int, node: Node, repeat: Repeat) -> None:
        token = self.tokens[number]
        count = token.rounds.following if token.rounds is not None else 0
        if repeat.maximum is not None and repeat.maximum < 0:
            raise ProcessError(
                _("{element} may not be done {count} times: its loopMaximum is negative."),
                element=f"{node.name} ({node.id})",
                count=repeat.maximum,
            )
        if not self._again(number, node, repeat, count):
            self._end_loop(token, node, {})
            return
        self.tokens[number] = replace(token, rounds=Rounds((), count + 1))
        inner = self.place(number, node, "")
        self.tokens[inner.id] = replace(inner, loop=count)
        self._work(inner.id, node)

    def _again(self, number: int, node: Node, repeat: Repeat, count: int) -> bool:
        if repeat.maximum is not None and count >= repeat.maximum:
            return False
        if repeat.condition is None or (count == 0 and not repeat.before):
            return True
        context = {"loopCounter": count, **self.variables(number)}
        return self.value(repeat.condition, context, node.id) is True
