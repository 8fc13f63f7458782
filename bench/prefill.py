"""Looking a resident up for a form: the register's read and the mediator's whole question beside a raw SELECT."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
FIELDS = ("name", "number", "sex", "birth", "division")


def prepare(folder: Path, records: int) -> list[str]:
    """A node of so many residents with an agreement of an offer; returns some of their numbers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    os.environ["TONGBAN_NODE"] = str(folder)
    (folder / "keys").mkdir(mode=0o700)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from tongban.demo import api as demo
    from tongban.exchange.catalogue.models import Agreement
    from tongban.kernel.declarations.api import LegalBasis, Text
    from tongban.registers.divisions import api as divisions
    from tongban.registers.records import api as registers
    from tongban.trust.privacy import api as privacy

    privacy.declare_purpose("bench", Text("测量", "Measuring"), LegalBasis(Text("测量", "Measuring"), "1", "bench"))
    divisions.load(at=AT)
    _people, rows = demo.generate(residents=records, seed=1, at=AT)
    every = max(1, records // 4000)
    numbers: list[str] = []

    def watched() -> Iterator[dict[str, Any]]:
        for place, row in enumerate(rows):
            if place % every == 0:
                numbers.append(row["number"])
            yield row

    start = time.perf_counter()
    registers.bulk_load(register="population", rows=watched(), unit="430700.gaj", at=AT, source="bench", generated=True)
    taken = time.perf_counter() - start
    print(f"loaded {records:,} residents in {taken:.1f} s ({records / taken:,.0f}/s, generated on the way)")
    Agreement.objects.create(
        source="bench", version="1", consumer="bench", resource="population.basic", fields=list(FIELDS),
        purpose="bench", legal_basis="bench", since=AT,
    )  # fmt: skip
    random.Random(1).shuffle(numbers)
    return numbers


def measure(name: str, ask: Callable[[str], object], keys: list[str], base: float = 0.0) -> float:
    """Prints median and 99th percentile in microseconds; returns the median."""
    for key in keys[:50]:
        ask(key)
    times = []
    for key in keys:
        start = time.perf_counter()
        ask(key)
        times.append((time.perf_counter() - start) * 1e6)
    median = statistics.median(times)
    worst = statistics.quantiles(times, n=100)[98]
    ratio = f"{median / base:8.1f} x raw" if base else ""
    print(f"{name:<44} {median:9.1f} us  p99 {worst:9.1f} us {ratio}")
    return median


def run(numbers: list[str]) -> None:
    """Measures each way once, on the same keys."""
    from django.db import connection, transaction

    from tongban.exchange.mediator import api as mediator
    from tongban.registers.records import api as registers
    from tongban.trust.authority.api import SYSTEM
    from tongban.trust.privacy import api as privacy

    tags = [privacy.tag("resident", number) for number in numbers]
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    mark = "%s" if connection.vendor == "postgresql" else "?"
    query = f"SELECT data FROM records_record WHERE register = {mark} AND key = {mark}"

    def raw(tag: str) -> object:
        (data,) = cursor.execute(query, ("population", tag)).fetchone()
        return data if isinstance(data, dict) else json.loads(data)

    def get(number: str) -> object:
        return registers.get(register="population", key=number, fields=FIELDS)

    def ask(number: str) -> object:
        return mediator.ask(
            resource="population.basic", key=number, fields=FIELDS, purpose="bench", consumer="bench", by=SYSTEM, at=AT
        )

    limit = measure("raw SELECT by key", raw, tags)
    with privacy.unchecked(reason="bench", by="bench", at=AT):
        measure("register's read, not noted", get, numbers, limit)
    with transaction.atomic(), privacy.access(purpose="bench", by=SYSTEM, at=AT):
        measure("register's read, noted for the resident", get, numbers, limit)
    with transaction.atomic():
        measure("mediator: right, note, signed evidence", ask, numbers, limit)
    measure("mediator, each in a durable transaction", ask, numbers[:1000], limit)


def main() -> None:
    """Builds the node, measures, throws it away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        run(prepare(Path(folder), chosen.records))


if __name__ == "__main__":
    main()
