"""A state machine of DIGIT (a BusinessService of egov-workflow-v2) as a BPMN process of ours.

A state becomes the task of its roles; where it offers several actions, an exclusive gateway behind the task asks which
one was taken. A state that is reached from several places has a gateway before it. What BPMN has no word for is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

BPMN, OWN = "http://www.omg.org/spec/BPMN/20100524/MODEL", "https://tongban.dev/bpmn"
MAX_STATES = 500
NAME = re.compile(r"[^A-Za-z0-9_-]+")
CARRIED = {
    "state", "applicationStatus", "isStartState", "isTerminateState", "actions", "sla", "uuid", "tenantId",
    "businessServiceId", "auditDetails",
}  # fmt: skip
MEANT = {"docUploadRequired": "documents that must be there", "isStateUpdatable": "whether the application may change"}


class DigitError(ValueError):
    """The file is no BusinessService; the message says where and what was expected."""


@dataclass(frozen=True)
class Action:
    """What can be done in a state, by whom, and where it leads."""

    name: str
    target: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """`time` is the state's own limit in milliseconds, 0 where it has none."""

    key: str
    name: str
    start: bool
    end: bool
    time: int
    actions: tuple[Action, ...]


@dataclass
class Imported:
    """`text` is BPMN without a diagram; `lost` says what could not be carried over."""

    text: str = ""
    lost: list[str] = field(default_factory=list)


def imported(raw: object) -> Imported:
    """A process for each BusinessService of the JSON would be a file each: exactly one is taken. Raises DigitError."""
    service = _service(raw)
    found = Imported()
    states = _states(service, found.lost)
    if service.get("businessServiceSla"):
        found.lost.append(f"businessServiceSla {service['businessServiceSla']} ms: say it as the offer's promised time")
    title = _plain(service.get("businessService") or "process")
    found.text = _text(_id(title).lower(), title, states, found.lost)
    return found


def _service(raw: object) -> Mapping[str, Any]:
    for name in ("BusinessServices", "businessServices"):
        if isinstance(raw, dict) and name in raw:
            raw = raw[name]
    if isinstance(raw, list):
        if len(raw) != 1:
            raise DigitError(f"expected one BusinessService in the file, found {len(raw)}: put each in its own")
        raw = raw[0]
    if not isinstance(raw, dict) or not isinstance(raw.get("states"), list):
        raise DigitError("this is no BusinessService: it has no list of states")
    return raw


def _states(service: Mapping[str, Any], lost: list[str]) -> dict[str, State]:
    given = service["states"]
    if not 0 < len(given) <= MAX_STATES:
        raise DigitError(f"expected 1 to {MAX_STATES} states, found {len(given)}")
    names = {str(one.get("uuid")): _key(one) for one in given if isinstance(one, dict) and one.get("uuid")}
    found: dict[str, State] = {}
    for place, one in enumerate(given, 1):
        if not isinstance(one, dict):
            raise DigitError(f"state {place} is no object")
        state = _state(one, names, f"state {place}")
        if state.key in found:
            raise DigitError(f"state {place}: {state.key!r} stands twice")
        found[state.key] = state
        lost.extend(_unsaid(one, state.key))
    for state in found.values():
        for action in state.actions:
            if action.target not in found:
                raise DigitError(
                    f"state {state.key!r}: action {action.name!r} leads to {action.target!r}, which is none"
                )
    if not any(state.start for state in found.values()):
        raise DigitError("no state has isStartState")
    reached = _reached(found)
    lost.extend(f"{key}: no action leads to this state" for key in found if key not in reached)
    return {key: state for key, state in found.items() if key in reached}


def _reached(states: Mapping[str, State]) -> set[str]:
    found: set[str] = set()
    todo = [key for key, state in states.items() if state.start]
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo.extend(action.target for action in states[key].actions)
    return found


def _plain(value: object) -> str:
    """A text without what XML cannot hold."""
    return "".join(sign for sign in str(value) if sign.isprintable())[:200]


def _key(one: Mapping[str, Any]) -> str:
    return _plain(one.get("state") or one.get("applicationStatus") or "START")


def _state(one: Mapping[str, Any], names: Mapping[str, str], place: str) -> State:
    actions = one.get("actions") or []
    if not isinstance(actions, list) or not all(isinstance(action, dict) for action in actions):
        raise DigitError(f"{place}: actions must be a list of objects")
    time = one.get("sla")
    if time is not None and (not isinstance(time, int) or isinstance(time, bool) or time < 0):
        raise DigitError(f"{place}: sla must be a number of milliseconds")
    return State(
        key=_key(one),
        name=_plain(one.get("applicationStatus") or one.get("state") or "start"),
        start=one.get("isStartState") is True,
        end=one.get("isTerminateState") is True,
        time=time or 0,
        actions=tuple(_action(action, names, _key(one)) for action in actions if action.get("active") is not False),
    )


def _action(raw: Mapping[str, Any], names: Mapping[str, str], state: str) -> Action:
    name, target = raw.get("action"), raw.get("nextState")
    if not isinstance(name, str) or not name:
        raise DigitError(f"state {state!r}: an action has no name")
    roles = raw.get("roles") or []
    roles = roles.split(",") if isinstance(roles, str) else roles
    if not isinstance(roles, list):
        raise DigitError(f"state {state!r}: the roles of {name!r} must be a list")
    found = str(target or state)
    return Action(_plain(name), names.get(found, _plain(found)), tuple(_plain(role) for role in roles))


def _unsaid(one: Mapping[str, Any], key: str) -> Iterator[str]:
    for name, value in one.items():
        if name not in CARRIED and value not in (None, False, "", [], {}):
            yield f"{key}: {name} ({MEANT.get(name, 'unknown here')})"


def _id(text: str) -> str:
    name = NAME.sub("-", text).strip("-") or "x"
    return name if name[0].isalpha() else f"s-{name}"


def _text(key: str, title: str, states: Mapping[str, State], lost: list[str]) -> str:
    maker = _Maker(states)
    body = "\n    ".join(maker.body(lost))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{BPMN}" xmlns:tongban="{OWN}" '
        f'targetNamespace="{OWN}/{key}">\n  <process id="{key}" name={quoteattr(title)} '
        f'tongban:name-en={quoteattr(title)} isExecutable="true">\n    {body}\n  </process>\n</definitions>\n'
    )


class _Maker:
    """Writes the elements of one process; every id is given once."""

    def __init__(self, states: Mapping[str, State]) -> None:
        self.states, self.taken, self.ids = states, set[str](), dict[str, str]()
        for key in states:
            self.ids[key] = self._free(_id(key).lower())
        self.coming: dict[str, int] = {key: int(state.start) for key, state in states.items()}
        for state in states.values():
            for action in state.actions:
                self.coming[action.target] += 1

    def _free(self, name: str) -> str:
        found, count = name, 2
        while found in self.taken:
            found, count = f"{name}-{count}", count + 1
        self.taken.add(found)
        return found

    def body(self, lost: list[str]) -> Iterator[str]:
        """The elements, state by state in the order of the file."""
        for key, state in self.states.items():
            if self.coming[key] > 1:
                yield f'<exclusiveGateway id="{self.ids[key]}-join"/>'
                yield self._flow(f"{self.ids[key]}-join", self.ids[key])
            if state.start:
                begin = self._free(f"{self.ids[key]}-start")
                yield f'<startEvent id="{begin}"/>'
                yield self._flow(begin, self._into(key))
            yield from self._final(state) if not state.actions else self._step(state, lost)

    def _into(self, key: str) -> str:
        return f"{self.ids[key]}-join" if self.coming[key] > 1 else self.ids[key]

    def _final(self, state: State) -> Iterator[str]:
        yield f'<endEvent id="{self.ids[state.key]}" {_named(state.name)}/>'

    def _step(self, state: State, lost: list[str]) -> Iterator[str]:
        name, roles = self.ids[state.key], sorted({role for action in state.actions for role in action.roles})
        if len({action.roles for action in state.actions}) > 1:
            lost.append(f"{state.key}: its actions have different roles; the task has all of them")
        if state.end:
            lost.append(f"{state.key}: it ends the process and has actions; it ends only when one is taken")
        due = f' tongban:due="PT{max(state.time // 1000, 1)}S"' if state.time else ""
        post = f" tongban:candidates={quoteattr(', '.join(roles))}" if roles else ""
        several = len(state.actions) > 1
        written = ' tongban:outputs="action"' if several else ""
        yield f'<userTask id="{name}" {_named(state.name)}{post}{due}{written}/>'
        if not several:
            yield self._flow(name, self._into(state.actions[0].target), state.actions[0].name)
            return
        choice, last = self._free(f"{name}-choice"), state.actions[-1]
        default = self._free(f"{choice}-{_id(last.name).lower()}")
        yield f'<exclusiveGateway id="{choice}" default="{default}"/>'
        yield self._flow(name, choice)
        for action in state.actions[:-1]:
            flow = self._free(f"{choice}-{_id(action.name).lower()}")
            yield self._flow(choice, self._into(action.target), action.name, flow, condition=True)
        yield self._flow(choice, self._into(last.target), last.name, default)

    def _flow(self, source: str, target: str, name: str = "", flow: str = "", *, condition: bool = False) -> str:
        flow = flow or self._free(f"{source}-to-{target}")
        said = f" {_named(name)}" if name else ""
        ends = f'id="{flow}" sourceRef="{source}" targetRef="{target}"{said}'
        if not condition:
            return f"<sequenceFlow {ends}/>"
        text = quoteattr(name, {'"': "&quot;"})[1:-1].replace("\\", "\\\\").replace("&quot;", '\\"')
        return f'<sequenceFlow {ends}><conditionExpression>action = "{text}"</conditionExpression></sequenceFlow>'


def _named(name: str) -> str:
    return f"name={quoteattr(name)} tongban:name-en={quoteattr(name)}"
