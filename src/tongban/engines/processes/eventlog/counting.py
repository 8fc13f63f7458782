"""Counts over the log: instances, ways, what follows what, repetitions, hand-overs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.engines.processes import rows
from tongban.engines.processes.eventlog.slices import Slice, ask, chosen, ranked, seconds, table


@dataclass(frozen=True)
class Totals:
    """Instances by how they stand; seconds from start to end of those that completed."""

    instances: int
    by_status: Mapping[str, int]
    p50: float
    p90: float
    first: dt.datetime | None
    last: dt.datetime | None


@dataclass(frozen=True)
class Count:
    """How often something happened, and in how many instances."""

    name: str
    times: int
    instances: int


@dataclass(frozen=True)
class Follow:
    """`target` was completed directly after `source` in the same instance; seconds between the two completions."""

    source: str
    target: str
    times: int
    p50: float
    p90: float


@dataclass(frozen=True)
class Repeat:
    """A step that was done more than once in an instance: `again` counts the executions after the first."""

    element: str
    instances: int
    again: int


@dataclass(frozen=True)
class HandOver:
    """Work went from the candidates `source` to `target`; seconds from one completion to the next."""

    source: str
    target: str
    times: int
    cases: int
    p50: float


def totals(part: Slice) -> Totals:
    """What is in a slice. Two statements."""
    where, given = chosen(part)
    found = ask(
        f"SELECT i.status, COUNT(*), MIN(i.started), MAX(i.started) FROM {table('Instance')} i WHERE {where} "  # noqa: S608
        "GROUP BY i.status ORDER BY i.status",
        given,
    )
    spans = (
        f"SELECT 1 AS one, {seconds('i.ended', 'i.started')} AS value FROM {table('Instance')} i "  # noqa: S608
        f"WHERE {where} AND i.status IN ('completed', 'terminated')"
    )
    times = ask(ranked(spans, "one", (50, 90)), given)
    firsts = [moment for row in found if (moment := rows.moment(row[2])) is not None]
    lasts = [moment for row in found if (moment := rows.moment(row[3])) is not None]
    return Totals(
        sum(row[1] for row in found),
        {row[0]: row[1] for row in found},
        times[0][3] if times else 0.0,
        times[0][4] if times else 0.0,
        min(firsts, default=None),
        max(lasts, default=None),
    )


def versions(part: Slice) -> list[Count]:
    """The versions that instances pinned, the most used first."""
    where, given = chosen(part)
    found = ask(
        f"SELECT i.version, COUNT(*), COUNT(*) FROM {table('Instance')} i WHERE {where} "  # noqa: S608 (own names)
        "GROUP BY i.version ORDER BY COUNT(*) DESC, i.version",
        given,
    )
    return [Count(*row) for row in found]


def _grouped(part: Slice, column: str, condition: str) -> list[Count]:
    where, given = chosen(part)
    found = ask(
        f"SELECT h.{column}, COUNT(*), COUNT(DISTINCT h.instance_id) FROM {table('History')} h "  # noqa: S608 (own names)
        f"JOIN {table('Instance')} i ON i.id = h.instance_id WHERE {where} AND {condition} "
        f"GROUP BY h.{column} ORDER BY COUNT(*) DESC, h.{column}",
        given,
    )
    return [Count(*row) for row in found]


def flows(part: Slice) -> list[Count]:
    """How often each sequence flow was taken: a line of history names the flow by which its element was reached."""
    return _grouped(part, "flow", "h.flow <> '' AND h.kind IN ('entered', 'passed', 'thrown')")


def catches(part: Slice) -> list[Count]:
    """How often each event occurred: messages, timers, errors."""
    return _grouped(part, "element", "h.kind IN ('caught', 'fired')")


def follows(part: Slice) -> list[Follow]:
    """The directly-follows graph of completed steps. One statement."""
    where, given = chosen(part)
    measures = (
        "SELECT source, target, value FROM (SELECT h.element AS source, LEAD(h.element) OVER w AS target, "  # noqa: S608
        f"{seconds('LEAD(h.at) OVER w', 'h.at')} AS value FROM {table('History')} h "
        f"JOIN {table('Instance')} i ON i.id = h.instance_id WHERE {where} AND h.kind = 'completed' "
        "WINDOW w AS (PARTITION BY h.instance_id ORDER BY h.id)) p WHERE target IS NOT NULL"
    )
    return [Follow(*row[:3], *row[4:]) for row in ask(ranked(measures, "source, target", (50, 90)), given)]


def repeats(part: Slice) -> list[Repeat]:
    """Steps that were completed again in the same instance; those of a multi-instance step are no repetition."""
    where, given = chosen(part)
    found = ask(
        "SELECT element, COUNT(*), SUM(times - 1) FROM (SELECT t.element AS element, t.instance_id AS one, "  # noqa: S608
        f"COUNT(*) AS times FROM {table('Task')} t JOIN {table('Instance')} i ON i.id = t.instance_id "
        f"WHERE {where} AND t.state = 'done' GROUP BY t.element, t.instance_id, COALESCE(t.loop, -1)) r "
        "WHERE times > 1 "
        "GROUP BY element ORDER BY SUM(times - 1) DESC, element",
        given,
    )
    return [Repeat(element, instances, int(again)) for element, instances, again in found]


def hand_overs(part: Slice) -> list[HandOver]:
    """Consecutive tasks of an instance by their candidates (the first of each); those of the whole case, called
    processes included, where nobody called the instance. Who works side by side hands over in the order of completion.
    """
    where, given = chosen(part)
    given = [*given, *given]
    instances = f"FROM {table('Instance')} i WHERE {where}"
    measures = (
        "SELECT source, target, one, value FROM (SELECT c.who AS target, LAG(c.who) OVER w AS source, "  # noqa: S608
        f"t.business_key AS one, {seconds('t.done_at', 'LAG(t.done_at) OVER w')} AS value FROM {table('Task')} t "
        f"JOIN (SELECT task_id, MIN(reference) AS who FROM {table('Candidate')} GROUP BY task_id) c "
        "ON c.task_id = t.id WHERE t.state = 'done' AND "
        f"(t.instance_id IN (SELECT i.id {instances}) OR "
        f"t.business_key IN (SELECT i.business_key {instances} AND i.parent_id IS NULL)) "
        "WINDOW w AS (PARTITION BY t.business_key ORDER BY t.done_at, t.id)) p WHERE source IS NOT NULL"
    )
    found = ask(ranked(measures, "source, target", (50,), distinct="one"), given)
    return [HandOver(source, target, times, cases, p50) for source, target, times, _sum, p50, cases in found]


def candidates(part: Slice) -> list[str]:
    """The references of everybody who was candidate for a task."""
    where, given = chosen(part)
    found = ask(
        f"SELECT DISTINCT c.reference FROM {table('Candidate')} c JOIN {table('Task')} t ON t.id = c.task_id "  # noqa: S608
        f"JOIN {table('Instance')} i ON i.id = t.instance_id WHERE {where} ORDER BY c.reference",
        given,
    )
    return [reference for (reference,) in found]
