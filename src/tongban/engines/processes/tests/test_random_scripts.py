"""Whatever a script does, tokens hang together, what ends leaves nothing, and whatever is entered is left once."""

import random
from collections import Counter

import pytest

from tongban.engines.processes import api
from tongban.engines.processes.runs import playing
from tongban.engines.processes.runs.steps import Advance, Cancel, Complete, Leave, Message, Signal, Start, Step
from tongban.engines.processes.runs.world import World
from tongban.engines.processes.tests.building import AT
from tongban.engines.processes.tests.test_stored_constructs import MODELS

SCOPED = ("userTask", "scriptTask", "subProcess", "transaction")


def script(model: api.Graph, seed: int) -> list[Step]:
    """Steps of every kind, most of them completions."""
    order = random.Random(seed)  # noqa: S311
    tasks = [node.id for node in model.nodes.values() if node.kind in SCOPED]
    kinds = [
        lambda: Complete(order.choice(tasks), {f"{order.choice(tasks)}_rounds": order.randint(0, 2)}),
        lambda: order.choice([Message("news"), Signal("alarm"), Signal("bell")]),
        lambda: Leave(order.choice(["error", "escalation"]), order.choice(["up", "broken"]), order.choice(tasks)),
        lambda: order.choice([Advance("PT30M"), Advance("PT2H"), Start(model.key), Cancel()]),
    ]
    return [order.choices(kinds, (12, 3, 1, 1))[0]() for _ in range(order.randint(3, 30))]


@pytest.mark.parametrize("name", MODELS)
def test_every_run_keeps_its_shape(name: str, monkeypatch: pytest.MonkeyPatch):
    worlds: list[World] = []

    class Kept(World):
        def __init__(self, *parts: object) -> None:
            super().__init__(*parts)
            worlds.append(self)

    monkeypatch.setattr(playing, "World", Kept)
    states = set()
    for seed in range(300):
        model = MODELS[name]
        outcome = playing.play({model.key: model}, script(model, seed), data={}, at=AT)
        states.add(outcome.state)
        inside = Counter[tuple[int, str, int | None]]()
        for line in outcome.lines:
            if line.type in SCOPED:
                inside[line.instance, line.element, line.loop] += {"entered": 1, "completed": -1, "cancelled": -1}.get(
                    line.event, 0
                )
                assert inside[line.instance, line.element, line.loop] >= 0
        for instance in worlds.pop().instances:
            tokens = instance.marking.tokens
            assert all(token.parent == 0 or token.parent in tokens for token in tokens.values())
            if not instance.running:
                assert not tokens
                assert not [place for place, count in inside.items() if place[0] == instance.number and count]
    assert {"running", "terminated", "failed"} <= states
