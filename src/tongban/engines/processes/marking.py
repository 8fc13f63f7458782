"""The state of a running process, and what a move of the game asks of the world around it: frozen values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ROOT = 0


@dataclass(frozen=True, slots=True)
class Rounds:
    """How far a multi-instance activity has come: `following` is the next item to begin."""

    items: tuple[Any, ...]
    following: int = 0
    results: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A token. Tokens form a tree: one on a sub-process or a multi-instance activity holds those inside,
    and `parent` ROOT is the process. `waiting` is false for one that is parked at a join. `armed` are the events that
    it waits for, each with its correlation key ("" when it has none). `local` are variables that exist only inside it.
    `done` orders what has completed and is kept for its compensation; `queue` are the tokens that a compensation has
    yet to undo.
    """

    id: int
    parent: int
    node: str
    flow: str = ""
    waiting: bool = True
    loop: int | None = None
    local: Mapping[str, Any] | None = None
    rounds: Rounds | None = None
    armed: Mapping[str, str] = field(default_factory=dict)
    done: int | None = None
    queue: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """A whole state: variables, tokens by id, the next id. `status` is running until the process has ended."""

    data: Mapping[str, Any] = field(default_factory=dict)
    tokens: Mapping[int, Token] = field(default_factory=dict)
    following: int = 1
    status: str = "running"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the history; `token` is the number of the token that it speaks of."""

    kind: str
    element: str
    flow: str = ""
    data: Mapping[str, Any] | None = None
    token: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A user task, service call or called process begins at this token; `variables` are those that it sees."""

    what: Literal["task", "call", "process"]
    token: Token
    inputs: Mapping[str, Any]
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Armed:
    """A timer begins to run at this token; `variables` are those that it sees, `place` that of the trigger in its
    element.
    """

    token: int
    element: str
    variables: Mapping[str, Any]
    place: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A token that stood on an activity was cancelled, with whatever was open at it."""

    token: int
    node: str


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal leaves. `heard`: somebody inside this instance waited for it."""

    element: str
    name: str
    correlation: str
    data: Mapping[str, Any]
    kind: Literal["message", "signal"] = "message"
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Escalated:
    """An escalation leaves that nobody inside this process catches: for whoever called it."""

    code: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The process has ended: completed, terminated, failed (`error` tells its code) or cancelled."""

    status: str
    error: str = ""


Effect = Note | Opened | Armed | Dropped | Thrown | Escalated | Ended
