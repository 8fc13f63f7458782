"""Durable steps of a process beside bare one-row commits, in the same run on the same disk.

    .venv/bin/python -m bench.steps [--seconds 5] [--small]

A step is one command of the process engine in a transaction of its own: starting an instance, or completing its user
task, with tokens, task, candidate, history and instance rows. A bare commit inserts one row. Both run on a database
file in WAL mode with synchronous=FULL, taking turns, so that a busy disk weighs on both alike.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
import time
from pathlib import Path

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
<process id="bench" name="基准"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
<userTask id="t" name="审查"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process>
</definitions>"""
AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
DATA = {"applicant": "n" * 200, "address": "a" * 300, "items": [1, 2, 3], "area": 85}
TURN = 50


def prepare(folder: str) -> None:
    """Starts Django on a fresh node folder with the tables of the process engine and one bare table."""
    os.environ["TONGBAN_NODE"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    Path(folder, "keys").mkdir(mode=0o700)
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in apps.get_app_config("processes").get_models():
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, body text)")
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2], found


def steps(first: int, count: int) -> float:
    """Seconds for so many starts, each with the completion of its task."""
    from tongban.engines.processes import api

    graph = api.read(MODEL, "bench.bpmn")

    class Host(api.Host):
        def graph(self, key: str, version: str | None) -> tuple[api.Graph, str]:
            return graph, version or key

        def task_created(self, task: api.Task, at: dt.datetime) -> tuple[str, ...]:
            del task, at
            return ("post:clerk",)

    if first == 0:
        api.register_host("bench", Host())
    begun = time.perf_counter()
    for number in range(first, first + count):
        step = api.start(
            host="bench",
            definition=("bench", "v1"),
            graph=graph,
            business_key=f"case-{number}",
            data=DATA,
            by="person:a",
            at=AT,
        )
        api.complete(task=step.tasks[0].id, patch={"opinion": "agree"}, by="person:b", at=AT)
    return time.perf_counter() - begun


def commits(count: int) -> float:
    """Seconds for so many transactions that insert one row each."""
    from django.db import connection, transaction

    body = "x" * 600
    begun = time.perf_counter()
    for _ in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare (body) VALUES (%s)", [body])
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--small", action="store_true", help="one second: does it run?")
    chosen = parser.parse_args()
    limit = 1.0 if chosen.small else chosen.seconds
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(folder)
        done, engine, bare = 0, 0.0, 0.0
        steps(0, 5)
        commits(10)
        while engine + bare < limit:
            engine += steps(1_000 + done, TURN)
            bare += commits(2 * TURN)
            done += TURN
    per_step, per_commit = engine / (2 * done), bare / (2 * done)
    print(f"durable steps          {1 / per_step:8.0f} per second   ({2 * done} steps)")
    print(f"bare one-row commits   {1 / per_commit:8.0f} per second   (synchronous=FULL)")
    print(f"ratio steps : commits  {per_commit / per_step:8.2f}")


if __name__ == "__main__":
    main()
