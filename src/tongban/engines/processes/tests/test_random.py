"""Properties of runs of random models, in memory: block-structured ones with everything that BPMN has."""

from hypothesis import given

from tongban.engines.processes import layout, soundness
from tongban.engines.processes.tests.proving import SEEDS, decided, examples
from tongban.engines.processes.tests.random_models import BLOCKS, EVENTS, build, text_of
from tongban.engines.processes.tests.random_runs import Steady, run_anyhow
from tongban.engines.processes.xml import read

UNSOUND = ("deadlock", "unsafe", "dead", "endless")


def ends_and_leaves_nothing(block: object, seed: int) -> None:
    model, conditions = build(block)
    player = run_anyhow(model, decided(conditions, seed), seed)
    assert (player.marking.status, dict(player.marking.tokens)) == ("completed", {})


def is_the_same_in_any_order(block: object, seed: int) -> None:
    model, conditions = build(block)
    data = decided(conditions, seed)
    first, *others = (Steady(model, data, seed, order).run() for order in (1, 2, 3))
    assert first[2:] == ("completed", 0)
    assert others == [first, first]


@examples(80)
@given(block=BLOCKS, seed=SEEDS)
def test_every_run_ends_and_leaves_nothing(block: object, seed: int):
    ends_and_leaves_nothing(block, seed)


@examples(120)
@given(block=EVENTS, seed=SEEDS)
def test_every_run_with_events_and_compensation_ends_and_leaves_nothing(block: object, seed: int):
    ends_and_leaves_nothing(block, seed)


@examples(50)
@given(block=BLOCKS, seed=SEEDS)
def test_the_order_of_completions_changes_neither_the_work_nor_the_data(block: object, seed: int):
    is_the_same_in_any_order(block, seed)


@examples(80)
@given(block=EVENTS, seed=SEEDS)
def test_the_order_of_completions_changes_nothing_where_events_occur_and_work_is_undone(block: object, seed: int):
    is_the_same_in_any_order(block, seed)


@examples(60)
@given(block=BLOCKS)
def test_a_block_structured_model_is_found_sound(block: object):
    found = [one for one in soundness.findings(build(block)[0]) if one.code in UNSOUND]
    assert found == []


@examples(60)
@given(block=EVENTS)
def test_a_block_structured_model_with_events_is_found_without_deadlock(block: object):
    assert [one for one in soundness.findings(build(block)[0]) if one.code == "deadlock"] == []


@examples(40)
@given(block=BLOCKS)
def test_our_layout_places_every_shape_once_and_apart_from_the_others(block: object):
    model = read(layout.layout(text_of(block)[0]), "p.bpmn")
    drawn = model.diagram
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
