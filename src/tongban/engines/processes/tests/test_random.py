"""Properties of runs of random block-structured models."""

import random
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tongban.engines.processes import api, layout, models, soundness
from tongban.engines.processes.tests.building import Player, at_work, done, started
from tongban.engines.processes.tests.random_models import BLOCKS, build, patch_of, run

CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
SEEDS = st.integers(0, 2**32)


def decided(conditions: list[str], seed: int) -> dict[str, bool]:
    choose = random.Random(seed)  # noqa: S311
    return {name: choose.random() < 0.5 for name in conditions}


@settings(max_examples=120, **CALM)
@given(block=BLOCKS, seed=SEEDS)
def test_every_run_ends_and_leaves_nothing(block: object, seed: int):
    model, conditions = build(block)
    _, _, status, left = run(model, decided(conditions, seed), seed)
    assert (status, left) == ("completed", 0)


@settings(max_examples=100, **CALM)
@given(block=BLOCKS, seed=SEEDS)
def test_the_order_of_completions_changes_neither_the_work_nor_the_data(block: object, seed: int):
    model, conditions = build(block)
    data = decided(conditions, seed)
    assert run(model, data, seed) == run(model, data, seed + 1) == run(model, data, seed + 2)


@settings(max_examples=80, **CALM)
@given(block=BLOCKS)
def test_a_block_structured_model_is_found_sound(block: object):
    found = [
        one for one in soundness.findings(build(block)[0]) if one.code in ("deadlock", "unsafe", "dead", "endless")
    ]
    assert found == []


@settings(max_examples=60, **CALM)
@given(block=BLOCKS)
def test_our_layout_places_every_shape_once_and_apart_from_the_others(block: object):
    model, _ = build(block)
    assert model.scene is not None
    drawn = layout.diagram(model.scene)
    assert set(drawn.shapes) == set(model.nodes)
    assert set(drawn.lines) == set(model.flows)
    for scope in model.children.values():
        boxes = [drawn.shapes[node.id] for node in scope]
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                assert (
                    one.x + one.width <= other.x or other.x + other.width <= one.x
                    or one.y + one.height <= other.y or other.y + other.height <= one.y
                )  # fmt: skip


class Stored(TestCase):
    @settings(max_examples=40, **CALM)
    @given(block=BLOCKS, seed=SEEDS)
    def test_rows_read_again_at_each_step_are_the_same_as_in_memory(self, block: object, seed: int):
        model, conditions = build(block)
        data, order, visits = decided(conditions, seed), random.Random(seed), Counter[str]()  # noqa: S311
        player = Player(model, **data)
        started(model, **data)
        for _step in range(60):
            assert at_work() == player.work
            stored = list(models.Token.objects.order_by("number").values_list("number", "parent", "node", "waiting"))
            held = sorted((t.id, t.parent, t.node, t.waiting) for t in player.marking.tokens.values())
            assert stored == held
            if not player.work:
                break
            element = order.choice(player.work)
            index = order.randrange(player.work.count(element))
            patch = patch_of(element, visits)
            player.do(element, index, **patch)
            done(element, index=index, **patch)
        found = api.state("case-1")[0]
        assert (found.status, found.variables) == (player.marking.status, player.marking.data)
        kinds = Counter(event.kind for event in api.history("case-1"))
        assert kinds == Counter(note.kind for note in player.notes)
