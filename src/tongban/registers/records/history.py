"""The law of two times, without a database.

The state of a record at (valid, known) holds for each field the value of the entry with the greatest (valid_from, seq)
among those recorded no later than `known` and valid from no later than `valid`. A bulk load is the entry number 0 of
every field (it says the whole record), and is not stored twice: it is what the first later entry says it replaced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One change: the fields that it sets, and what stood there at its own valid date when it was recorded."""

    seq: int
    valid_from: dt.date
    recorded_at: dt.datetime
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True)
class Base:
    """When a record that came by a bulk load became valid, and when it became known."""

    valid_from: dt.date
    recorded_at: dt.datetime


def loaded(data: Mapping[str, Any], base: Base, entries: Sequence[Entry]) -> dict[str, Any]:
    """What the bulk load held, found from the current data and what later entries replaced."""
    found = dict(data)
    settled: set[str] = set()
    for entry in entries:
        for name in entry.new:
            if name in settled:
                continue
            if entry.valid_from >= base.valid_from:
                settled.add(name)
                if name in entry.old:
                    found[name] = entry.old[name]
                else:
                    found.pop(name, None)
    return found


def state(
    data: Mapping[str, Any],
    base: Base | None,
    entries: Sequence[Entry],
    *,
    valid: dt.date,
    known: dt.datetime | None = None,
) -> dict[str, Any]:
    """The fields at a valid date, as known at a time; empty when nothing was known. `entries` in order of seq."""
    visible = [e for e in entries if e.valid_from <= valid and (known is None or e.recorded_at <= known)]
    visible.sort(key=lambda entry: (entry.valid_from, entry.seq))
    found: dict[str, Any] = {}
    if base and base.valid_from <= valid and (known is None or base.recorded_at <= known):
        found = loaded(data, base, entries)
        visible = [entry for entry in visible if entry.valid_from >= base.valid_from]
    for entry in visible:
        found.update(entry.new)
    return found


def plan(
    data: Mapping[str, Any],
    base: Base | None,
    entries: Sequence[Entry],
    *,
    valid_from: dt.date,
    new: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the next entry replaces at its valid date, and the current data after it.

    A field of the current data changes only if nothing recorded so far is valid from a later date.
    """
    before = state(data, base, entries, valid=valid_from)
    old = {name: before[name] for name in new if name in before}
    newest = {
        name: value
        for name, value in new.items()
        if valid_from >= latest(base, [entry for entry in entries if name in entry.new], default=valid_from)
    }
    return old, {**data, **newest}


def latest(base: Base | None, entries: Sequence[Entry], *, default: dt.date) -> dt.date:
    """The latest date from which any entry is valid, the load included."""
    dates = [entry.valid_from for entry in entries]
    if base is not None:
        dates.append(base.valid_from)
    return max(dates, default=default)
