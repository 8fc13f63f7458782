"""Several clerks and several clocks at once: each thing happens exactly once."""

import datetime as dt
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from django.db import connection

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import AT, MESSAGE, SIGNAL, flows, graph, node, started, timer

NAMES = "abcdhk"
WIDE = graph(
    node("start", "s"), node("end", "e"), node("and", "g"), node("and", "j"), *(node("user", name) for name in NAMES),
    node("user", "z"), flows("s>g", "j>z", "z>e", *(f"g>{name}" for name in NAMES), *(f"{name}>j" for name in NAMES)),
)  # fmt: skip
CLOCK = graph(
    node("start", "s"),
    node("end", "e"),
    node("catch", "t", timer("P1D")),
    node("user", "a"),
    flows("s>t", "t>a", "a>e"),
)


STORM = 60
LATER = AT + dt.timedelta(days=2)


def clerk(seed: int, tasks: list[int]):
    def work() -> list[int]:
        order, mine = list(tasks), []
        random.Random(seed).shuffle(order)  # noqa: S311
        for task in order:
            try:
                api.complete(task=task, patch={f"by_{task}": seed}, by=f"person:{seed}", at=AT)
                mine.append(task)
            except api.AlreadyDone as error:
                if error.by == f"person:{seed}":
                    raise
        return mine

    return work


def test_clerks_who_complete_the_same_tasks_at_once_complete_each_exactly_once(shared):
    for number in range(4):
        _, step = started(WIDE, key=f"case-{number}")
        tasks = [task.id for task in step.tasks]
        found = shared(*(clerk(seed, tasks) for seed in range(3)))
        assert Counter(task for mine in found for task in mine) == Counter(tasks)
        assert [task.element for task in api.tasks(business_key=f"case-{number}", open_only=True)] == ["z"]
        assert len(api.state(f"case-{number}")[0].variables) == len(tasks)


def process(*words: str) -> subprocess.Popen[bytes]:
    """A clerk or a clock on the same database, see `worker`."""
    command = [sys.executable, "-m", "tongban.engines.processes.tests.worker", str(connection.settings_dict["NAME"])]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    return subprocess.Popen([*command, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ)


def said(clock: subprocess.Popen[bytes]) -> str:
    assert clock.stdout is not None
    return clock.stdout.readline().decode().strip()


def test_clerks_in_processes_of_their_own_complete_each_task_exactly_once(shared):
    del shared
    tasks = [task.id for number in range(5) for task in started(WIDE, key=f"case-{number}")[1].tasks]
    clerks = [process(str(seed), *map(str, tasks)) for seed in range(3)]
    found = [json.loads(one.communicate(timeout=120)[0]) for one in clerks]
    assert Counter(task for mine in found for task in mine) == Counter(tasks)
    assert all(clerk.returncode == 0 for clerk in clerks)
    for number in range(5):
        assert [task.element for task in api.tasks(business_key=f"case-{number}", open_only=True)] == ["z"]


def test_two_clocks_fire_each_timer_once(shared):
    for number in range(12):
        started(CLOCK, key=f"case-{number}")
    assert sum(shared(lambda: api.tick(at=LATER), lambda: api.tick(at=LATER))) == 12
    assert models.Task.objects.count() == 12
    assert models.Wait.objects.count() == 0


def test_a_storm_of_timers_fires_each_once_though_a_clock_is_killed_in_its_midst(shared):
    del shared
    for number in range(STORM):
        started(CLOCK, key=f"case-{number}")
    clocks = [process("tick"), process("tick")]
    assert [said(clock) for clock in clocks] == ["ready", "ready"]
    for clock in clocks:
        assert clock.stdin is not None
        clock.stdin.write(b"go\n")
        clock.stdin.flush()
    assert [said(clocks[0]) for _line in range(5)] == ["fired"] * 5
    clocks[0].kill()
    assert clocks[1].wait(timeout=120) == 0
    assert clocks[0].wait(timeout=120) != 0, "it had ended before it was killed"
    assert api.tick(at=LATER) == 0, "nothing is left for the clock that starts again"
    for number in range(STORM):
        happened = Counter(event.kind for event in api.history(f"case-{number}"))
        assert (happened["fired"], len(api.tasks(business_key=f"case-{number}", open_only=True))) == (1, 1)


def test_a_process_started_twice_at_once_is_started_once(shared):
    started(CLOCK, key="other")

    def begin() -> str:
        try:
            api.start(host="test", definition=("p", "v1"), graph=CLOCK, business_key="case", data={}, by="x", at=AT)
        except api.AlreadyDone as error:
            return error.how
        return "mine"

    assert sorted(shared(begin, begin, begin)) == ["mine", "started", "started"]


HEARS = graph(
    node("start", "s"), node("catch", "c", MESSAGE, tongban_correlation="number"), node("user", "after"),
    node("catch", "g", SIGNAL), node("and", "f"), node("end", "e"),
    flows("s>f", "f>c", "f>g", "c>after", "g>after", "after>e"), key="hears",
)  # fmt: skip


def sender() -> list[str]:
    """The same messages from another node, over and over."""
    taken = []
    for number in range(4):
        found = api.receive(message_id=f"m-{number}", name="news", data={}, by="node:b", at=AT, correlation=str(number))
        if found is not None and not found.again:
            taken.append(f"m-{number}")
    return taken


def test_messages_that_several_threads_receive_are_each_taken_once(shared):
    for number in range(4):
        started(HEARS, key=f"case-{number}", number=number)
    found = shared(sender, sender, sender)
    assert sorted(one for taken in found for one in taken) == [f"m-{number}" for number in range(4)]
    assert len(api.worklist(candidates=["post:clerk"]).tasks) == 4


def test_letters_that_several_threads_deliver_are_each_delivered_once(shared):
    for number in range(6):
        started(HEARS, key=f"case-{number}", number=number)
    for number in range(6):
        models.Letter.objects.create(business_key=f"case-{number}", kind="signal", name="alarm", sent=AT, sender="x")
    shared(*[lambda: api.deliver(at=AT)] * 3)
    assert not models.Letter.objects.exists()
    heard = [event for number in range(6) for event in api.history(f"case-{number}") if event.kind == "caught"]
    assert [event.element for event in heard] == ["g"] * 6
