"""Deciding: inputs made to fit, the required decisions in order, the result with its trace and warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules.errors import Warn
from tongban.engines.rules.kinds import fit
from tongban.engines.rules.model import Decision, InputData, Model
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.table import Row
from tongban.engines.rules.tree import Type
from tongban.engines.rules.values import to_feel

__all__ = ["Outcome", "Row", "Used", "run_decision"]


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
    trace: tuple[Row, ...]
    warnings: tuple[Warn, ...]
    results: Mapping[str, Any]
    parameters: tuple[Used, ...] = ()


def run_decision(model: Model, name: str, inputs: Mapping[str, Any], run: Run) -> Outcome:
    """Decides one decision of a model. Raises LookupError for an unknown name."""
    target = model.decision(name)
    values: dict[str, Any] = {}
    results: dict[str, Any] = {}
    given = _given(model, inputs, run)
    plan = _needed(model, target, given)
    for decision in plan:
        for variable in decision.requires:
            if variable in model.inputs and variable not in values:
                values[variable] = _input(model, model.inputs[variable], given, run)
        values[decision.variable] = results[decision.name] = _decided(model, decision, values, given, run)
    used = tuple(Used(name, on, value) for (name, on), value in run.parameters.items())
    return Outcome(results[target.name], tuple(run.trace), tuple(run.warnings), results, used)


def _given(model: Model, inputs: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """The inputs by variable; names that the model does not know are noted."""
    variables = {one.name: variable for variable, one in model.inputs.items()}
    variables |= {one.name: variable for variable, one in model.decisions.items()}
    found: dict[str, Any] = {}
    for name, value in inputs.items():
        if name in variables or name in variables.values():
            found[variables.get(name, name)] = to_feel(value)
        else:
            run.warn((1, 1, "input"), f"the model has no input {name!r}")
    return found


def _needed(model: Model, target: Decision, given: Mapping[str, Any]) -> list[Decision]:
    """The plan without what only decisions require whose results are given."""
    needed = {target.variable}
    for one in reversed(model.plan(target)):
        if one.variable in needed and (one is target or one.variable not in given):
            needed.update(one.requires)
    return [one for one in model.plan(target) if one.variable in needed]


def _input(model: Model, data: InputData, given: Mapping[str, Any], run: Run) -> Any:
    spot = (data.line, 1, f"input {data.name!r}")
    if data.variable not in given:
        return run.warn(spot, "not given")
    return _fitted(model, given[data.variable], data.type, spot, run)


def _fitted(model: Model, value: Any, kind: Type, spot: tuple[int, int, str], run: Run) -> Any:
    found, fits = fit(value, kind, model.plain_types)
    if not fits:
        return run.warn(spot, f"the value is not of type {kind.name}")
    declared = model.types.get(kind.name)
    if declared and declared.allowed and found is not None:
        items = found if type(found) is list and declared.type.name == "list" else [found]
        if not all(declared.allowed.test(item, Frame({}, run)) for item in items):
            return run.warn(spot, f"the value is none of {declared.allowed.text}")
    return found


def _decided(model: Model, decision: Decision, values: Mapping[str, Any], given: Mapping[str, Any], run: Run) -> Any:
    spot = (decision.line, 1, f"decision {decision.name!r}")
    if decision.variable in given:
        return _fitted(model, given[decision.variable], decision.type, spot, run)
    names = {variable: values[variable] for variable in decision.requires if variable in values}
    return _fitted(model, decision.logic.value(Frame(names, run)), decision.type, spot, run)
