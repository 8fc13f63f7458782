"""The report on a process over N lines of the event log (355,000 unless told) beside a bare count of the same table.

    .venv/bin/python -m bench.mining [--events 355000] [--runs 3]

The unit is `SELECT kind, element, COUNT(*) … GROUP BY kind, element` over the whole history: one scan that answers
nothing. Each question of the report is shown as a multiple of it, then the whole report, then the export as XES.
`TONGBAN_DATABASE=postgresql://…` measures there, in an empty database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.inbox import prepare

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
STEPS = ("accept", "examine", "inspect", "opinion", "decide", "deliver")
AGAIN, BATCH = 0.15, 2_000
LIMIT = 12.0  # times the bare count, for the whole report
Tables = dict[str, list[tuple[Any, ...]]]
COLUMNS = {
    "processes_instance": "id, host, key, version, business_key, status, error, data, following, rev, started, started_by, ended",
    "processes_task": "id, instance_id, business_key, token, element, assignee, owner, state, created, done_at, done_by",
    "processes_candidate": "task_id, reference, open",
    "processes_history": "instance_id, business_key, at, by, kind, element, flow, data",
}


def cases(events: int) -> Iterator[Tables]:
    """Invented instances of one process, each with its lines: three for each step and four around them."""
    chance, made, number, task = random.Random(7), 0, 0, 0
    while made < events:
        number += 1
        key, now, lines, tasks, who = f"c{number}", AT + dt.timedelta(minutes=5 * number), [], [], []
        begun = now
        for place, step in enumerate(STEPS):
            for turn in range(1 + (chance.random() < AGAIN)):
                task += 1
                opened, now = now, now + dt.timedelta(minutes=chance.expovariate(1 / 600))
                lines.append((number, key, opened, "x", "entered", step, f"f-{step}", None))
                lines.append((number, key, now, "x", "claimed", step, "", f'{{"task": {task}}}'))
                now += dt.timedelta(minutes=chance.expovariate(1 / 40))
                lines.append((number, key, now, "x", "completed", step, "", None))
                tasks.append((task, number, key, 10 * place + turn, step, "x", "", "done", opened, now, "x"))
                who.append((task, f"post:b{place % 3}.clerk", False))
        lines.insert(0, (number, key, begun, "x", "started", "s", "", None))
        lines.append((number, key, now, "x", "ended", "", "", None))
        made += len(lines)
        head = (number, "bench", "p", "v1", key, "completed", "", "{}", 1, 1, begun, "x", now)
        yield {
            "processes_instance": [head], "processes_task": tasks, "processes_candidate": who,
            "processes_history": lines,
        }  # fmt: skip


def load(events: int) -> int:
    """Writes the log past the engine, in batches; returns how many lines."""
    from django.db import connection

    waiting: Tables = {table: [] for table in COLUMNS}
    for place, one in enumerate(cases(events)):
        for table, rows in one.items():
            waiting[table] += rows
        if place % BATCH == BATCH - 1:
            flush(waiting)
    flush(waiting)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM processes_history")
        return int(cursor.fetchone()[0])


def flush(waiting: Tables) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in waiting.items():
            marks = ", ".join(["%s"] * len(COLUMNS[table].split(", ")))
            names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS[table].split(", "))
            values = [tuple(_plain(one) for one in row) for row in rows]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
            rows.clear()


def _plain(value: Any) -> Any:
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def timed(act: Callable[[], Any], runs: int) -> float:
    """The median of so many runs, in seconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def bare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, element, COUNT(*) FROM processes_history GROUP BY kind, element")
        cursor.fetchall()


def report(runs: int) -> None:
    from django.db import connection

    from tongban.engines.processes.api import eventlog
    from tongban.governance.performance.xes import attribute

    part = eventlog.Slice("p")
    questions: dict[str, Callable[[], Any]] = {
        "totals": lambda: eventlog.totals(part),
        "what follows what": lambda: eventlog.follows(part),
        "waiting and working": lambda: eventlog.steps(part),
        "rework": lambda: eventlog.repeats(part),
        "hand-overs": lambda: eventlog.hand_overs(part),
        "variants": lambda: eventlog.variants(part, least=3),
    }
    unit = timed(bare, runs)
    print(f"{connection.vendor}\n{'question':24} {'s':>8} {'times the bare count':>22}")
    print(f"{'bare count':24} {unit:8.3f} {1:22.1f}")
    whole = 0.0
    for name, ask in questions.items():
        took = timed(ask, runs)
        whole += took
        print(f"{name:24} {took:8.3f} {took / unit:22.1f}", flush=True)
    print(f"{'the whole report':24} {whole:8.3f} {whole / unit:22.1f}, limit {LIMIT}")
    export = timed(
        lambda: [attribute("string", line.kind, line.element) for one in eventlog.traces(part) for line in one.entries],
        1,
    )
    print(f"{'every line, as exported':24} {export:8.3f} {export / unit:22.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=355_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(Path(folder))
        start = time.perf_counter()
        lines = load(chosen.events)
        print(f"{lines:,} lines written in {time.perf_counter() - start:.0f} s")
        report(chosen.runs)


if __name__ == "__main__":
    main()
