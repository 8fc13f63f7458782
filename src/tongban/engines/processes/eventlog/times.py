"""How long steps waited and worked, services took, and events let wait: quantiles by nearest rank."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.engines.processes.eventlog.slices import Slice, ask, chosen, number_in, ranked, seconds, table

TWENTIETHS = tuple(range(5, 101, 5))


@dataclass(frozen=True)
class Quantiles:
    """`values` in seconds at 5, 10, … 100 percent of `count` measurements."""

    count: int
    values: tuple[float, ...]

    @property
    def p50(self) -> float:
        return self.values[9]

    @property
    def p90(self) -> float:
        return self.values[17]


@dataclass(frozen=True)
class StepTimes:
    """A user task: `done` and `cancelled` times; `whole` from its opening to its completion; `waiting` until somebody
    claimed it and `working` after that, of those that were claimed (None when none was).
    """

    element: str
    done: int
    cancelled: int
    whole: Quantiles | None
    waiting: Quantiles | None
    working: Quantiles | None
    who: str


def _spread(measures: str, given: list[object]) -> dict[str, Quantiles]:
    found = ask(ranked(measures, "element", TWENTIETHS), given)
    return {row[0]: Quantiles(row[1], tuple(float(value) for value in row[3:])) for row in found}


def steps(part: Slice) -> list[StepTimes]:
    """The user tasks of a slice, those done most often first. Two statements."""
    where, given = chosen(part)
    joined = f"{table('Task')} t JOIN {table('Instance')} i ON i.id = t.instance_id"
    counts = ask(
        "SELECT t.element, SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END), "  # noqa: S608 (own names)
        "SUM(CASE WHEN t.state = 'cancelled' THEN 1 ELSE 0 END), MIN(c.reference) "
        f"FROM {joined} LEFT JOIN {table('Candidate')} c ON c.task_id = t.id AND c.id = "
        f"(SELECT MIN(o.id) FROM {table('Candidate')} o WHERE o.task_id = t.id) "
        f"WHERE {where} GROUP BY t.element ORDER BY 2 DESC, t.element",
        given,
    )
    claimed = (
        f"SELECT {number_in('h.data', 'task')} AS task, MIN(h.at) AS at FROM {table('History')} h "  # noqa: S608
        f"JOIN {table('Instance')} i ON i.id = h.instance_id WHERE {where} AND h.kind = 'claimed' GROUP BY 1"
    )
    measures = (
        "SELECT t.element AS element, w.what AS what, CASE w.what "  # noqa: S608 (own names)
        f"WHEN 0 THEN {seconds('t.done_at', 't.created')} WHEN 1 THEN {seconds('k.at', 't.created')} "
        f"ELSE {seconds('t.done_at', 'k.at')} END AS value FROM {joined} LEFT JOIN ({claimed}) k ON k.task = t.id "
        "CROSS JOIN (SELECT 0 AS what UNION ALL SELECT 1 UNION ALL SELECT 2) w "
        f"WHERE {where} AND t.state = 'done' AND (w.what = 0 OR k.at IS NOT NULL)"
    )
    found = ask(ranked(measures, "element, what", TWENTIETHS), [*given, *given])
    times = {(row[0], row[1]): Quantiles(row[2], tuple(float(value) for value in row[4:])) for row in found}
    return [
        StepTimes(
            element, int(done), int(cancelled), times.get((element, 0)), times.get((element, 1)),
            times.get((element, 2)), who or "",
        )
        for element, done, cancelled, who in counts
    ]  # fmt: skip


def calls(part: Slice) -> dict[str, Quantiles]:
    """How long services took to answer, by element."""
    where, given = chosen(part)
    return _spread(
        f"SELECT c.element AS element, {seconds('c.settled', 'c.requested')} AS value FROM {table('Call')} c "  # noqa: S608
        f"JOIN {table('Instance')} i ON i.id = c.instance_id "
        f"WHERE {where} AND c.state = 'done' AND c.settled IS NOT NULL",
        given,
    )


def waits(part: Slice) -> dict[str, Quantiles]:
    """How long an event let wait, from its entering to its occurring, by element."""
    where, given = chosen(part)
    return _spread(
        f"SELECT element, value FROM (SELECT h.element AS element, h.kind AS kind, "  # noqa: S608 (own names)
        f"LEAD(h.kind) OVER w AS following, {seconds('LEAD(h.at) OVER w', 'h.at')} AS value FROM {table('History')} h "
        f"JOIN {table('Instance')} i ON i.id = h.instance_id "
        f"WHERE {where} AND h.kind IN ('entered', 'caught', 'fired') "
        "WINDOW w AS (PARTITION BY h.instance_id, h.element ORDER BY h.id)) p "
        "WHERE kind = 'entered' AND following IN ('caught', 'fired')",
        given,
    )


def arrivals(part: Slice) -> Quantiles | None:
    """The time between the starts of instances that nobody called; None for fewer than two of them."""
    where, given = chosen(part)
    found = _spread(
        f"SELECT 'start' AS element, value FROM (SELECT {seconds('i.started', 'LAG(i.started) OVER w')} AS value "  # noqa: S608
        f"FROM {table('Instance')} i WHERE {where} WINDOW w AS (ORDER BY i.started, i.id)) p WHERE value IS NOT NULL",
        given,
    )
    return found.get("start")
