"""A simulation's result in words, tables and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.channels.desk import charts, plots
from tongban.engines.processes import api as processes
from tongban.engines.processes.api import simulation
from tongban.governance.performance import api as performance

MINUTE, DAY = 60.0, 86_400.0


@dataclass(frozen=True)
class StepRow:
    name: str
    step: simulation.StepTime
    waiting: str
    waiting_p90: str
    working: str


@dataclass(frozen=True)
class PostRow:
    """A post; `needed` is how many people the limit needs, when that was looked for."""

    name: str
    post: simulation.PostLoad
    percent: int
    wait: str
    wait_p90: str
    queue: str
    needed: int | None
    dashes: SafeString


@dataclass(frozen=True)
class Result:
    """What the page of a result shows."""

    study: performance.StudyView
    outcome: simulation.Outcome
    figures: tuple[tuple[str, str], ...]
    within: str
    steps: tuple[StepRow, ...]
    posts: tuple[PostRow, ...]
    classes: tuple[tuple[str, str, int], ...]
    through: SafeString
    queues: SafeString
    times: SafeString
    needed: int


def result(
    study: performance.StudyView, graphs: Mapping[str, processes.Graph], directory: performance.Directory
) -> Result:  # fmt: skip
    """The result of a simulation that has run; `graphs` by process, "" its own."""
    outcome = study.outcome
    if outcome is None:
        raise ValueError("this simulation has not run yet")
    steps = tuple(
        StepRow(
            _name(one.element, graphs), one, performance.span(one.waiting), performance.span(one.waiting_p90),
            performance.span(one.working),
        )
        for one in outcome.steps
    )  # fmt: skip
    needed = dict(study.answer.staffing) if study.answer is not None and study.answer.kept else {}
    posts = tuple(_post(place, one, directory, needed) for place, one in enumerate(outcome.posts))
    return Result(
        study, outcome, _figures(outcome), _percent(outcome.within), steps, posts,
        tuple((performance.span(first), performance.span(last), count) for first, last, count in outcome.classes),
        _through(outcome), _queues(outcome, posts), _times(steps), sum(needed.values()),
    )  # fmt: skip


def _name(name: str, graphs: Mapping[str, processes.Graph]) -> str:
    key, slash, element = name.partition("/")
    graph = graphs.get(key if slash else "")
    node = graph.nodes.get(element if slash else name) if graph is not None else None
    label = str(node.name) if node is not None and node.name.zh else name
    return f"{graph.name}: {label}" if slash and graph is not None else label


def _percent(share: float | None) -> str:
    return f"{100 * share:.0f} %" if share is not None else "–"


def _figures(outcome: simulation.Outcome) -> tuple[tuple[str, str], ...]:
    return (
        (_("half of all cases within"), performance.span(outcome.p50)),
        (_("four of five within"), performance.span(outcome.p80)),
        (_("19 of 20 within"), performance.span(outcome.p95)),
    )


def _post(
    place: int, one: simulation.PostLoad, directory: performance.Directory, needed: Mapping[str, int]
) -> PostRow:  # fmt: skip
    return PostRow(
        str(directory.title(one.post)), one, round(100 * one.utilisation), performance.span(one.wait),
        performance.span(one.wait_p90), f"{one.queue:.1f}", needed.get(one.post), plots.key_line(place + 1),
    )  # fmt: skip


def _through(outcome: simulation.Outcome) -> SafeString:
    """The distribution of time through."""
    if not outcome.classes:
        return SafeString("")
    width = outcome.classes[-1][0] + outcome.classes[0][1]
    return plots.columns(
        [count for _first, _last, count in outcome.classes],
        title=_("How many cases took how long"), low="0", high=performance.span(width),
        mark=(outcome.p95 / width, _("19 of 20")) if width else None,
    )  # fmt: skip


def _queues(outcome: simulation.Outcome, posts: tuple[PostRow, ...]) -> SafeString:
    """Cases under way and the queue at each post, over time."""
    series = [("", [float(one.cases) for one in outcome.samples])]
    series += [
        (row.name, [float(one.queues[place]) for one in outcome.samples]) for place, row in enumerate(posts)
    ]  # fmt: skip
    days = performance.span(outcome.days * DAY)
    return plots.lines(series, title=_("Cases under way and queues over time"), low="0", high=days)


def _times(steps: tuple[StepRow, ...]) -> SafeString:
    bars = [
        charts.Bar(row.name, (("wait", round(row.step.waiting / MINUTE)), ("good", round(row.step.working / MINUTE))))
        for row in steps
        if row.step.count
    ]
    return charts.bars(bars, title=_("Minutes of waiting, then minutes of work, by step"))


def side_by_side(one: Result, other: Result) -> list[tuple[str, str, str]]:
    """What two simulations say of the same things."""
    rows: list[tuple[str, str, str]] = [
        (name, mine, theirs) for (name, mine), (_name, theirs) in zip(one.figures, other.figures, strict=True)
    ]
    rows.insert(0, (_("within the limit"), one.within, other.within))
    rows.append((_("cases simulated"), str(one.outcome.cases), str(other.outcome.cases)))
    rows.append((_("people needed for the limit"), _needed(one), _needed(other)))
    rows += _paired({row.name: _posted(row) for row in one.posts}, {row.name: _posted(row) for row in other.posts})
    rows += _paired({row.name: _stepped(row) for row in one.steps}, {row.name: _stepped(row) for row in other.steps})
    return rows


def _needed(one: Result) -> str:
    return str(one.needed) if one.needed else "–"


def _posted(row: PostRow) -> str:
    facts: dict[str, Any] = {"people": row.post.people, "busy": row.percent, "wait": row.wait}
    return _("%(people)s people, busy %(busy)s %%, average wait %(wait)s") % facts


def _stepped(row: StepRow) -> str:
    return _("on average %(waiting)s of waiting, %(working)s of work") % {
        "waiting": row.waiting,
        "working": row.working,
    }


def _paired(one: Mapping[str, str], other: Mapping[str, str]) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*one, *other])
    return [(name, one.get(name, "–"), other.get(name, "–")) for name in names]
