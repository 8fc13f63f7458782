"""The event log as exchange formats tell it: cases, their tasks, and events with what they are about. No persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import eventlog
from tongban.governance.performance.units import Directory
from tongban.kernel.declarations.api import Text

TRANSITIONS = {
    "entered": "schedule", "claimed": "start", "assigned": "assign", "released": "reassign", "completed": "complete",
    "cancelled": "pi_abort", "failed": "ate_abort", "retried": "resume", "passed": "autoskip",
}  # fmt: skip
EVENTS = ("caught", "fired", "thrown", "started", "ended")


@dataclass(frozen=True)
class Happening:
    """One event: `transition` is that of the XES lifecycle, `task` its number or 0, `post` and `unit` codes."""

    id: int
    at: str
    activity: str
    kind: str
    element: str
    transition: str
    task: int
    post: str
    unit: str


@dataclass(frozen=True)
class Course:
    """One instance with its events."""

    case: str
    instance: int
    version: str
    status: str
    started: str
    parent: int | None
    events: tuple[Happening, ...]


def courses(
    part: eventlog.Slice, graphs: Mapping[str, processes.Graph], directory: Directory, language: str
) -> Iterator[Course]:
    """Every instance of a slice, streamed. Gateways that are merely passed are left out."""
    for trace in eventlog.traces(part):
        graph = graphs.get(trace.version)
        found = [one for entry in trace.entries if (one := _happening(entry, graph, directory, language)) is not None]
        yield Course(
            trace.business_key, trace.instance, trace.version, trace.status, trace.started.isoformat(), trace.parent,
            tuple(found),
        )  # fmt: skip


def _happening(
    entry: eventlog.Entry, graph: processes.Graph | None, directory: Directory, language: str
) -> Happening | None:
    transition = TRANSITIONS.get(entry.kind, "complete" if entry.kind in EVENTS else "")
    node = graph.nodes.get(entry.element) if graph is not None else None
    if not transition or (entry.kind == "passed" and (node is None or node.kind.endswith("Gateway"))):
        return None
    name = node.name if node is not None else Text(entry.element or entry.kind, entry.element or entry.kind)
    kind, _colon, code = entry.who.partition(":")
    body = directory.body(entry.who)
    return Happening(
        entry.id, entry.at.isoformat(), name.inn(language) or entry.element, entry.kind, entry.element, transition,
        entry.task, code if kind == "post" else "", body.code,
    )  # fmt: skip
