"""A node with 10^6 running instances beside one with 10^3: does the poll of due timers, a page of work, a start or a
completion cost more?

    .venv/bin/python -m bench.instances [--many 1000000] [--few 1000] [--runs 40]

One instance is started through the front door; the others are copies of all its rows, written by the database itself
with keys, posts and due times of their own. What is timed then goes through the front door. SQLite in a file, or
`TONGBAN_DATABASE=postgresql://…`, an empty database.
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

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
POSTS = 10  # a page of work is full in either case
FAR = dt.timedelta(days=400)
SECONDS = 86_400 * 30  # over which the due times are spread
LIMIT = 3.0  # times the same on few instances, at the median
MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
<process id="p" name="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="g"/>
<parallelGateway id="g"/><sequenceFlow id="f1" sourceRef="g" targetRef="t"/><userTask id="t" name="审查"/>
<sequenceFlow id="f2" sourceRef="t" targetRef="j"/><sequenceFlow id="f4" sourceRef="g" targetRef="u"/>
<userTask id="u" name="会签"/><sequenceFlow id="f5" sourceRef="u" targetRef="j"/><parallelGateway id="j"/>
<sequenceFlow id="f6" sourceRef="j" targetRef="e"/><endEvent id="e"/><endEvent id="late"/>
<boundaryEvent id="w" attachedToRef="t"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>
</boundaryEvent><sequenceFlow id="f3" sourceRef="w" targetRef="late"/></process></definitions>"""
# The rows of an instance: each table with its columns that point to another, and what differs from copy to copy.
TABLES: dict[str, dict[str, str]] = {
    "Instance": {},
    "Token": {"instance_id": "Instance"},
    "Task": {"instance_id": "Instance"},
    "Candidate": {"task_id": "Task"},
    "Wait": {"instance_id": "Instance"},
    "History": {"instance_id": "Instance"},
}


def prepare(folder: str) -> None:
    os.environ["TONGBAN_NODE"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    Path(folder, "keys").mkdir(mode=0o700, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    begin("first", host())


def host() -> Any:
    """Registers who answers for the instances, and gives their graph."""
    from tongban.engines.processes import api

    graph = api.read(MODEL, "p.bpmn")

    class Host(api.Host):
        def graph(self, key: str, version: str | None) -> tuple[Any, str]:
            del key
            return graph, version or "v1"

        def task_created(self, task: Any, at: dt.datetime) -> tuple[str, ...]:
            del task, at
            return ("post:0",)

    api.register_host("bench", Host())
    return graph


def begin(key: str, graph: Any) -> Any:
    from tongban.engines.processes import api

    return api.start(
        host="bench", definition=("p", "v1"), graph=graph, business_key=key, data={"k": 1}, by="person:a", at=AT
    )


class Copies:
    """Copies of the first instance: the n-th has the key `case-n`, the post n modulo POSTS, and a due time of its own."""

    def __init__(self) -> None:
        from tongban.engines.processes import models

        self.ids = {
            name: list(getattr(models, name).objects.order_by("id").values_list("id", flat=True)) for name in TABLES
        }
        self.models = {name: getattr(models, name) for name in TABLES}
        options = {name: model._meta for name, model in self.models.items()}  # noqa: SLF001 (Django's documented way)
        self.tables = {name: found.db_table for name, found in options.items()}
        self.fields = {name: found.concrete_fields for name, found in options.items()}
        models.Wait.objects.update(due=AT + FAR)  # the first one stays for ever
        self.before = 0
        self.top: dict[str, int] = {}

    def until(self, count: int) -> None:
        """Brings the number of instances to `count`."""
        from django.db import connection, transaction

        self.top = {name: model.objects.latest("id").pk for name, model in self.models.items()}
        for name in TABLES:
            for place in range(len(self.ids[name])):
                for first in range(self.before + 1, count, 50_000):
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(self._statement(name, place, first, min(first + 50_000, count)))
        self.before = count - 1
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
            if connection.vendor == "postgresql":
                for table in self.tables.values():
                    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")

    def _id(self, name: str, place: int) -> str:
        """The id of the n-th copy of a row: copies lie one after the other behind what is there."""
        return f"{self.top[name]} + (n - {self.before + 1}) * {len(self.ids[name])} + {place + 1}"

    def _statement(self, name: str, place: int, first: int, last: int) -> str:
        from django.db import connection

        quote = connection.ops.quote_name
        lite = connection.vendor == "sqlite"
        later = (
            f"strftime('%Y-%m-%d %H:%M:%f', due, (n * 7919 % {SECONDS} - {FAR.days * 86_400}) || ' seconds')"
            if lite
            else f"due + make_interval(secs => n * 7919 % {SECONDS} - {FAR.days * 86_400})"
        )
        own = {"business_key": "'case-' || n", "reference": f"'post:' || (n % {POSTS})", "due": later}
        own |= {
            column: self._id(target, self._place(name, place, column, target))
            for column, target in TABLES[name].items()
        }
        fields = self.fields[name]
        source = [
            self._id(name, place) if field.attname == "id" else own.get(field.attname, quote(field.column))
            for field in fields
        ]
        columns = ", ".join(quote(field.column) for field in fields)
        numbers = (
            f"WITH RECURSIVE series(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM series WHERE n < {last - 1}) "
            if lite
            else f"WITH series AS (SELECT n FROM generate_series({first}::bigint, {last - 1}::bigint) AS n) "
        )
        table = quote(self.tables[name])
        tail = f"FROM {table} CROSS JOIN series WHERE id = {self.ids[name][place]}"
        return f"INSERT INTO {table} ({columns}) {numbers} SELECT {', '.join(source)} {tail}"

    def _place(self, name: str, place: int, column: str, target: str) -> int:
        row = self.models[name].objects.get(pk=self.ids[name][place])
        return self.ids[target].index(getattr(row, column))


def timed(act: Callable[[int], object], runs: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    found = []
    for number in range(runs):
        begun = time.perf_counter()
        act(number)
        found.append((time.perf_counter() - begun) * 1000)
    found.sort()
    return statistics.median(found), found[int(len(found) * 0.95)]


def acts(mark: str) -> dict[str, Callable[[int], object]]:
    from tongban.engines.processes import api, models

    graph = api.read(MODEL, "p.bpmn")
    tasks = list(
        models.Task.objects.filter(business_key__startswith="case-", state="open").values_list("id", flat=True)[:500]
    )
    early = AT - dt.timedelta(hours=1)  # before the first of them
    dues = list(models.Wait.objects.order_by("due", "id").values_list("due", flat=True)[:400])
    return {
        "poll, nothing is due": lambda _: api.tick(at=early),
        "a timer fires": lambda number: api.tick(at=dues[number * 3 + 5], limit=1),
        "a page of work": lambda number: api.worklist(candidates=[f"post:{number % POSTS}", "person:b"]),
        "where a case stands": lambda number: api.state(f"case-{number + 1}"),
        "start": lambda number: begin(f"{mark}-{number}", graph),
        "complete": lambda number: api.complete(task=tasks[number + 100], patch={"o": 1}, by="person:b", at=AT),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=40)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(folder)
        from django.db import connection

        copies, shown = Copies(), list[dict[str, tuple[float, float]]]()
        for count in (chosen.few, chosen.many):
            begun = time.perf_counter()
            copies.until(count)
            print(
                f"{count:,} running instances on {connection.vendor} ({time.perf_counter() - begun:.0f} s)", flush=True
            )
            shown.append({name: timed(act, chosen.runs) for name, act in acts(f"more-{count}").items()})
    print(f"{'p50 / p95 in ms':<22} {f'{chosen.few:,}':>18} {f'{chosen.many:,}':>18}   ratio of p50")
    for name, (middle, most) in shown[0].items():
        middle2, most2 = shown[1][name]
        print(
            f"{name:<22} {middle:8.2f} / {most:7.2f} {middle2:8.2f} / {most2:7.2f}   {middle2 / middle:8.2f}"
            + ("" if middle2 / middle <= LIMIT else f"   over {LIMIT}")
        )


if __name__ == "__main__":
    main()
