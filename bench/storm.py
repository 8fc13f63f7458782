"""A storm of timers: N that fall due at the same moment (10,000 unless told), two clock processes, one of them killed
in the midst. Does each fire exactly once, and does one of many cost more than one of few?

    .venv/bin/python -m bench.storm [--many 10000] [--few 200]

The unit is the same storm with few timers. SQLite in a file, or `TONGBAN_DATABASE=postgresql://…`, an empty database.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time

from bench import instances

LATER = instances.AT + dt.timedelta(days=2)
BATCH = 50
LIMIT = 2.0  # times the cost of one of few


def clock() -> None:
    """What a clock process does: until nothing is due."""
    import django

    django.setup()
    from tongban.engines.processes import api

    instances.host()
    print("ready", flush=True)
    sys.stdin.readline()
    while fired := api.tick(at=LATER, limit=BATCH):
        print(fired, flush=True)


def heard(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline()


def storm(count: int, mark: str) -> float:
    """Seconds for each of `count` timers, from the first to the last. Raises SystemExit unless each fired once."""
    from django.db.models import Count

    from tongban.engines.processes import api, models

    graph = api.read(instances.MODEL, "p.bpmn")
    for number in range(count):
        instances.begin(f"{mark}-{number}", graph)
    arguments = [sys.executable, "-m", "bench.storm", "--clock"]
    clocks = [subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for one in clocks:
        heard(one)
    begun = time.perf_counter()
    for one in clocks:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    heard(clocks[0])  # it has fired some
    clocks[0].kill()
    for one in clocks:
        one.communicate()
    took = time.perf_counter() - begun
    left = api.tick(at=LATER, limit=BATCH)
    history = models.History.objects.filter(business_key__startswith=f"{mark}-", kind="fired")
    fired = history.order_by().values("business_key").annotate(times=Count("id"))
    times = collections.Counter(fired.values_list("times", flat=True))
    print(f"{count:,} timers, one clock of two killed: {took:.1f} s, fired once {times[1]:,}, left {left}", flush=True)
    if left or times != {1: count}:
        raise SystemExit(f"not each once: {dict(times)}, left {left}")
    return took / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=200)
    parser.add_argument("--clock", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.clock:
        clock()
        return
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        instances.prepare(folder)
        from django.db import connection

        few, many = storm(chosen.few, "few"), storm(chosen.many, "many")
        ratio = many / few
        print(
            f"{connection.vendor}: {1000 * few:.2f} ms for one of {chosen.few:,}, {1000 * many:.2f} ms for one of "
            f"{chosen.many:,}, ratio {ratio:.2f}" + ("" if ratio <= LIMIT else f", over {LIMIT}")
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    main()
