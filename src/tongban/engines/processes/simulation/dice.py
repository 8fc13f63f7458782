"""The game with dice: what no data decides is decided by chance; the moves are those of production."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game
from tongban.engines.processes.graph import Formula, Graph, Node
from tongban.engines.processes.marking import Marking
from tongban.engines.processes.simulation.plan import Plan

ONE_MORE, MAX_COUNT = 0.2, 50


class Odds:
    """What chance decides in one graph under a plan, worked out beforehand."""

    def __init__(self, graph: Graph, plan: Plan, prefix: str = "") -> None:
        self.prefix = prefix
        self.flows: dict[str, float] = {}
        self.counts: dict[int, tuple[int, bool]] = {}
        self.again: dict[int, float] = {}
        self.scripts: set[int] = set()
        for node in graph.nodes.values():
            self._ways(graph, node, plan)
            self._loops(node, plan)
            if node.script is not None:
                self.scripts.add(id(node.script))

    def _ways(self, graph: Graph, node: Node, plan: Plan) -> None:
        flows = [graph.flows[name] for name in node.outgoing]
        named = [flow for flow in flows if flow.condition is not None]
        known = any(self.prefix + flow.id in plan.shares for flow in flows)
        if not named or (plan.data and not known):
            return
        even = 1.0 / (len(named) + bool(node.default))
        left = sum(plan.shares.get(self.prefix + flow.id, 0.0) for flow in flows) if known else 1.0
        for flow in named:
            share = plan.shares.get(self.prefix + flow.id, 0.0) if known else even
            if node.kind == "exclusiveGateway":  # its conditions are asked in turn
                last = flow is named[-1] and not node.default
                self.flows[flow.id] = 1.0 if last else min(share / left, 1.0) if left > 0 else 0.0
                left -= share
            else:
                self.flows[flow.id] = share

    def _loops(self, node: Node, plan: Plan) -> None:
        if node.loop is not None:
            count = min(max(plan.counts.get(self.prefix + node.id, 2), 0), MAX_COUNT)
            for formula, is_list in ((node.loop.cardinality, False), (node.loop.collection, True)):
                if formula is not None:
                    self.counts[id(formula)] = (count, is_list)
        if node.repeat is not None and node.repeat.condition is not None:
            self.again[id(node.repeat.condition)] = plan.shares.get(self.prefix + node.id, ONE_MORE)


class Dicing(Game):
    """One move of a simulated case."""

    def __init__(self, graph: Graph, marking: Marking, at: dt.datetime, odds: Odds, chance: random.Random) -> None:
        super().__init__(graph, marking, at)
        self.odds, self.chance = odds, chance

    def value(self, formula: Formula, context: Mapping[str, Any], element: str) -> Any:
        """The value of an expression, or what chance says in its place; nothing where data that it needs is missing."""
        odds, mark = self.odds, id(formula)
        if element in odds.flows and element in self.graph.flows:
            return self.chance.random() < odds.flows[element]
        if mark in odds.counts:
            count, is_list = odds.counts[mark]
            return [Decimal(place) for place in range(count)] if is_list else Decimal(count)
        if mark in odds.again:
            return self.chance.random() < odds.again[mark]
        try:
            found = super().value(formula, context, element)
        except ProcessError:
            found = None
        return {} if mark in odds.scripts and not isinstance(found, dict) else found
