"""Work sent back, and instances moved to another version: what was sound stays sound."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from hypothesis import given, target
from hypothesis import strategies as st

from tongban.engines.processes import api, returns
from tongban.engines.processes.moving.mapping import carried, suggest
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.tests.building import AT, Player
from tongban.engines.processes.tests.proving import SEEDS, decided, examples
from tongban.engines.processes.tests.random_models import BLOCKS, EVENTS, REPEATABLE, build
from tongban.engines.processes.tests.random_nets import NETS
from tongban.engines.processes.tests.random_nets import build as net
from tongban.engines.processes.tests.random_runs import go_on, working

RETURNS = 6


def sent_back(player: Player, chance: random.Random) -> bool:
    """Sends some open task back to some step to which it may go; whether there was one."""
    tokens = player.marking.tokens
    open_tasks = [
        one.id for one in tokens.values() if working(player, one) and player.graph.nodes[one.node].kind == "userTask"
    ]
    choices = [(number, way) for number in open_tasks for way in returns.ways(player.graph, tokens, number)]
    if not choices:
        return False
    number, way = chance.choice(choices)
    game = Hands(player.graph, player.marking, AT)
    game.back(returns.host_of(tokens, number).parent, way.target, way.cancelled)
    player.marking = game.marking
    return True


def returned(model: api.Graph, data: dict[str, bool], seed: int) -> Player:
    """A run in which work is sent back up to so many times, then goes on to the end."""
    chance, player = random.Random(seed), Player(model, **data)  # noqa: S311
    done = 0
    for _time in range(RETURNS):
        go_on(player, chance.randrange(2**32), chance.randint(0, 4))
        done += player.marking.status == "running" and sent_back(player, chance)
    target(done)
    go_on(player, seed, 3_000)
    return player


def ends_whole(player: Player) -> None:
    assert (player.marking.status, dict(player.marking.tokens)) == ("completed", {})


def nothing_twice(player: Player) -> None:
    """No work is open twice in one scope."""
    places = Counter(
        (one.parent, one.node) for one in player.marking.tokens.values() if working(player, one) and one.loop is None
    )
    assert all(count == 1 for count in places.values()), places


@examples(80)
@given(block=BLOCKS, seed=SEEDS)
def test_a_process_whose_work_is_sent_back_ends_and_leaves_nothing(block: Any, seed: int):
    model, conditions = build(block)
    ends_whole(returned(model, decided(conditions, seed), seed))


@examples(80)
@given(block=REPEATABLE, seed=SEEDS)
def test_a_process_with_events_whose_work_is_sent_back_ends_and_leaves_nothing(block: Any, seed: int):
    model, conditions = build(block)
    ends_whole(returned(model, decided(conditions, seed), seed))


@examples(80)
@given(shape=NETS, seed=SEEDS)
def test_a_net_whose_work_is_sent_back_ends_and_does_nothing_twice(shape: Any, seed: int):
    chance, player = random.Random(seed), Player(net(shape))  # noqa: S311
    for _time in range(RETURNS):
        go_on(player, chance.randrange(2**32), chance.randint(0, 4))
        if player.marking.status == "running":
            sent_back(player, chance)
        nothing_twice(player)
    go_on(player, seed, 3_000)
    ends_whole(player)


@examples(60)
@given(block=EVENTS, seed=SEEDS, steps=st.integers(0, 12))
def test_an_instance_may_always_move_to_the_same_model_again_but_while_work_is_undone(
    block: Any, seed: int, steps: int
):
    model, conditions = build(block)
    player = Player(model, **decided(conditions, seed))
    go_on(player, seed, steps)
    if player.marking.status == "running":
        tokens, obstacles = carried(model, model, suggest(model, model), player.marking.tokens)
        assert [one for one in obstacles if not model.nodes[one.element].compensating] == []
        assert obstacles or tokens == player.marking.tokens


@examples(100)
@given(shape=NETS, other=NETS, seed=SEEDS, steps=st.integers(0, 10))
def test_an_instance_that_may_move_goes_on_soundly_in_the_other_version(shape: Any, other: Any, seed: int, steps: int):
    old, new = net(shape), net((shape[0][:1] + other[0], other[1]))
    player = Player(old)
    go_on(player, seed, steps)
    if player.marking.status != "running":
        return
    tokens, obstacles = carried(old, new, suggest(old, new), player.marking.tokens)
    target(float(not obstacles))
    if obstacles:
        return
    moved = Player(new)
    moved.marking = type(player.marking)(player.marking.data, tokens, player.marking.following)
    nothing_twice(moved)
    go_on(moved, seed, 3_000)
    ends_whole(moved)
