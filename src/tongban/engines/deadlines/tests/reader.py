"""Reads a ledger as somebody would who has nothing else: the days that count, and the date at its end."""

from __future__ import annotations

import datetime as dt
from collections import Counter

ONE = dt.timedelta(days=1)


def read(ledger):
    """`(due, days that count by stage, first day)`; stage 0 is the limit, 1 the first extension. Fails on a gap."""
    counted, at, end = Counter(), None, None
    for line in ledger:
        first, last = dt.date.fromisoformat(line["from"]), dt.date.fromisoformat(line["to"])
        assert first <= last
        rule, stage = line["rule"], 0
        if rule.startswith("extension "):
            stage = int(rule.removeprefix("extension ").partition(":")[0])
        if rule == "rolled_back":
            assert first == last < at
        else:
            assert at is None or first == at + ONE, "a day is missing or stands twice"
            at = last
        if line["counts"]:
            counted[stage] += (last - first).days + 1
            end = last
        elif rule in ("rolled_on", "rolled_back", "at_once", "start"):
            end = last
    return end, counted, dt.date.fromisoformat(ledger[0]["from"])
