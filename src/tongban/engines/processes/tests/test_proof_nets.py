"""Properties of runs of random sound models without block structure."""

from hypothesis import given

from tongban.engines.processes import soundness
from tongban.engines.processes.tests.proving import SEEDS, examples
from tongban.engines.processes.tests.random_nets import NETS, build
from tongban.engines.processes.tests.random_runs import Steady, run_anyhow


@examples(60)
@given(shape=NETS)
def test_a_net_grown_by_sound_steps_is_found_sound(shape):
    codes = {one.code for one in soundness.findings(build(shape))}
    assert not codes & {"deadlock", "unsafe", "endless"}


@examples(80)
@given(shape=NETS, seed=SEEDS)
def test_every_run_of_a_net_ends_and_leaves_nothing(shape, seed: int):
    player = run_anyhow(build(shape), {}, seed)
    assert (player.marking.status, dict(player.marking.tokens)) == ("completed", {})


@examples(60)
@given(shape=NETS, seed=SEEDS)
def test_the_order_of_completions_changes_nothing_in_a_net(shape, seed: int):
    model = build(shape)
    first, *others = (Steady(model, {}, seed, order).run() for order in (1, 2, 3))
    assert first[2:] == ("completed", 0)
    assert others == [first, first]
