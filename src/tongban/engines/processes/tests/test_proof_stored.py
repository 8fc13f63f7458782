"""What is stored is what was played: rows read again at each step are the same as in memory, and so is the history."""

import random
from collections import Counter

from hypothesis import given
from hypothesis.extra.django import TestCase

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import Player
from tongban.engines.processes.tests.durable import act, begin, stored
from tongban.engines.processes.tests.proving import SEEDS, decided, examples
from tongban.engines.processes.tests.random_models import BLOCKS, EVENTS, build
from tongban.engines.processes.tests.random_nets import NETS
from tongban.engines.processes.tests.random_nets import build as net
from tongban.engines.processes.tests.random_runs import moves, patch_of

STEPS = 25


Line = tuple[str, str, str, int | None]


def lines(instance: int) -> list[Line]:
    found = models.History.objects.filter(instance=instance).order_by("id")
    return list(found.values_list("kind", "element", "flow", "token"))


def open_work(instance: int) -> set[tuple[int, str]]:
    """What the tables say is open: tasks and calls, by token and element."""
    here = models.Task.objects.filter(instance=instance, state="open").values_list("token", "element")
    calls = models.Call.objects.filter(instance=instance, state__in=["requested", "failed"])
    return {*here, *calls.values_list("token", "element")}


def folded(model: api.Graph, events: list[Line]) -> set[tuple[int, str]]:
    """The same, from the lines of the history alone."""
    found: set[tuple[int, str]] = set()
    for kind, element, _flow, token in events:
        if element not in model.nodes or model.nodes[element].kind not in ("userTask", "serviceTask") or token is None:
            continue
        if kind == "entered":
            found.add((token, element))
        elif kind in ("completed", "cancelled"):
            found.discard((token, element))
    return found


def both(model: api.Graph, data: dict[str, bool], seed: int) -> None:
    """Plays a run in memory and on rows side by side."""
    order, visits = random.Random(seed), Counter[str]()  # noqa: S311
    player, instance = Player(model, **data), begin(model, data)
    for _step in range(STEPS):
        marking, kept = player.marking, stored(instance)
        assert (kept.tokens, kept.data, kept.following) == (marking.tokens, marking.data, marking.following)
        assert (kept.status, kept.error) == (marking.status, marking.error)
        written = lines(instance)
        assert written == [(note.kind, note.element, note.flow, note.token) for note in player.notes]
        assert folded(model, written) == open_work(instance)
        chosen = moves(player)
        if not chosen:
            break
        move = order.choice(chosen)
        patch = {} if model.nodes[move.element].kind == "callActivity" else patch_of(move.element, visits)
        move.play(player, patch)
        act(instance, move, patch)


class Stored(TestCase):
    @examples(25)
    @given(block=BLOCKS, seed=SEEDS)
    def test_rows_and_history_are_the_same_as_in_memory_at_each_step(self, block: object, seed: int):
        model, conditions = build(block)
        both(model, decided(conditions, seed), seed)

    @examples(40)
    @given(block=EVENTS, seed=SEEDS)
    def test_rows_and_history_are_the_same_where_events_occur_and_work_is_undone(self, block: object, seed: int):
        model, conditions = build(block)
        both(model, decided(conditions, seed), seed)

    @examples(20)
    @given(shape=NETS, seed=SEEDS)
    def test_rows_and_history_are_the_same_without_block_structure(self, shape, seed: int):
        both(net(shape), {}, seed)
