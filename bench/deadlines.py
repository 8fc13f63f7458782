"""One due day with working days of the shipped calendar, beside `holidays.get_nth_working_day` and a walk day by day.

    .venv/bin/python -m bench.deadlines [--dates 2000]

The same starts of 2024 to 2026 and the same limits are asked of all three; before, all must agree. The peer answers
from a table that it builds once for its years, as ours does; the walk asks a set for each day. The goal: at most 20 µs
a date in process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from collections.abc import Callable

import holidays

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause

GOAL = 20.0  # microseconds a date
TURNS, EACH = 15, 200  # the best of short turns: what other processes take is not ours
ONE = dt.timedelta(days=1)
CALENDAR = shipped.calendar("cn")
PEER = holidays.country_holidays("CN", years=range(2023, 2027))
FREE = {day for day in PEER if day not in PEER.weekend_workdays}
WORKED = set(PEER.weekend_workdays)
Case = tuple[dt.date, int]


def ours(case: Case) -> dt.date | None:
    return compute(start=case[0], limit=Limit(case[1], "working_days"), calendar=CALENDAR).due


def peer(case: Case) -> dt.date | None:
    found: dt.date = PEER.get_nth_working_day(case[0], case[1])
    return found


def walk(case: Case) -> dt.date | None:
    day, left = case
    while left:
        day += ONE
        left -= day in WORKED or (day.isoweekday() < 6 and day not in FREE)
    return day


def whole(case: Case) -> dt.date | None:
    """A limit that stood twice, began again once and was prolonged."""
    start, amount = case
    pauses = [
        Pause(start + 3 * ONE, start + 9 * ONE, "hearing"),
        Pause(start + 5 * ONE, start + 12 * ONE, "supplement", "restart"),
        Pause(start + 15 * ONE, start + 18 * ONE, "test"),
    ]
    return compute(
        start=start, limit=Limit(amount, "working_days"), calendar=CALENDAR, pauses=pauses, roll="next_working_day",
        extensions=[Extension(10, "working_days")], as_of=start + 20 * ONE,
    ).due  # fmt: skip


def told(case: Case) -> dt.date | None:
    """With its ledger, day by day."""
    found = compute(start=case[0], limit=Limit(case[1], "working_days"), calendar=CALENDAR)
    return found.ledger[-1].last


def timed(ask: Callable[[Case], object], cases: list[Case]) -> float:
    """Microseconds of processor time a date, the best of some turns."""
    best = float("inf")
    some = cases[:EACH]
    for _turn in range(TURNS):
        begin = time.process_time()
        for case in some:
            ask(case)
        best = min(best, time.process_time() - begin)
    return best / len(some) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dates", type=int, default=2000)
    number = parser.parse_args().dates
    dice = random.Random(7)
    first = dt.date(2024, 1, 1)
    cases = [(first + dice.randrange(900) * ONE, dice.choice((5, 7, 10, 15, 20, 30, 45))) for _ in range(number)]
    for case in cases:
        assert ours(case) == peer(case) == walk(case), case
    base = timed(ours, cases)
    print(f"{'':52}{'µs a date':>10}{'x ours':>8}")
    rows = [
        ("ours: working days", base),
        ("holidays.get_nth_working_day", timed(peer, cases)),
        ("day-by-day loop", timed(walk, cases)),
        ("ours: three pauses, restart, extension, roll, as_of", timed(whole, cases)),
        ("ours: with the ledger", timed(told, cases)),
    ]
    for name, spent in rows:
        print(f"{name:52}{spent:10.1f}{spent / base:8.1f}")
    print(f"goal: at most {GOAL:g} µs a date: {'met' if base <= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main()
