"""What the front door hands out besides tasks and calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tongban.engines.processes.graph import Graph
from tongban.engines.processes.host import Call, Task
from tongban.kernel.declarations.api import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What a check of a model found. Errors forbid publishing."""

    severity: Severity
    code: str
    element: str
    line: int
    message: str


@dataclass(frozen=True)
class Step:
    """What one command did: `tasks` and `calls` that it opened, and how the instance stands now."""

    instance: int
    business_key: str
    status: str
    tasks: tuple[Task, ...]
    calls: tuple[Call, ...]

    @property
    def ended(self) -> bool:
        return self.status != "running"


@dataclass(frozen=True)
class Received:
    """A message from outside was taken by an instance (None: it is gone since); `again`: it had been before.
    `business_key` is that of the instance where it was taken now.
    """

    instance: int | None
    again: bool
    business_key: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the history; `id` grows. `data` is the patch of a completion.

    `kind`: started, entered, passed, completed, gathered, cancelled, claimed, released, assigned, thrown, caught,
    heard, fired, rescheduled, failed, retried, compensated, ended; by hand also transferred, delegated, resolved,
    urged, copied, returned, recalled, added, suspended, resumed, repaired, migrated.
    """

    id: int
    at: dt.datetime
    by: str
    kind: str
    element: str
    name: Text
    instance: int
    flow: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Progress:
    """Where one instance stands. `current`, `done` and `returned` (sent back and not completed since) are element ids,
    `variables` its data.
    """

    instance: int
    definition: tuple[str, str]
    graph: Graph
    status: str
    parent: int | None
    current: tuple[str, ...]
    done: tuple[str, ...]
    returned: tuple[str, ...]
    variables: Mapping[str, Any]
    started: dt.datetime
    ended: dt.datetime | None
    error: str


@dataclass(frozen=True)
class Alarm:
    """A timer that runs. `stuck` says why it could not fire, when it could not."""

    id: int
    business_key: str
    instance: int
    element: str
    due: dt.datetime
    properties: Mapping[str, str]
    stuck: str


@dataclass(frozen=True)
class Copy:
    """What somebody (`reference`) is shown and need not do: a task's element, or the whole case when it is empty."""

    id: int
    business_key: str
    element: str
    name: Text
    reference: str
    sent: dt.datetime
    by: str
    seen: dt.datetime | None


@dataclass(frozen=True)
class Return:
    """A step that work may be sent back to. `cancelled`: the steps open now that this takes away, with their names;
    `again`: the elements that may be done once more.
    """

    element: str
    name: Text
    cancelled: tuple[tuple[str, Text], ...]
    again: frozenset[str]


@dataclass(frozen=True)
class Spot:
    """A token: its number, the token that holds it (0: the process), where it stands; `waits` is false at a join."""

    number: int
    parent: int
    element: str
    name: Text
    kind: str
    waits: bool


@dataclass(frozen=True)
class Page:
    """Part of a worklist: `after` is the key of the next part, None when this was the last."""

    tasks: tuple[Task, ...]
    after: int | None
