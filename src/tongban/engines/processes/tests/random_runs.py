"""Runs of random models in memory: everything that may happen to a marking, and players that choose among it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from tongban.engines.processes import api
from tongban.engines.processes.graph import Node
from tongban.engines.processes.marking import Token
from tongban.engines.processes.tests.building import Player
from tongban.engines.processes.wiring import element_of, wiring

WORK = frozenset({"userTask", "serviceTask", "businessRuleTask", "sendTask", "callActivity"})
MOST = 3_000


@dataclass(frozen=True, order=True)
class Move:
    """Something that may happen: an activity is finished or fails, or an event occurs (`key` as in `Token.armed`)."""

    kind: Literal["finish", "fail", "fire"]
    token: int
    element: str
    key: str = ""

    def play(self, player: Player, patch: dict[str, Any]) -> None:
        acts = {
            "finish": lambda game: game.finish(self.token, patch),
            "fail": lambda game: game.fail(self.token, self.key),
            "fire": lambda game: game.fire(self.token, self.key, {}),
        }
        player.play(acts[self.kind])


def working(player: Player, token: Token) -> bool:
    return (
        token.waiting and token.rounds is None and token.done is None
        and player.graph.nodes[token.node].kind in WORK and token.queue is None
    )  # fmt: skip


def moves(player: Player) -> list[Move]:
    """All that may happen now, from outside: what the model throws to itself (`own…`) is left to the model."""
    found, wires = [], wiring(player.graph)
    for token in player.marking.tokens.values():
        if working(player, token):
            found.append(Move("finish", token.id, token.node))
            found += [Move("fail", token.id, token.node, code) for code in _codes(player.graph, token)]
        for key in token.armed:
            trigger = wires.trigger(key)[1]
            if trigger.kind != "conditional" and not trigger.name.startswith("own"):
                found.append(Move("fire", token.id, element_of(key), key))
    return found


def _codes(graph: api.Graph, token: Token) -> list[str]:
    events = [graph.nodes[name] for name in graph.nodes[token.node].boundaries]
    return [event.trigger.name for event in events if event.trigger.kind == "error"]


def patch_of(element: str, visits: Counter[str]) -> dict[str, int]:
    """What completing a task writes: how often it was done. No two elements write the same key."""
    visits[element] += 1
    return {f"{element}_rounds": visits[element]}


def run_anyhow(model: api.Graph, data: dict[str, bool], seed: int) -> Player:
    """Whatever may happen happens in an order of the seed, to the end."""
    player = Player(model, **data)
    go_on(player, seed, MOST)
    return player


def go_on(player: Player, seed: int, steps: int) -> None:
    """So many steps of whatever may happen; an event beside the flow at most twice."""
    order, visits, fired = random.Random(seed), Counter[str](), Counter[str]()  # noqa: S311
    for _step in range(steps):
        chosen = [
            move for move in moves(player) if not _beside(player.graph.nodes[move.element]) or fired[move.element] < 2
        ]
        if not chosen:
            break
        move = order.choice(chosen)
        fired[move.element] += move.kind == "fire"
        move.play(player, patch_of(move.element, visits))


def _beside(node: Node) -> bool:
    return node.kind in ("boundaryEvent", "startEvent")


class Steady:
    """A player who decides by element alone, so that the order of what is concurrent changes nothing that it decides.

    Events beside the flow occur as soon as they can, once at each token, or never.
    """

    def __init__(self, model: api.Graph, data: dict[str, bool], seed: int, order: int) -> None:
        self.seed, self.order = seed, random.Random(order)  # noqa: S311
        self.player, self.visits, self.work = Player(model, **data), Counter[str](), Counter[str]()
        self.fired: set[tuple[int, str]] = set()

    def share(self, element: str) -> float:
        return random.Random(f"{self.seed} {element}").random()  # noqa: S311

    def wanted(self) -> list[Move]:
        """What may be done next, in any order; what must come first comes alone."""
        found: dict[int, list[Move]] = {}
        for move in moves(self.player):
            node = self.player.graph.nodes[move.element]
            if move.kind == "fire" and _beside(node):
                if self.share(move.element) < 0.4 and (move.token, move.key) not in self.fired:
                    return [move]
            else:
                found.setdefault(move.token, []).append(move)
        return [self.chosen(some) for some in found.values()]

    def chosen(self, some: list[Move]) -> Move:
        """One of the ways on that a token has: of a gateway's events one, of a task's ends one."""
        return min(some, key=lambda move: (self.share(f"{move.kind} {move.element}"), move))

    def run(self) -> tuple[Counter[str], dict[str, Any], str, int]:
        """Work done, data, status, tokens left."""
        for _step in range(MOST):
            some = self.wanted()
            if not some:
                break
            move = self.order.choice(some)
            self.fired.add((move.token, move.key))
            self.work[move.element] += 1
            move.play(self.player, patch_of(move.element, self.visits))
        marking = self.player.marking
        data = {key: value for key, value in marking.data.items() if not isinstance(value, list)}
        return self.work, data, marking.status, len(marking.tokens)
