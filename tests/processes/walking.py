"""Foreign processes walked by the pure game: whatever waits happens, and where a foreign text decides, a lot is drawn."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from tests.processes.corpus import STEPS, WALKS, Report, texts
from tongban.engines.processes import xml
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game, entries
from tongban.engines.processes.graph import ACTIVITIES, Flow, Formula, Graph, Node, Trigger
from tongban.engines.processes.marking import Marking
from tongban.engines.processes.wiring import element_of, wiring

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway"}
WORK = frozenset({"userTask", "serviceTask", "businessRuleTask", "sendTask", "callActivity"})


class Lots:
    """A graph in which variables drawn by lot stand for every expression of the file."""

    def __init__(self, graph: Graph) -> None:
        self.numbers = count()
        self.names: list[str] = []
        flows = dict(graph.flows)
        nodes = {name: self._node(graph, node, flows) for name, node in graph.nodes.items()}
        self.graph = replace(graph, nodes=nodes, flows=flows)

    def formula(self) -> Formula:
        self.names.append(f"lot{next(self.numbers)}")
        return Formula(self.names[-1], 0)

    def drawn(self, chance: random.Random) -> dict[str, bool]:
        return {name: chance.random() < 0.5 for name in self.names}

    def _node(self, graph: Graph, node: Node, flows: dict[str, Flow]) -> Node:
        default = node.default
        conditional = [name for name in node.outgoing if graph.flows[name].condition is not None]
        if node.kind in CHOOSING and len(node.outgoing) > 1 and (conditional or node.kind.endswith("siveGateway")):
            default = default or node.outgoing[-1]
            free = node.kind not in ACTIVITIES
            for name in node.outgoing:
                drawn = name != default and (free or name in conditional)
                flows[name] = replace(graph.flows[name], condition=self.formula() if drawn else None)
        loop, repeat = node.loop, node.repeat
        if loop is not None:
            loop = replace(loop, cardinality=Formula("2", 0), collection=None, completion=None)
        if repeat is not None:
            repeat = replace(repeat, condition=self.formula(), maximum=3)
        script = Formula("{}", 0) if node.kind == "scriptTask" else None
        return replace(
            node, default=default, loop=loop, repeat=repeat, script=script, inputs=(), outputs=(),
            triggers=tuple(self._trigger(one) for one in node.triggers),
        )  # fmt: skip

    def _trigger(self, trigger: Trigger) -> Trigger:
        condition = self.formula() if trigger.kind == "conditional" else None
        return replace(trigger, correlation=None, condition=condition)


class Walk:
    """One walk from a start of a process."""

    def __init__(self, lots: Lots, chance: random.Random) -> None:
        self.lots, self.chance, self.marking = lots, chance, Marking()
        self.fired: Counter[str] = Counter()
        starts = entries(lots.graph) or [None]
        entry = chance.choice(starts)
        self.play(lambda game: game.start(entry, lots.drawn(chance)))

    def play(self, move: Any) -> None:
        game = Game(self.lots.graph, self.marking, AT)
        game.data.update(self.lots.drawn(self.chance))
        move(game)
        self.marking = game.marking

    def outcome(self) -> str:
        """Empty when the process came to an end, else why it did not."""
        for _step in range(STEPS):
            if self.marking.status != "running":
                return (
                    ""
                    if self.marking.status in ("completed", "terminated")
                    else "ends with an error that nothing catches"
                )
            found = list(self._possible())
            if not found:
                return self._waiting()
            self.play(self.chance.choice(found))
        return f"no end after {STEPS} steps"

    def _possible(self) -> Iterator[Any]:
        """What may happen: work and what is waited for in the flow; events beside it twice at most; at last timers."""
        wires, last = wiring(self.lots.graph), []
        for token in self.marking.tokens.values():
            node = self.lots.graph.nodes[token.node]
            if (
                token.waiting
                and token.rounds is None
                and token.done is None
                and token.queue is None
                and node.kind in WORK
            ):
                yield lambda game, number=token.id: game.finish(number, {})
            for key in token.armed:
                event, trigger = wires.trigger(key)
                if trigger.kind == "conditional":
                    yield lambda game: game.message("", "", {})  # nobody hears it, but another lot is drawn
                    continue
                beside = event.attached_to or event.kind == "startEvent"
                if beside and self.fired[element_of(key)] > 1:
                    continue
                if beside or trigger.kind == "timer":
                    last.append((token.id, key))
                else:
                    yield self._firing(token.id, key)
        for number, key in last:
            yield self._firing(number, key)

    def _firing(self, number: int, key: str) -> Any:
        def fire(game: Game) -> None:
            self.fired[element_of(key)] += 1
            game.fire(number, key, {})

        return fire

    def _waiting(self) -> str:
        kinds = sorted(
            {self.lots.graph.nodes[token.node].kind for token in self.marking.tokens.values() if token.done is None}
        )
        return f"waits for ever at {', '.join(kinds)}"


def walked(graph: Graph, chance: random.Random) -> str:
    """Empty when some walk came to an end; else what most of them met."""
    lots, met = Lots(graph), Counter[str]()
    for _walk in range(WALKS):
        try:
            why = Walk(lots, chance).outcome()
        except ProcessError as error:
            why = str(error).partition(":")[0]
        if not why:
            return ""
        met[why] += 1
    return met.most_common(1)[0][0]


def report(folder: Path) -> Report:
    """Reads and walks every file of a folder."""
    found, chance = Report(), random.Random(7)  # noqa: S311
    for name, text in texts(folder):
        document = xml.load(text, name)
        found.files += 1
        found.accepted += document.accepted
        found.executable += document.accepted and document.executable
        errors = {problem.code for problem in document.problems if problem.severity == "error"}
        for code in sorted(errors):
            first = next(one.message for one in document.problems if one.code == code and one.severity == "error")
            found.refused.setdefault(code, []).append(f"{name}: {first[:160]}")
        found.warned.update({problem.code for problem in document.problems if problem.severity == "warning"})
        if document.accepted:
            _walk(found, name, document.processes, chance)
    return found


def _walk(found: Report, name: str, processes: Mapping[str, Graph], chance: random.Random) -> None:
    for key, graph in processes.items():
        if not graph.nodes:
            continue
        found.processes += 1
        why = walked(graph, chance)
        found.ended += not why
        if why:
            found.stopped.setdefault(why, []).append(f"{name} {key}")
