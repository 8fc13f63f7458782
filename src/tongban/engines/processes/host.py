"""Whoever starts processes is their host: it is asked for what the engine cannot know, inside the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.processes.graph import Graph
from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Task:
    """A piece of work for a person. `loop` numbers the instances of a multi-instance task from 0; `item` is its item.

    `state` is open, done or cancelled; `done_by` and `done_at` tell who settled it and when. `owner` has delegated it
    to the assignee and gets it back.
    """

    id: int
    element: str
    name: Text
    instance: int
    business_key: str
    definition: tuple[str, str]
    properties: Mapping[str, str]
    candidates: tuple[str, ...]
    assignee: str
    created: dt.datetime
    due: dt.datetime | None
    state: str
    done_at: dt.datetime | None
    done_by: str
    loop: int | None
    item: Any = None
    owner: str = ""


@dataclass(frozen=True)
class Call:
    """Work for a program: the reply comes as `finish_call` or `fail_call`. `inputs` as the model maps them."""

    id: int
    operation: str
    business_key: str
    instance: int
    element: str
    inputs: Mapping[str, Any]
    properties: Mapping[str, str]
    state: str
    requested: dt.datetime
    attempts: int
    error: str = ""


@dataclass(frozen=True)
class Limit:
    """A timer that the host computes: `name` is the model's `tongban:limit`."""

    name: str
    business_key: str
    instance: int
    element: str
    properties: Mapping[str, str]
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A message that nobody on this node waits for or that names a `participant`, or a signal: `kind` says which.
    `element` threw it; `properties` are those of that element.
    """

    kind: str
    name: str
    correlation: str
    business_key: str
    instance: int
    element: str
    data: Mapping[str, Any]
    properties: Mapping[str, str] = field(default_factory=dict)


class Host:
    """What a host may answer; every method runs inside the transaction of the command and may raise to refuse it."""

    def graph(self, key: str, version: str | None) -> tuple[Graph, str]:
        """The graph of a definition and its version; None asks for the version in force."""
        raise LookupError(f"this host has no process {key} in version {version or 'in force'}")

    def passed_over(self, business_key: str, key: str) -> Mapping[str, Any] | None:
        """What stands for the answer of a called process that need not run (any more); None: it runs."""
        del business_key, key
        return None

    def task_created(self, task: Task, at: dt.datetime) -> tuple[str, ...]:
        """Candidates for a new task: opaque references such as `post:fire.clerk`."""
        del task, at
        return ()

    def task_closed(self, task: Task, at: dt.datetime) -> None:
        """A task was done or cancelled."""

    def task_moved(self, task: Task, at: dt.datetime) -> None:
        """An open task has other candidates, or stands on another element since its process changed its version."""

    def migrated(self, business_key: str, definition: tuple[str, str], instance: int, at: dt.datetime) -> None:
        """An instance goes on under another version of its process."""

    def call_requested(self, call: Call, at: dt.datetime) -> None:
        """A service is wanted: write an outbox event, never call out from here."""

    def thrown(self, sent: Sent, at: dt.datetime) -> None:
        """A message or signal leaves: start what begins with it, write an outbox event for other nodes."""

    def due(self, limit: Limit, at: dt.datetime) -> dt.datetime:
        """When a limit that the model only names falls due."""
        del at
        raise LookupError(f"this host knows no limit {limit.name!r} (element {limit.element})")

    def ended(self, business_key: str, at: dt.datetime) -> None:
        """The process that this host started has come to its end, in whatever way."""


_HOSTS: dict[str, Host] = {}
_GRAPHS: dict[tuple[str, str, str], Graph] = {}
MAX_GRAPHS = 2_000


def register_host(name: str, host: Host) -> None:
    """Names a host; called in a block's `apps.py`."""
    _HOSTS[name] = host
    _GRAPHS.clear()


def host_named(name: str) -> Host:
    """The host of that name. Raises LookupError when nobody registered it."""
    try:
        return _HOSTS[name]
    except KeyError:
        raise LookupError(f"no process host {name!r}; registered: {', '.join(sorted(_HOSTS)) or 'none'}") from None


def graph_of(host: str, key: str, version: str) -> Graph:
    """The graph that an instance pinned; versions never change, so it is asked of the host once."""
    name = (host, key, version)
    found = _GRAPHS.get(name)
    if found is None:
        found = host_named(host).graph(key, version)[0]
        if len(_GRAPHS) >= MAX_GRAPHS:
            _GRAPHS.clear()
        _GRAPHS[name] = found
    return found
