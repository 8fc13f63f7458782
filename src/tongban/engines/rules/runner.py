"""Deciding: inputs made to fit, the required decisions in order, the result with its trace and warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongban.engines.rules.errors import Warn
from tongban.engines.rules.model import Model
from tongban.engines.rules.run import Run
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
    session = _session(model, inputs, run)
    return _outcome(session.decision(target), session)


def run_all(model: Model, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Decides every decision of a model; the result is a context of their values by name."""
    session = _session(model, inputs, run)
    return _outcome({one.name: session.decision(one) for one in model.decisions.values()}, session)


def run_service(model: Model, name: str, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Calls a decision service. Raises LookupError for an unknown name."""
    service = model.service(name)
    session = _session(model, inputs, run)
    return _outcome(session.service(service), session)


def _session(model: Model, inputs: Mapping[str, Any], run: Run) -> Session:
    known = model.names_below
    for name in inputs:
        if name not in known:
            run.warn((1, 1, "input"), f"the model has no input {name!r}")
    return Session(model, {name: to_feel(value) for name, value in inputs.items()}, run)


def _outcome(result: Any, session: Session) -> Outcome:
    run = session.run
    used = tuple([Used(name, on, value) for (name, on), value in run.parameters.items()]) if run.parameters else ()
    return Outcome(result, tuple(run.warnings), session.results, used, tuple(run.trace))
