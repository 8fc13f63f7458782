"""Simulations as jobs: asked for, run a stretch at a time, kept, compared."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import simulation
from tongban.governance.performance import rights
from tongban.governance.performance.errors import PerformanceError
from tongban.governance.performance.models import Study
from tongban.governance.performance.plans import calendar, plan_of
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

MOST_UNKEPT, STRETCH, LONGEST_TITLE = 20, 3.0, 100
TARGET, MOST_PEOPLE, MOST_RUNS = 0.95, 60, 30


@dataclasses.dataclass(frozen=True)
class StudyView:
    """A simulation: how far it is, and what came out. `answer` is the staffing found, `failure` why there is none."""

    id: int
    process: str
    version: str
    title: str
    plan: Mapping[str, Any]
    runs: int
    most_runs: int
    outcome: simulation.Outcome | None
    answer: simulation.Answer | None
    failure: str
    kept: bool
    by: str
    at: dt.datetime
    done: bool


def start(
    *, process: str, version: str, text: str, title: str, plan: Mapping[str, Any], by: Subject, at: dt.datetime
) -> int:  # fmt: skip
    """Writes down a simulation and returns its number; `text` is that of a draft, when there is no version.

    Of those that nobody keeps, the oldest beyond MOST_UNKEPT go. Raises Denied.
    """
    rights.require(rights.SIMULATE, by=by, at=at)
    with transaction.atomic():
        row = Study.objects.create(
            process=process, version=version, text=text, title=title[:LONGEST_TITLE], plan=dict(plan), by=by.person,
            at=at,
        )  # fmt: skip
        old = (
            Study.objects.filter(process=process, kept=False).order_by("-id")[MOST_UNKEPT:].values_list("pk", flat=True)
        )
        Study.objects.filter(pk__in=list(old)).delete()
        audit.record(at=at, by=by, action="performance.simulate", object=f"process:{process}", detail={"study": row.pk})
    return row.pk


def study(*, number: int, process: str, by: Subject, at: dt.datetime) -> StudyView:
    """A simulation of a process. Raises Denied; PerformanceError when there is none (any more)."""
    rights.require(rights.SIMULATE, by=by, at=at)
    return _view(_row(number, process))


def studies(
    *, process: str, by: Subject, at: dt.datetime, before: int | None = None, limit: int = 20
) -> list[StudyView]:
    """The simulations of a process, newest first, without their results. One query."""
    rights.require(rights.SIMULATE, by=by, at=at)
    rows = Study.objects.filter(process=process).defer("text", "runs", "plan").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_head(row) for row in rows[:limit]]


def text_of(*, number: int, process: str) -> str:
    """The BPMN text that a simulation of a draft began with; empty for one of a version."""
    return _row(number, process).text


def keep(*, number: int, process: str, kept: bool, by: Subject, at: dt.datetime) -> None:
    """Keeps a simulation, or lets it go. Raises Denied."""
    rights.require(rights.SIMULATE, by=by, at=at)
    Study.objects.filter(pk=number, process=process).update(kept=kept)


def _row(number: int, process: str) -> Study:
    row = Study.objects.filter(pk=number, process=process).first()
    if row is None:
        raise PerformanceError(_("There is no such simulation any more. Start it again."))
    return row


def _head(row: Study) -> StudyView:
    return StudyView(
        row.pk, row.process, row.version, row.title, {}, row.step, MOST_RUNS, _outcome(row.outcome),
        _answer(row.answer), row.failure, row.kept, row.by, row.at, row.done_at is not None,
    )  # fmt: skip


def _view(row: Study) -> StudyView:
    return dataclasses.replace(_head(row), plan=row.plan)


# Running


def run(
    *, number: int, process: str, graph: processes.Graph, called: Mapping[str, processes.Graph], by: Subject,
    at: dt.datetime,
) -> bool:  # fmt: skip
    """Makes runs for STRETCH seconds, at least one; returns whether the simulation is through.

    A run is computed outside of any transaction and kept only if nobody kept the same one in the meantime.
    Raises Denied, PerformanceError.
    """
    rights.require(rights.SIMULATE, by=by, at=at)
    until = time.monotonic() + STRETCH
    while True:
        row = _row(number, process)
        if row.done_at is not None:
            return True
        changes = _next(row, graph, called)
        if changes.pop("done", False):
            changes["done_at"] = at
        Study.objects.filter(pk=row.pk, step=row.step).update(**changes, step=row.step + 1)
        if time.monotonic() > until and "done_at" not in changes:
            return False


def _next(row: Study, graph: processes.Graph, called: Mapping[str, processes.Graph]) -> dict[str, Any]:
    """The next run of a simulation, as changes of its row."""
    find = bool(row.plan["find"]) and row.plan["limit"] is not None and bool(row.plan["staff"])
    known = {tuple((post, count) for post, count in staffing): _candidate(one) for staffing, one in row.runs}
    how = simulation.Search(TARGET, MOST_PEOPLE, MOST_RUNS)
    wanted = simulation.search(row.plan["staff"], known, how) if find or not known else row.plan["staff"]
    if isinstance(wanted, simulation.Answer):
        return {"answer": dataclasses.asdict(wanted), "done": True}
    try:
        outcome = simulation.simulate(graph, plan_of(row.plan, called, wanted), calendar=calendar())
    except (simulation.PlanError, simulation.SpreadError, processes.ProcessError) as error:
        return {"failure": str(error)[:500], "done": True}
    run = [sorted(wanted.items()), dataclasses.asdict(simulation.Candidate.of(outcome))]
    changes: dict[str, Any] = {"runs": [*row.runs, run]}
    if row.outcome is None:
        changes |= {"outcome": dataclasses.asdict(outcome), "done": not find}
    return changes


def _candidate(kept: Mapping[str, Any]) -> simulation.Candidate:
    return simulation.Candidate(**kept)


def _answer(kept: Mapping[str, Any] | None) -> simulation.Answer | None:
    return simulation.Answer(**kept) if kept is not None else None


def _outcome(kept: Mapping[str, Any] | None) -> simulation.Outcome | None:
    """An outcome from its JSON: lists become tuples, rows their dataclasses."""
    if kept is None:
        return None
    rows = {"steps": simulation.StepTime, "posts": simulation.PostLoad, "samples": simulation.Sample}
    values: dict[str, Any] = dict(kept)
    for name, kind in rows.items():
        values[name] = tuple(kind(**one) for one in kept[name])
    values["classes"] = tuple((first, last, count) for first, last, count in kept["classes"])
    values["errors"] = tuple((why, count) for why, count in kept["errors"])
    return simulation.Outcome(**values)
