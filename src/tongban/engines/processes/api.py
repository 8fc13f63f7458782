"""The front door of processes.

Models are BPMN 2.0 texts with FEEL and the extension namespace `https://tongban.dev/bpmn`; `by` is an opaque reference
to whoever acts; `at` is aware and in UTC. Every command is one transaction that locks the business key: it either
happens whole, together with what the host wrote, or not at all. Commands raise ProcessError (NotFound, AlreadyDone,
Held) and leave everything as it was. Variables and history are kept in clear and for good: a host gives references to
persons, never their data.

Extension attributes and elements, besides those that a host reads for itself as properties:
  name-en               any named element: its name in English
  outputs               an activity: the keys that it writes; others are refused, and no parallel branch may write them
  input, output         elements with `target` and FEEL `source`: what a call, called process or thrown message gets,
                        and what is written of its answer (without them: all variables for a called process, nothing
                        back from it, a service's answer as it is)
  operation, decision   service, send and business-rule tasks: what is asked of the host
  due                   a user task: ISO 8601 or FEEL
  limit                 a timer: its due time is computed by the host
  correlation           a message: FEEL of the key that both sides must give
  participant           a thrown message: it is the host's to deliver, whoever waits for it here
  collect               multi-instance: the variable that gathers what each instance wrote, with `loopCounter` and item
  version               a call activity: the version to call instead of the one in force
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from tongban.engines.processes import (
    census,
    checking,
    commands,
    drawing,
    eventlog,
    queries,
    simulation,
    soundness,
    ticking,
    xml,
)
from tongban.engines.processes import layout as _layout
from tongban.engines.processes import picture as _picture
from tongban.engines.processes.delivery import deliver, receive, signal
from tongban.engines.processes.document import Document
from tongban.engines.processes.erasing import erase
from tongban.engines.processes.errors import AlreadyDone, Held, NotFound, ProcessError
from tongban.engines.processes.facts import Alarm, Event, Finding, Page, Progress, Received, Step
from tongban.engines.processes.game import beginnings
from tongban.engines.processes.graph import Flow, Graph
from tongban.engines.processes.host import Call, Host, Limit, Sent, Task, register_host
from tongban.engines.processes.moving.front import (
    Moving,
    Obstacle,
    Preview,
    Reason,
    advance,
    confirm,
    give_up,
    moving,
    movings,
    preview,
    propose,
    stayed,
    suggested,
    waiting,
)
from tongban.engines.processes.omissions import Omission, omissions
from tongban.engines.processes.operations.front import (
    Copy,
    Delegated,
    Doubtful,
    Repair,
    Return,
    Spot,
    Suspended,
    TooLate,
    TooSoon,
    add_party,
    beginnings_again,
    copies,
    copies_of,
    copy,
    delegate,
    halted,
    parties,
    recall,
    recallable,
    reopen,
    repair,
    resolve,
    resume,
    returns,
    seen,
    send_back,
    spots,
    suspend,
    transfer,
    urge,
    urged,
)
from tongban.engines.processes.runs import playing, steps
from tongban.engines.processes.runs.playing import Outcome
from tongban.engines.processes.runs.steps import StepError
from tongban.engines.processes.runs.world import EndlessError
from tongban.engines.processes.saying import parted as said
from tongban.engines.processes.saying import placed, say
from tongban.engines.processes.scene import Mark, Scene
from tongban.engines.processes.values import packed, received

__all__ = [
    "Alarm", "AlreadyDone", "Call", "Event", "Finding", "Flow", "Graph", "Held", "Host", "Limit", "NotFound",
    "Page", "ProcessError", "Progress", "Step", "Task", "assign", "calls", "cancel", "check", "claim", "complete",
    "eventlog", "fail_call", "finish_call", "history", "layout", "message", "picture", "read", "register_host",
    "release", "reschedule", "retry_call", "retry_timer", "running", "schedule", "simulation", "skip", "start",
    "state", "task", "tasks", "tick", "timers", "worklist",
]  # fmt: skip
__all__ += ["beginnings", "erase", "packed", "received"]
__all__ += ["Document", "Mark", "Scene", "encoded", "examine", "load", "placed", "said", "say", "scene"]
__all__ += ["Received", "Sent", "deliver", "receive", "signal"]
__all__ += ["Omission", "omissions"]
__all__ += [
    "Copy", "Delegated", "Doubtful", "Repair", "Return", "Spot", "Suspended", "TooLate", "TooSoon", "add_party",
    "copies", "copies_of", "copy", "delegate", "halted", "parties", "recall", "recallable", "repair", "resolve",
    "resume", "returns", "seen", "send_back", "spots", "suspend", "transfer", "urge", "urged",
]  # fmt: skip
__all__ += [
    "Moving", "Obstacle", "Preview", "Reason", "advance", "confirm", "give_up", "moving", "movings", "preview",
    "propose", "stayed", "suggested", "waiting",
]  # fmt: skip
__all__ += ["beginnings_again", "reopen"]
__all__ += ["EndlessError", "Outcome", "StepError", "play"]


def read(text: str, source: str) -> Graph:
    """Compiles a BPMN text. Raises DeclarationError naming element, line and reason of all that is not understood."""
    return xml.read(text, source)


def load(text: str | bytes, source: str) -> Document:
    """Every process of a BPMN file with all that is wrong with the file. Never raises."""
    return xml.load(text, source)


def examine(text: str | bytes, source: str) -> Document:
    """A file as `tongban process check` sees it: every process, and all that is wrong by line. Never raises. Publishing
    needs `accepted` and `executable`.
    """
    return checking.examine(text, source, drawn=True)


def play(graphs: Mapping[str, Graph], script: bytes, data: bytes, *, at: dt.datetime) -> Outcome:
    """Plays a script over the processes of a file on a virtual clock, in memory; both are JSON as `process run` takes
    them. Raises StepError for a script or data that do not fit, EndlessError for a run that never rests.
    """
    return playing.play(graphs, steps.steps(script), data=steps.data(data), at=at)


def check(graph: Graph) -> list[Finding]:
    """Soundness by state space, writes of concurrent branches, names, diagram. A deadlock is an error."""
    return soundness.findings(graph)


def picture(
    graph: Graph | Scene,
    *,
    current: Iterable[str] = (),
    done: Iterable[str] = (),
    returned: Iterable[str] = (),
    marks: Mapping[str, Mark] | None = None,
    language: str = "zh-hans",
    anchor: str = "",
) -> str:
    """The diagram as an SVG element for a page: classes only (`bpmn-task current`), no style, no script.

    `marks` says something of single elements; `anchor` begins the ids in it, for pages with several pictures of one
    process.
    """
    return _picture.picture(
        graph, current=current, done=done, returned=returned, marks=marks, language=language, anchor=anchor
    )


def scene(text: str) -> Scene:
    """What a file draws, also one that is not accepted. Raises DeclarationError for what is no XML."""
    return drawing.of(text)


def encoded(text: str) -> bytes:
    """A text as bytes for a parser, without its declaration, which would lie about the encoding."""
    return drawing.encoded(text)


def layout(text: str) -> str:
    """The same BPMN text with diagram interchange of our own layered layout, replacing any that it has."""
    return _layout.layout(text)


def start(
    *,
    host: str,
    definition: tuple[str, str],
    graph: Graph,
    business_key: str,
    data: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    message: str = "",
    signal: str = "",
) -> Step:
    """Starts a process: `definition` is its key and pinned version; `message` or `signal` pick a start
    event that waits for it.

    Raises AlreadyDone when this host has started this definition for this business key before.
    """
    return commands.start(
        host=host,
        definition=definition,
        graph=graph,
        business_key=business_key,
        data=data,
        by=by,
        at=at,
        message=message,
        signal=signal,
    )


def complete(*, task: int, patch: Mapping[str, Any], by: str, at: dt.datetime) -> Step:
    """Completes a user task; only the keys that `patch` names are written.

    Raises AlreadyDone (who and when), Held when somebody else has claimed it, ProcessError for keys outside the
    task's declared `tongban:outputs` or when no flow can be taken.
    """
    return commands.complete(task=task, patch=patch, by=by, at=at)


def claim(*, task: int, by: str, at: dt.datetime) -> Task:
    """Takes a task for oneself; again by the same person changes nothing. Raises Held, AlreadyDone."""
    return commands.claim(task=task, by=by, at=at)


def release(*, task: int, by: str, at: dt.datetime) -> Task:
    """Gives a claimed task back to its candidates. Raises Held when another person holds it."""
    return commands.release(task=task, by=by, at=at)


def assign(*, task: int, assignee: str, by: str, at: dt.datetime) -> Task:
    """Gives a task to a person, whoever holds it now; the host has checked that `by` may."""
    return commands.assign(task=task, assignee=assignee, by=by, at=at)


def message(
    *,
    business_key: str,
    name: str,
    data: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    correlation: str = "",
) -> Step | None:
    """Delivers a message to the one that has waited longest under this key; None when nobody waits for it."""
    return commands.message(business_key=business_key, name=name, data=data, by=by, at=at, correlation=correlation)


def finish_call(*, call: int, patch: Mapping[str, Any], at: dt.datetime) -> Step:
    """The reply of a service. Raises AlreadyDone when there was one, or the call was cancelled."""
    return commands.finish_call(call=call, patch=patch, at=at)


def fail_call(*, call: int, error: str, at: dt.datetime) -> Step:
    """A service says that it cannot: a boundary error of that code (or of any) catches it, else the call stays
    failed until it is retried or answered.
    """
    return commands.fail_call(call=call, error=error, at=at)


def retry_call(*, call: int, by: str, at: dt.datetime) -> Call:
    """Requests a failed call again through the host."""
    return commands.retry_call(call=call, by=by, at=at)


def tick(*, at: dt.datetime, limit: int = 1000) -> int:
    """Fires what is due, each timer once and in its own transaction; returns how many. Several tickers may run."""
    return ticking.tick(at=at, limit=limit)


def cancel(*, business_key: str, by: str, at: dt.datetime, reason: str) -> int:
    """Ends everything that runs under a business key; returns how many instances. Again: 0."""
    return commands.cancel(business_key=business_key, by=by, at=at, reason=reason)


def skip(*, business_key: str, key: str, instead: Mapping[str, Any], by: str, at: dt.datetime) -> int:
    """Takes away what runs of a called process under a business key: its caller goes on as if it had answered
    `instead`. Returns how many; again: 0. Raises Suspended.
    """
    return commands.skip(business_key=business_key, key=key, instead=instead, by=by, at=at)


def reschedule(*, timer: int, due: dt.datetime, by: str, at: dt.datetime) -> Alarm:
    """Moves a running timer, as when a legal clock pauses. Raises NotFound when it is no longer running."""
    return ticking.reschedule(timer=timer, due=due, by=by, at=at)


def retry_timer(*, timer: int, by: str, at: dt.datetime) -> Alarm:
    """Frees a stuck timer: the next tick fires it again."""
    return ticking.retry(timer=timer, by=by, at=at)


def schedule(
    *, host: str, definition: tuple[str, str], graph: Graph, business_key: str, by: str, at: dt.datetime
) -> list[dt.datetime]:
    """Arms the timer start events of a definition in place of its earlier version's; returns when they fire first.

    Each firing starts an instance under `business_key/<UTC time>`.
    """
    return ticking.schedule(host=host, definition=definition, graph=graph, business_key=business_key, by=by, at=at)


def tasks(*, business_key: str, open_only: bool = False) -> list[Task]:
    """The tasks under a business key, called processes included, oldest first."""
    return queries.tasks(business_key, open_only=open_only)


def task(id: int) -> Task:  # noqa: A002 (the row's own word)
    """One task. Raises NotFound."""
    return queries.task(id)


def calls(*, business_key: str) -> list[Call]:
    """The service calls under a business key, oldest first."""
    return queries.calls(business_key)


def timers(*, business_key: str) -> list[Alarm]:
    """The timers that run under a business key, next first."""
    return queries.timers(business_key)


def worklist(*, candidates: Iterable[str], after: int | None = None, limit: int = 50) -> Page:
    """Open tasks of which one of `candidates` is candidate or assignee, oldest first, by key and not by offset."""
    return queries.worklist(candidates, after, limit)


def history(business_key: str, *, after: int = 0, limit: int = 1000) -> list[Event]:
    """What happened under a business key, in order."""
    return queries.history(business_key, after, limit)


def state(business_key: str) -> list[Progress]:
    """Where each instance under a business key stands, the one started first in front. Raises NotFound."""
    return queries.state(business_key)


def running(key: str = "") -> Mapping[tuple[str, str], int]:
    """How many instances run on which version, by key and version; of one process if a key is given. One query."""
    return census.running(key)
