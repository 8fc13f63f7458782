"""The board of the token game: tokens put down and taken away; variables seen and written."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tongban.engines.processes import feel
from tongban.engines.processes.graph import Formula, Graph, Node
from tongban.engines.processes.marking import ROOT, Dropped, Effect, Ended, Marking, Note, Token
from tongban.engines.processes.wiring import wiring


class Board:
    """A working copy of a marking. `effects` are what the move asks of the world, in order.

    What is yet to be done in a move: `arrivals` of tokens at nodes, `quiet` scopes in which something has ended,
    `loops` whose next pass begins, `throws` of events. `changed`: data were written since conditions were looked at.
    """

    def __init__(self, graph: Graph, marking: Marking, at: dt.datetime) -> None:
        self.graph, self.at, self.wiring = graph, at, wiring(graph)
        self.data: dict[str, Any] = dict(marking.data)
        self.tokens: dict[int, Token] = dict(marking.tokens)
        self.following, self.status, self.error = marking.following, marking.status, marking.error
        self.effects: list[Effect] = []
        self.arrivals: deque[tuple[int, Node, str]] = deque()
        self.quiet: deque[int] = deque()
        self.loops: deque[int] = deque()
        self.throws: deque[int] = deque()
        self.changed = False

    @property
    def marking(self) -> Marking:
        return Marking(self.data, self.tokens, self.following, self.status, self.error)

    def saw(self, event: str, node: Node, loop: int | None = None) -> None:
        """Called whenever a node is entered, completed, cancelled, caught, thrown or compensated; for watchers."""

    # Tokens

    def place(self, parent: int, node: Node, flow: str, *, waiting: bool = True) -> Token:
        token = Token(self.number(), parent, node.id, flow, waiting)
        self.tokens[token.id] = token
        return token

    def number(self) -> int:
        """The next number of this instance; they never come twice."""
        self.following += 1
        return self.following - 1

    def alive(self, scope: int) -> bool:
        return self.status == "running" and (scope == ROOT or scope in self.tokens)

    def resting(self, token: Token) -> bool:
        """Whether nothing more happens at a token by itself: it has completed, or listens for its scope."""
        return token.done is not None or (not token.waiting and self.graph.nodes[token.node].kind == "startEvent")

    def drop(self, number: int) -> None:
        """Takes a token away that has not done its work."""
        token = self.tokens.pop(number)
        if token.waiting:
            self.effects.append(Dropped(token.id, token.node))
            self.note("cancelled", token.node, token=token.id)
            self.saw("cancelled", self.graph.nodes[token.node], token.loop)

    def clear(self, scope: int, *, records: bool = False) -> None:
        """Takes away everything inside a scope; `records` leaves what has completed in it to be compensated.

        A token is always younger than the one that holds it.
        """
        doomed, kept = {scope}, set[int]()
        for token in sorted(self.tokens.values(), key=lambda token: token.id):
            if records and token.done is not None and (token.parent == scope or token.parent in kept):
                kept.add(token.id)
            elif token.parent in doomed or token.parent in kept:
                doomed.add(token.id)
                self.drop(token.id)
        gone = doomed | kept
        self.arrivals = deque(arrival for arrival in self.arrivals if arrival[0] not in gone)

    def empty(self, scope: int) -> bool:
        return not any(token.parent == scope and not self.resting(token) for token in self.tokens.values()) and not any(
            arrival[0] == scope for arrival in self.arrivals
        )

    def finished(self, status: str, error: str = "") -> None:
        """Ends the process. What rests is forgotten."""
        self.status, self.error = status, error
        self.tokens = {}
        self.note("ended", "", data={"status": status} | ({"error": error} if error else {}))
        self.effects.append(Ended(status, error))

    def note(
        self,
        kind: str,
        element: str,
        flow: str = "",
        data: Mapping[str, Any] | None = None,
        *,
        token: int | None = None,
    ) -> None:
        self.effects.append(Note(kind, element, flow, data, token))

    # Variables

    def variables(self, scope: int) -> dict[str, Any]:
        """What a token sees: the process's variables, and those of the instances that hold it."""
        found: list[Mapping[str, Any]] = []
        while scope != ROOT:
            token = self.tokens[scope]
            if token.local is not None:
                found.append(token.local)
            elif token.loop is not None:
                found.append({"loopCounter": token.loop})
            scope = token.parent
        merged = dict(self.data)
        for local in reversed(found):
            merged.update(local)
        return merged

    def write(self, scope: int, patch: Mapping[str, Any]) -> None:
        """Writes the named keys and no others: into the nearest instance with data of its own, else the process."""
        self.changed |= bool(patch)
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
        return feel.text(self.value(formula, context, element))
