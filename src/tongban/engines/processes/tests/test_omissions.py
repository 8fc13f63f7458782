"""Steps left out are found, and nothing that the game plays counts as left out."""

import pytest
from hypothesis import given

from tongban.engines.processes.omissions import omitted
from tongban.engines.processes.queries import DONE
from tongban.engines.processes.tests.building import flows, graph, node, straight
from tongban.engines.processes.tests.proving import SEEDS, decided, examples
from tongban.engines.processes.tests.random_models import BLOCKS, EVENTS, build
from tongban.engines.processes.tests.random_runs import run_anyhow

FORK = graph(
    node("start", "s"), node("and", "f"), node("user", "a"), node("user", "b"), node("and", "j"), node("user", "c"),
    node("end", "e"), flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e"),
)  # fmt: skip
CHOICE = graph(
    node("start", "s"), node("xor", "f", default="f-b"), node("user", "a"), node("user", "b"), node("xor", "j"),
    node("user", "c"), node("end", "e"), flows("s>f", "f>a: go", "f>b", "a>j", "b>j", "j>c", "c>e"),
)  # fmt: skip


def test_a_step_on_the_only_way_is_missed():
    assert omitted(graph(*straight("a", "b", "c")), ["s", "a", "c", "e"]) == (("b", "c"),)


@pytest.mark.parametrize(
    ("done", "missing"),
    [(["s", "f", "a", "j", "c"], {"b"}), (["s", "f", "a"], set()), (["s", "f", "a", "b", "j", "c", "e"], set())],
)
def test_a_parallel_join_needs_all_its_branches(done: list[str], missing: set[str]):
    assert {one for one, _ in omitted(FORK, done)} == missing


def test_a_choice_needs_neither_of_its_branches():
    assert omitted(CHOICE, ["s", "f", "a", "j", "c", "e"]) == ()
    assert {one for one, _ in omitted(CHOICE, ["s", "f", "a", "j", "e"])} == {"c"}


def happened(model, seed: int, conditions) -> list[str]:
    player = run_anyhow(model, decided(conditions, seed), seed)
    return [note.element for note in player.notes if note.kind in DONE]


@examples(60)
@given(block=BLOCKS, seed=SEEDS)
def test_a_run_of_a_block_structured_model_leaves_nothing_out(block: object, seed: int):
    model, conditions = build(block)
    assert omitted(model, happened(model, seed, conditions)) == ()


@examples(60)
@given(block=EVENTS, seed=SEEDS)
def test_a_run_with_events_leaves_nothing_out(block: object, seed: int):
    model, conditions = build(block)
    assert omitted(model, happened(model, seed, conditions)) == ()
