"""What a script does to a run, step by step, read from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.processes import timers
from tongban.engines.rules import api as rules

MAX_STEPS = 100_000


class StepError(ValueError):
    """A script or its data is not what it should be; the message says where and why."""


@dataclass(frozen=True)
class Start:
    """One more instance begins: at a start event, or of a process."""

    id: str


@dataclass(frozen=True)
class Complete:
    """The longest open task of this id or name is done."""

    task: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A message comes in."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Signal:
    """A signal comes in."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Leave:
    """An error (or an escalation) leaves an open activity."""

    what: str
    code: str
    at: str


@dataclass(frozen=True)
class Advance:
    """So much time passes."""

    span: str


@dataclass(frozen=True)
class Cancel:
    """Everything is called off."""


Step = Start | Complete | Message | Signal | Leave | Advance | Cancel
Object = Mapping[str, Any]

READERS: dict[str, tuple[frozenset[str], Callable[[str, Object], Step]]] = {
    "start": (frozenset(), lambda word, _: Start(word)),
    "complete": (frozenset({"data"}), lambda word, raw: Complete(word, _object(raw, "data"))),
    "message": (
        frozenset({"data", "correlation"}),
        lambda word, raw: Message(word, _object(raw, "data"), _object(raw, "correlation")),
    ),
    "signal": (frozenset({"data"}), lambda word, raw: Signal(word, _object(raw, "data"))),
    "error": (frozenset({"at"}), lambda word, raw: Leave("error", word, _text(raw, "at"))),
    "escalation": (frozenset({"at"}), lambda word, raw: Leave("escalation", word, _text(raw, "at"))),
    "advance": (frozenset(), lambda word, _: Advance(_span(word))),
    "cancel": (frozenset(), lambda _word, _raw: Cancel()),
}


def steps(text: bytes) -> list[Step]:
    """The steps of a script, a JSON list of objects. Raises StepError."""
    try:
        raw = rules.parsed(text)
    except ValueError as error:
        raise StepError(str(error)) from None
    if type(raw) is not list:
        raise StepError("a script is a JSON list of steps")
    if len(raw) > MAX_STEPS:
        raise StepError(f"a script of more than {MAX_STEPS} steps")
    return [_placed(place, one) for place, one in enumerate(raw, 1)]


def data(text: bytes) -> dict[str, Any]:
    """Variables from a JSON object. Raises StepError."""
    try:
        return rules.inputs_from_json(text)
    except ValueError as error:
        raise StepError(str(error)) from None


def _placed(place: int, raw: Any) -> Step:
    try:
        return _step(raw)
    except ValueError as error:
        raise StepError(f"step {place}: {error}") from None


def _step(raw: Any) -> Step:
    if type(raw) is not dict:
        raise StepError("a step is a JSON object")
    found = [verb for verb in READERS if verb in raw]
    if len(found) != 1:
        raise StepError(f"a step says exactly one of {', '.join(READERS)}")
    verb = found[0]
    beside, read = READERS[verb]
    strangers = sorted(set(raw) - beside - {verb})
    if strangers:
        raise StepError(f"{strangers[0][:60]!a} does not belong to {verb}")
    if verb == "cancel":
        if raw[verb] is not True:
            raise StepError('"cancel" is true')
        return Cancel()
    return read(_text(raw, verb), raw)


def _text(raw: Object, name: str) -> str:
    found = raw.get(name)
    if type(found) is not str or not found.strip():
        raise StepError(f'"{name}" is a text')
    return found


def _object(raw: Object, name: str) -> dict[str, Any]:
    if name not in raw:
        return {}
    try:
        return rules.inputs_of(raw[name])
    except ValueError as error:
        raise StepError(f'"{name}": {error}') from None


def _span(word: str) -> str:
    if not timers.is_span(word):
        raise StepError(f'"advance" is an ISO 8601 duration such as PT2H or P3D, not {word[:60]!a}')
    return word
