"""Durable steps of a large process beside SpiffWorkflow with its serializer, in one run on one disk.

    .venv/bin/python -m bench.processes [--seconds 8] [--small]

The process has 20 user tasks, three parallel branches, four boundary timers, a message catch, three exclusive
gateways and a way back; one run of it is 18 completions and a message. Ours goes through the front door: tokens, task,
candidates, waits, history, instance, and an entry of the audit ledger in the same transaction. SpiffWorkflow keeps an
instance as one JSON text: begin, read, complete, write, commit; no history and no ledger. Both write a SQLite file in
WAL mode and take turns. Bytes of state and the cost of a loop after many rounds follow. Test dependency only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.spiff import Spiff

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
DATA = {"applicant": "n" * 200, "address": "a" * 300, "items": [1, 2, 3], "area": 85, "again": False, "big": True}
FORM = {"opinion": "agree", "remark": "r" * 120}
WAY = [1, 2, 3, 4, 5, 8, 11, 6, 9, 12, 7, 10, 13, "paid", 14, 15, 16, 18, 19]
MIDDLE = 7  # the acts after which all three branches are open
TIMED = (3, 10, 12, 14)
ROUNDS = (1, 50, 200)
TARGET = 10


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def _model(name: str, *parts: str) -> str:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
        f'<message id="m" name="paid"/><process id="{name}" name="{name}" isExecutable="true">{"".join(parts)}</process></definitions>'
    )


def permit(*, feel: bool) -> str:
    """The large process, its conditions in FEEL or in Python."""
    yes, span = ("= true", "P30D") if feel else ("== True", '"P30D"')
    tasks = [f'<userTask id="t{number}" name="t{number}"/>' for number in range(1, 21)]
    late = [
        f'<boundaryEvent id="w{number}" attachedToRef="t{number}"><timerEventDefinition id="d{number}">'
        f"<timeDuration>{span}</timeDuration></timerEventDefinition></boundaryEvent>"
        f'<endEvent id="late{number}"/>{_flow(f"w{number}", f"late{number}")}'
        for number in TIMED
    ]
    others = (
        '<startEvent id="s"/><endEvent id="e"/><exclusiveGateway id="back"/><parallelGateway id="split"/>'
        '<parallelGateway id="join"/><exclusiveGateway id="again" default="again_t15"/>'
        '<exclusiveGateway id="size" default="size_t17"/><exclusiveGateway id="same"/>'
        '<intermediateCatchEvent id="catch"><messageEventDefinition id="dm" messageRef="m"/></intermediateCatchEvent>'
    )
    ways = [
        "s t1", "t1 t2", "t2 back", "back t3", "t3 t4", "t4 split", "split t5", "t5 t6", "t6 t7", "t7 join", "split t8",
        "t8 t9", "t9 t10", "t10 join", "split t11", "t11 t12", "t12 join", "join t13", "t13 catch", "catch t14",
        "t14 again", "again t15", "t15 size", "size t17", "t16 same", "t17 same", "same t18", "t18 t19", "t19 t20",
        "t20 e",
    ]  # fmt: skip
    flows = [_flow(*way.split()) for way in ways]
    chosen = [_flow("again", "back", f"again {yes}"), _flow("size", "t16", f"big {yes}")]
    return _model("permit", others, *tasks, *late, *flows, *chosen)


def rounds(*, feel: bool) -> str:
    """Two tasks that are done again and again."""
    yes = "again = true" if feel else "again == True"
    return _model(
        "rounds",
        '<startEvent id="s"/><endEvent id="e"/><exclusiveGateway id="back"/><exclusiveGateway id="more" default="more_e"/>'
        '<userTask id="t1" name="t1"/><userTask id="t2" name="t2"/>',
        *(_flow(*way.split()) for way in ("s back", "back t1", "t1 t2", "t2 more", "more e")),
        _flow("more", "back", yes),
    )


class Ours:
    """The process engine through its front door, on the node's database."""

    def __init__(self) -> None:
        from tongban.engines.processes import api
        from tongban.trust.audit import api as audit

        self.api, self.audit = api, audit
        graphs = {"permit": api.read(permit(feel=True), "permit"), "rounds": api.read(rounds(feel=True), "rounds")}
        self.graphs = graphs

        class Host(api.Host):
            def graph(self, key: str, version: str | None) -> tuple[Any, str]:
                return graphs[key], version or "v1"

            def task_created(self, task: Any, at: dt.datetime) -> tuple[str, ...]:
                del task, at
                return ("post:clerk",)

        api.register_host("bench", Host())
        self.open: dict[str, int] = {}

    def _keep(self, step: Any) -> None:
        self.open |= {task.element: task.id for task in step.tasks}

    def start(self, key: str, model: str, data: dict[str, Any]) -> None:
        from django.db import transaction

        self.open = {}
        with transaction.atomic():
            step = self.api.start(
                host="bench", definition=(model, "v1"), graph=self.graphs[model], business_key=key, data=data,
                by="person:a", at=AT,
            )  # fmt: skip
            self._record("start", key)
        self._keep(step)

    def complete(self, key: str, element: str, patch: dict[str, Any]) -> None:
        from django.db import transaction

        with transaction.atomic():
            step = self.api.complete(task=self.open.pop(element), patch=patch, by="person:b", at=AT)
            self._record("complete", key)
        self._keep(step)

    def message(self, key: str, name: str) -> None:
        from django.db import transaction

        with transaction.atomic():
            step = self.api.message(business_key=key, name=name, data={"receipt": "R1"}, by="person:c", at=AT)
            self._record("message", key)
        assert step is not None
        self._keep(step)

    def _record(self, action: str, key: str) -> None:
        self.audit.record(at=AT, by="person:a", action=f"processes.{action}", object=f"case:{key}", case=key)

    def size(self, key: str) -> tuple[int, int]:
        """Bytes and rows that a running instance needs to go on: without its settled tasks and its history."""
        from tongban.engines.processes import models

        own = models.Instance.objects.get(business_key=key).pk
        found = [models.Instance.objects.filter(pk=own), models.Task.objects.filter(instance=own, state="open")]
        found += [model.objects.filter(instance=own) for model in (models.Token, models.Wait)]
        found.append(models.Candidate.objects.filter(task__instance=own, open=True))
        rows = [row for query in found for row in query.values_list()]
        return sum(len(str(value)) for row in rows for value in row if value is not None), len(rows)

    def status(self, key: str) -> str:
        return str(self.api.state(key)[0].status)


def prepare(folder: str) -> None:
    """A node with its real tables."""
    os.environ["TONGBAN_NODE"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    os.environ.pop("TONGBAN_DATABASE", None)
    Path(folder, "keys").mkdir(mode=0o700)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def level(spiff: Spiff, name: str) -> None:
    """Sets how both databases write: FULL or NORMAL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={name}")
        found = cursor.execute("PRAGMA synchronous").fetchone()[0]
    spiff.level(name)
    assert found == {"NORMAL": 1, "FULL": 2}[name], found


def run(engine: Any, key: str) -> float:
    """Seconds per completion of one run; starting is not counted."""
    engine.start(key, "permit", DATA)
    begun = time.perf_counter()
    for number in WAY:
        if isinstance(number, str):
            engine.message(key, number)
        else:
            engine.complete(key, f"t{number}", {f"{name}_{number}": value for name, value in FORM.items()})
    seconds = (time.perf_counter() - begun) / len(WAY)
    engine.complete(key, "t20", {})
    assert engine.status(key) == "completed", engine.status(key)
    return seconds


def race(engines: dict[str, Any], limit: float, mark: str) -> dict[str, float]:
    """The median seconds per completion of each; they take turns."""
    found: dict[str, list[float]] = {name: [] for name in engines}
    begun, turn = time.perf_counter(), 0
    while time.perf_counter() - begun < limit or turn < 3:
        for name, engine in engines.items():
            for again in range(4 if name == "ours" else 1):
                found[name].append(run(engine, f"{mark}-{turn}-{again}"))
        turn += 1
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def throughput(engines: dict[str, Any], limit: float) -> None:
    for name in ("FULL", "NORMAL"):
        level(engines["SpiffWorkflow"], name)
        found = race(engines, limit, name)
        for engine, seconds in found.items():
            print(f"synchronous={name:<7} {engine:<14} {1 / seconds:8.0f} durable completions per second")
        ratio = found["SpiffWorkflow"] / found["ours"]
        wanted = f"(target {TARGET})" if name == "NORMAL" else ""
        print(f"synchronous={name:<7} ratio          {ratio:8.1f}   {wanted}", flush=True)


def sizes(engines: dict[str, Any]) -> None:
    for name, engine in engines.items():
        engine.start("size", "permit", DATA)
        for number in WAY[:MIDDLE]:
            engine.complete("size", f"t{number}", FORM)
        size, rows = engine.size("size")
        print(f"state of a running instance   {name:<14} {size:8} bytes in {rows} rows")


def loops(engines: dict[str, Any], most: int) -> None:
    """The cost of a completion after many rounds: median of the ten completions before."""
    for name, engine in engines.items():
        engine.start("loop", "rounds", {"again": True})
        seconds: list[float] = []
        for turn in range(1, most + 1):
            for element in ("t1", "t2"):
                begun = time.perf_counter()
                engine.complete("loop", element, {"round": turn})
                seconds.append(time.perf_counter() - begun)
            if turn in ROUNDS:
                cost = statistics.median(seconds[-10:]) * 1000
                print(f"after {turn:3} rounds of a loop   {name:<14} {cost:8.2f} ms, {engine.size('loop')[0]:7} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="for each level of synchronous")
    parser.add_argument("--small", action="store_true", help="one second each: does it run?")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(folder)
        models: dict[str, Callable[..., str]] = {"permit": permit, "rounds": rounds}
        texts = {name: text(feel=False) for name, text in models.items()}
        engines = {"ours": Ours(), "SpiffWorkflow": Spiff(Path(folder, "spiff.sqlite3"), texts)}
        throughput(engines, 1.0 if chosen.small else chosen.seconds)
        sizes(engines)
        loops(engines, 50 if chosen.small else max(ROUNDS))


if __name__ == "__main__":
    main()
