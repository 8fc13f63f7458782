"""Calling functions: arguments made to fit the parameters, by place or by name; the depth of calls is bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.engines.rules import tree
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.kinds import ANY, Types, fit
from tongban.engines.rules.run import MAX_CALLS, Code, Frame, Run, Spot
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import Function, kind_of


def fitting(
    parameters: tuple[tuple[str, tree.Type], ...], types: Types, spot: Spot
) -> Callable[[list[Any], Run], list[Any] | None] | None:
    """What makes arguments fit the declared types of parameters, or says which does not; None when none is typed."""
    if all(kind == ANY for _, kind in parameters):
        return None

    def fitted(given: list[Any], run: Run) -> list[Any] | None:
        found = []
        for (name, kind), value in zip(parameters, given, strict=False):
            one, fits = fit(value, kind, types, run.charge)
            if not fits:
                run.warn(spot, "argument-is-not", name=name, kind=kind_of(value), name2=kind.name)
                return None
            found.append(one)
        return found

    return fitted


def invoke(names: tuple[str, ...], body: tuple[Code, int], frame: Frame, given: list[Any]) -> Any:
    run = frame.run
    code, cost = body
    run.charge(1 + cost)
    run.calls += 1
    if run.calls > MAX_CALLS:
        raise LimitError(say("functions-call-one-another-deeper-than", max_calls=MAX_CALLS))
    try:
        return code(frame.inner(dict(zip(names, given, strict=False))))
    finally:
        run.calls -= 1


def by_place(target: Any, values: list[Any], run: Run, spot: Spot) -> Any:
    if type(target) is not Function:
        return run.warn(spot, "cannot-be-called", kind=kind_of(target))
    if len(values) != len(target.parameters) and target.name not in TABLE:
        return run.warn(spot, "function-takes-arguments-got", count=len(target.parameters), count2=len(values))
    return target.call(values)


def by_name(target: Any, values: Mapping[str, Any], run: Run, spot: Spot) -> Any:
    if type(target) is not Function or set(values) - set(target.parameters):
        return run.warn(spot, "there-is-no-function-with-arguments", names=", ".join(values))
    return target.call([values.get(name) for name in target.parameters])
