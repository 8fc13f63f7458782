"""A crash before any SQL statement, the commit included, of random runs: nothing has happened, and again succeeds."""

import random
from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import given

from tongban.engines.processes import models
from tongban.engines.processes.tests.building import Player
from tongban.engines.processes.tests.durable import act, begin
from tongban.engines.processes.tests.proving import SEEDS, decided, examples
from tongban.engines.processes.tests.random_models import EVENTS, build
from tongban.engines.processes.tests.random_runs import moves, patch_of
from tongban.engines.processes.tests.test_faults import CrashBefore, CrashError, picture

STEPS = 6


class Undone(Exception):  # noqa: N818 (it names what happened)
    """What a database does with a transaction whose commit never came."""


def _without_commit(command, before: object) -> None:
    with transaction.atomic():
        command()
        assert picture() != before
        raise Undone


def crashing(command, *, sampled: random.Random) -> None:
    """Runs a command with a crash before some of its statements, and once with all done but the commit."""
    before = picture()
    with pytest.raises(Undone):
        _without_commit(command, before)
    assert picture() == before
    number = 0
    while True:
        crash = CrashBefore(number)
        try:
            with connection.execute_wrapper(crash):
                command()
        except CrashError:
            assert picture() == before
            number += sampled.randint(1, 4)
            continue
        assert not crash.crashed
        return


@pytest.mark.django_db
def test_a_crash_anywhere_in_a_random_run_changes_nothing():
    @examples(6)
    @given(block=EVENTS, seed=SEEDS)
    def prove(block: object, seed: int) -> None:
        with transaction.atomic():
            model, conditions = build(block)
            data, order, visits = decided(conditions, seed), random.Random(seed), Counter[str]()  # noqa: S311
            player = Player(model, **data)
            crashing(lambda: begin(model, data), sampled=order)
            instance = models.Instance.objects.get(parent=None).pk
            for _step in range(STEPS):
                chosen = moves(player)
                if not chosen:
                    break
                move = order.choice(chosen)
                patch = {} if model.nodes[move.element].kind == "callActivity" else patch_of(move.element, visits)
                move.play(player, patch)
                crashing(lambda move=move, patch=patch: act(instance, move, patch), sampled=order)
            assert sorted(models.Token.objects.filter(instance=instance).values_list("number", flat=True)) == sorted(
                player.marking.tokens
            )
            transaction.set_rollback(True)

    prove()
