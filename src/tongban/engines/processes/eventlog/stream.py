"""What happened, instance by instance, for exports: bounded in memory however long the log is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tongban.engines.processes import models, rows
from tongban.engines.processes.eventlog.slices import Slice, ask, chosen, table
from tongban.engines.processes.values import unpacked

AT_ONCE = 200
HEAD = "i.id, i.business_key, i.version, i.status, i.started, i.ended, i.parent_id"


@dataclass(frozen=True)
class Entry:
    """One line of the history; `who` are the candidates of the task that it is about, `task` that task's number."""

    id: int
    at: dt.datetime
    kind: str
    element: str
    who: str = ""
    task: int = 0


@dataclass(frozen=True)
class Trace:
    """An instance with its lines in order."""

    instance: int
    business_key: str
    version: str
    status: str
    started: dt.datetime
    ended: dt.datetime | None
    parent: int | None
    entries: tuple[Entry, ...]


def traces(part: Slice) -> Iterator[Trace]:
    """The instances of a slice in the order of their numbers, some at a time: three statements for each AT_ONCE."""
    after = 0
    while batch := _heads(part, after):
        numbers = [row[0] for row in batch]
        who = _candidates(numbers)
        entries = _entries(numbers, who)
        for number, key, version, status, started, ended, parent in batch:
            begun = rows.moment(started) or dt.datetime.min.replace(tzinfo=dt.UTC)
            yield Trace(number, key, version, status, begun, rows.moment(ended), parent, tuple(entries[number]))
        after = numbers[-1]


def _heads(part: Slice, after: int) -> list[tuple[Any, ...]]:
    where, given = chosen(part)
    return ask(
        f"SELECT {HEAD} FROM {table('Instance')} i WHERE {where} AND i.id > %s ORDER BY i.id LIMIT {AT_ONCE}",  # noqa: S608
        [*given, after],
    )


def _candidates(instances: list[int]) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """The tasks of each element of each instance in the order in which they opened, with their first candidate."""
    tasks = models.Task.objects.filter(instance__in=instances).order_by("id")
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for instance, element, task, who in tasks.values_list("instance", "element", "id", "candidates__reference"):
        known = found[instance, element].get(task, "")
        found[instance, element][task] = min(known, who or "") if known else who or ""
    return {place: list(tasks.items()) for place, tasks in found.items()}


def _entries(
    instances: list[int], tasks: dict[tuple[int, str], list[tuple[int, str]]]
) -> dict[int, list[Entry]]:  # fmt: skip
    """Lines of history; each task's own are told by its number or, where the line has none, by their order."""
    lines = models.History.objects.filter(instance__in=instances).order_by("id")
    found: dict[int, list[Entry]] = defaultdict(list)
    seen: dict[tuple[int, str, str], int] = defaultdict(int)
    for number, instance, at, kind, element, data in lines.values_list(
        "id", "instance", "at", "kind", "element", "data"
    ):
        opened = tasks.get((instance, element), [])
        named = unpacked(data) if kind in ("claimed", "released", "assigned") and data else {}
        task = named.get("task", 0) if isinstance(named, dict) else 0
        if opened and not task:
            place = seen[instance, element, kind]
            seen[instance, element, kind] += 1
            task = opened[min(place, len(opened) - 1)][0]
        who = dict(opened).get(task, "")
        found[instance].append(Entry(number, at, kind, element, who, task if opened else 0))
    return found
