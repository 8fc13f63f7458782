"""The game with hands: tokens that people put and take, after which the process moves on by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game
from tongban.engines.processes.graph import Node
from tongban.engines.processes.marking import Rounds

MOST = 1_000


class Hands(Game):
    """Moves of a marking that no step of the model makes."""

    def back(self, parent: int, target: Node, gone: Iterable[int]) -> None:
        """Takes tokens away with all that they hold, and puts one on the target."""
        for number in gone:
            self.take(number)
        self.arrivals.append((parent, target, ""))
        self._run()

    def take(self, number: int) -> None:
        """Takes one token away, and what it holds."""
        self.clear(number)
        self.drop(number)

    def put(self, parent: int, node: Node, flow: str) -> None:
        """Puts a token on a node, or lets one arrive by a flow."""
        self.arrivals.append((parent, node, flow))
        self._run()

    def add(self, number: int, item: Any) -> None:
        """One more instance of the multi-instance activity at a token."""
        host = self.tokens[number]
        node = self.graph.nodes[host.node]
        if host.rounds is None or node.loop is None:
            raise ProcessError(_("{element} is not done by several."), element=f"{node.name} ({node.id})")
        if len(host.rounds.items) >= MOST:
            raise ProcessError(_("No more than {most} can take part."), most=MOST)
        items = (*host.rounds.items, item)
        self.tokens[number] = replace(host, rounds=replace(host.rounds, items=items))
        if not node.loop.sequential:
            self._next_rounds(number, node, node.loop)
        self._run()

    def enter_as(self, number: int, parent: int, node: Node) -> None:
        """Puts a token on an activity under the number by which it was known when it stood there before."""
        following, self.following = self.following, number
        self.enter(parent, node, "")
        self.following = following

    def reopen(self, number: int, rounds: Rounds, open_ones: Iterable[int]) -> bool:
        """Several work at a token again, with the given rounds, of which `open_ones` begin anew. Whether the answers
        that are left would end the step by themselves; then nothing is played.
        """
        host = self.tokens[number] = replace(self.tokens[number], rounds=rounds)
        node = self.graph.nodes[host.node]
        if node.loop is None:
            return True
        begun = [self._round(number, node, node.loop, index, rounds.items[index]) for index in open_ones]
        if rounds.results and self._enough(number, node, node.loop):
            return True
        self.saw("entered", node)
        for inner in begun:
            self._work(inner, node)
        self._run()
        return False
