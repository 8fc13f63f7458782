"""Runs cases of the kit and counts them, by level, and apart those that expect something else than null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.tck.cases import Case
from tests.tck.values import Expected, actual_of, same, told
from tongban.engines.rules.api import FeelError, Model, ModelError, call_service, decide, read_dmn_file


@dataclass(frozen=True)
class Verdict:
    """What became of a case; `fault` is empty when it passed."""

    case: Case
    fault: str

    @property
    def passed(self) -> bool:
        return not self.fault


@dataclass(frozen=True)
class Figures:
    """Cases that passed among the active ones; `yield…` are those that expect a result other than null."""

    passed: int
    active: int
    yielding_passed: int
    yielding: int

    def __str__(self) -> str:
        return (
            f"{self.passed} of {self.active} active cases pass ({_percent(self.passed, self.active)}); "
            f"of those that expect more than null {self.yielding_passed} of {self.yielding} "
            f"({_percent(self.yielding_passed, self.yielding)})"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "none"


def figures(verdicts: Iterable[Verdict]) -> Figures:
    found = list(verdicts)
    yielding = [one for one in found if one.case.yields]
    return Figures(sum(o.passed for o in found), len(found), sum(o.passed for o in yielding), len(yielding))


def run(case: Case) -> Verdict:
    """Runs one case."""
    model = _model(case.model)
    if isinstance(model, str):
        return Verdict(case, f"the model: {model}")
    faults = [_fault(model, case, name, expected) for name, expected in case.results]
    return Verdict(case, "; ".join(fault for fault in faults if fault))


@lru_cache(maxsize=4)
def _model(path: Path) -> Model | str:
    try:
        return read_dmn_file(path)
    except ModelError as error:
        return str(error)


def _fault(model: Model, case: Case, name: str, expected: Expected) -> str:
    """How a result node differs from what is expected; empty when it does not."""
    at, several = dt.datetime.now(dt.UTC), False
    try:
        if case.service:
            outcome = call_service(model=model, service=case.service, inputs=case.inputs, at=at)
            several = len(case.results) > 1
        else:
            outcome = decide(model=model, decision=name, inputs=case.inputs, at=at)
    except (FeelError, LookupError) as error:
        return f"{name}: expected {told(expected)}, got {type(error).__name__}: {error}"
    actual = actual_of(outcome.result[name] if several else outcome.result)
    if same(expected, actual):
        return ""
    why = "; ".join(str(one) for one in outcome.warnings[:2])
    return f"{name}: expected {told(expected)}, got {told(actual)}" + (f" ({why})" if why else "")
