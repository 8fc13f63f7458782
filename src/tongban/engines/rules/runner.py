"""Deciding: inputs made to fit, the required decisions in order, the result with its trace and warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongban.engines.rules.errors import Warn
from tongban.engines.rules.items import SURE
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.model import Decision, Model, spot
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.session import Session
from tongban.engines.rules.table import Hit, Row
from tongban.engines.rules.values import to_feel

__all__ = ["Outcome", "Row", "Used", "run_all", "run_decision", "run_service"]


@dataclass(frozen=True)
class Used:
    """A dated parameter that was read: `on` is the day or moment asked for, `found` what its keeper knows of it."""

    name: str
    on: dt.date
    found: Any


@dataclass(frozen=True)
class Outcome:
    """`results` are all decisions on the way by name, `trace` the rule rows that matched, in order; `parameters` those
    that were read.
    """

    result: Any
    warnings: tuple[Warn, ...]
    results: Mapping[str, Any]
    parameters: tuple[Used, ...]
    hits: tuple[Hit, ...] = field(repr=False, compare=False)

    @cached_property
    def trace(self) -> tuple[Row, ...]:
        """The hits in words, made when they are asked for."""
        return tuple(hit.row() for hit in self.hits)


def run_decision(model: Model, name: str, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Decides one decision of a model. Raises LookupError for an unknown name."""
    target = model.decision(name)
    names = _at_hand(model, target, inputs)
    if names is not None:
        value = target.logic.value(Frame(names, run))
        if target.type is not ANY and type(value) is not SURE.get(target.type.name):
            value, fault = model.declared.fit(value, target.type, run)
            value = run.warn(spot(target), fault) if fault else value
        return _outcome(value, {target.name: value}, run)
    session = session_of(model, inputs, run)
    return _outcome(session.decision(target), session.results, run)


def _at_hand(model: Model, target: Decision, inputs: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a decision sees when it requires input data only and all of it is given, surely of the right types, and
    nothing else: most tables, decided without a session. None for all others.
    """
    if target.plain is None or inputs.keys() != target.plain:
        return None
    names = {}
    for name, given in inputs.items():
        kind = model.inputs[name].type
        value = to_feel(given)
        if kind is not ANY and type(value) is not SURE.get(kind.name):
            return None
        names[name] = value
    return names


def run_all(model: Model, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Decides every decision of a model; the result is a context of their values by name."""
    session = session_of(model, inputs, run)
    return _outcome({one.name: session.decision(one) for one in model.decisions.values()}, session.results, run)


def run_service(model: Model, name: str, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Calls a decision service. Raises LookupError for an unknown name."""
    service = model.service(name)
    session = session_of(model, inputs, run)
    return _outcome(session.service(service), session.results, run)


def session_of(model: Model, inputs: Mapping[str, Any], run: Run) -> Session:
    known = model.names_below
    for name in inputs:
        if name not in known:
            run.warn((1, 1, "input"), "model-has-no-input", name=name)
    return Session(model, {name: to_feel(value) for name, value in inputs.items()}, run)


def _outcome(result: Any, results: Mapping[str, Any], run: Run) -> Outcome:
    used = tuple([Used(name, on, value) for (name, on), value in run.parameters.items()]) if run.parameters else ()
    return Outcome(result, tuple(run.warnings), results, used, tuple(run.trace))
