"""The re-engineering report: where cases wait, go round, change hands and are asked twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import eventlog
from tongban.governance.performance import rights
from tongban.governance.performance.units import LEAST, Body, Directory
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Subject

PAGE = 20


@dataclass(frozen=True)
class Query:
    """Which cases: those begun from `since` until before `until`, of one version, with work of one unit."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    version: str = ""
    unit: str = ""


@dataclass(frozen=True)
class StepLine:
    """A step: executions, and seconds from opening to completion, of which waiting and working where somebody claimed
    it (None: fewer than LEAST cases). `heat` is 1 to 5: its share of all time spent in steps, beside the worst.
    """

    element: str
    name: Text
    body: Body
    done: int
    cancelled: int
    p50: float | None
    p90: float | None
    waiting: float | None
    working: float | None
    claimed: int
    again: int
    again_in: int
    heat: int


@dataclass(frozen=True)
class VariantLine:
    steps: tuple[Text, ...]
    instances: int
    share: float


@dataclass(frozen=True)
class FollowLine:
    source: Text
    target: Text
    times: int
    p50: float
    p90: float


@dataclass(frozen=True)
class Matrix:
    """Hand-overs: `cells[giver][taker]` is how often, None when that concerns fewer than LEAST cases, 0 never."""

    bodies: tuple[Body, ...]
    cells: tuple[tuple[int | None, ...], ...]
    between: int
    within: int


@dataclass(frozen=True)
class Report:
    """The whole report of a process. `graph` is that of the version asked for, or of the one used most."""

    key: str
    totals: eventlog.Totals
    versions: tuple[str, ...]
    version: str
    steps: tuple[StepLine, ...]
    follows: tuple[FollowLine, ...]
    variants: tuple[VariantLine, ...]
    next_variant: int | None
    variants_in_all: int
    rare: int
    rare_instances: int
    matrix: Matrix
    units: tuple[Body, ...]


def slice_of(key: str, query: Query, directory: Directory) -> eventlog.Slice:
    """The question to the log."""
    who = directory.references(query.unit) if query.unit else ()
    return eventlog.Slice(key, query.since, query.until, (query.version,) if query.version else (), who)


def report(
    *, key: str, graphs: Mapping[str, processes.Graph], query: Query, after: int = 0, by: Subject, at: dt.datetime
) -> Report:  # fmt: skip
    """The report; `graphs` by version name the steps, `after` is where the page of variants begins. Raises Denied."""
    rights.require(rights.READ, by=by, at=at)
    directory = Directory.read()
    part = slice_of(key, query, directory)
    versions = eventlog.versions(eventlog.Slice(key))
    names = _names(graphs)
    found = eventlog.variants(part, least=LEAST)
    lines = _steps(part, names, directory)
    follows = [one for one in eventlog.follows(part) if one.times >= LEAST]
    return Report(
        key,
        eventlog.totals(part),
        tuple(one.name for one in versions),
        query.version or next((one.name for one in versions), ""),
        lines,
        tuple(
            FollowLine(_name(names, one.source), _name(names, one.target), one.times, one.p50, one.p90)
            for one in follows[:PAGE]
        ),
        _variants(found, names, after),
        after + PAGE if len(found.shown) > after + PAGE else None,
        found.instances,
        found.rare,
        found.rare_instances,
        _matrix(eventlog.hand_overs(part), directory),
        _bodies(eventlog.Slice(key), directory),
    )


def _names(graphs: Mapping[str, processes.Graph]) -> dict[str, Text]:
    return {node.id: node.name for graph in graphs.values() for node in graph.nodes.values()}


def _name(names: Mapping[str, Text], element: str) -> Text:
    found = names.get(element)
    return found if found is not None and found.zh else Text(element, element)


def _steps(part: eventlog.Slice, names: Mapping[str, Text], directory: Directory) -> tuple[StepLine, ...]:
    repeats = {one.element: one for one in eventlog.repeats(part)}
    times = eventlog.steps(part)
    spent = {one.element: one.whole.p50 * one.done if one.whole else 0.0 for one in times}
    most = max(spent.values(), default=0.0)
    return tuple(
        _step(one, repeats.get(one.element), _heat(spent[one.element], most), names, directory) for one in times
    )


def _step(
    one: eventlog.StepTimes, again: eventlog.Repeat | None, heat: int, names: Mapping[str, Text], directory: Directory
) -> StepLine:
    whole = one.whole if one.done >= LEAST else None
    claimed = one.working.count if one.working else 0
    shown = claimed >= LEAST
    return StepLine(
        one.element, _name(names, one.element), directory.body(one.who), one.done, one.cancelled,
        whole.p50 if whole else None, whole.p90 if whole else None,
        one.waiting.p50 if one.waiting and shown else None, one.working.p50 if one.working and shown else None,
        claimed, again.again if again else 0, again.instances if again else 0, heat if whole else 0,
    )  # fmt: skip


def _heat(spent: float, most: float) -> int:
    """1 to 5, beside the step on which most time is spent."""
    return max(1, min(5, 1 + int(4.999 * spent / most))) if most else 1


def _variants(found: eventlog.Variants, names: Mapping[str, Text], after: int) -> tuple[VariantLine, ...]:
    return tuple(
        VariantLine(
            tuple(_name(names, step) for step in one.steps), one.instances, one.instances / max(found.instances, 1)
        )
        for one in found.shown[after : after + PAGE]
    )


def _matrix(found: list[eventlog.HandOver], directory: Directory) -> Matrix:
    """Hand-overs by department, small groups left out."""
    times: dict[tuple[str, str], int] = {}
    cases: dict[tuple[str, str], int] = {}
    bodies: dict[str, Body] = {}
    for one in found:
        giver, taker = directory.body(one.source), directory.body(one.target)
        bodies |= {giver.code: giver, taker.code: taker}
        pair = giver.code, taker.code
        times[pair] = times.get(pair, 0) + one.times
        cases[pair] = max(cases.get(pair, 0), one.cases)
    order = sorted(bodies, key=lambda code: -sum(count for pair, count in times.items() if code in pair))
    cells = tuple(
        tuple(None if 0 < cases.get((giver, taker), 0) < LEAST else times.get((giver, taker), 0) for taker in order)
        for giver in order
    )
    shown = {pair: count for pair, count in times.items() if cases[pair] >= LEAST}
    return Matrix(
        tuple(bodies[code] for code in order),
        cells,
        sum(count for (giver, taker), count in shown.items() if giver != taker),
        sum(count for (giver, taker), count in shown.items() if giver == taker),
    )


def _bodies(part: eventlog.Slice, directory: Directory) -> tuple[Body, ...]:
    """The units that have worked on the process, for the filter."""
    found = {body.code: body for one in eventlog.candidates(part) if (body := directory.body(one)).code}
    return tuple(sorted(found.values(), key=lambda body: body.code))
