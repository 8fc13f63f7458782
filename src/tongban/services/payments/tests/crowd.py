"""Eight threads at once on the node that the environment names: each issues the same bill and reports its payment."""

from __future__ import annotations

import collections
import datetime as dt
import os
import sys
import threading
from collections.abc import Callable

AT = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
THREADS = 8


def together(act: Callable[[], str]) -> list[str]:
    """What the act gave in each thread."""
    from django.db import connection

    start = threading.Barrier(THREADS)
    found: list[str] = []

    def run() -> None:
        start.wait()
        found.append(act())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tongban.kernel.declarations.api import Text
    from tongban.kernel.money.api import money
    from tongban.services.payments import api as payments
    from tongban.services.payments import wire
    from tongban.trust.authority.api import SYSTEM

    for label in ("audit", "outbox", "payments"):
        call_command("migrate", label, verbosity=0, skip_checks=True)
    item = payments.Item(Text("费", "Fee"), money("2"))
    payer = payments.Payer(person="p1", name="李小明")

    def issue() -> str:
        return payments.bill(case="c1", payer=payer, items=[item], at=AT, by=SYSTEM, key="fee").number

    numbers = together(issue)
    body = wire.written(payments.Status(numbers[0], "paid", money("2"), "B1"), "payment")
    signature = wire.sign(body, at=AT)
    results = together(lambda: payments.receive_callback(body=body, signature=signature, at=AT).result)
    counted = sorted(collections.Counter(results).items())
    sys.stdout.write(f"{len(numbers)} {len(set(numbers))} {counted} {payments.balances()['bank']}\n")


if __name__ == "__main__":
    main()
