"""Worked cases: what a rule must yield for given inputs, by a source outside the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins import Builtin
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.model import Model
from tongban.engines.rules.run import MAX_STEPS, Run
from tongban.engines.rules.runner import Outcome, run_decision
from tongban.engines.rules.saying import reason_of, say
from tongban.engines.rules.shown import shown
from tongban.engines.rules.values import to_feel

NONE = Decimal(0)


@dataclass(frozen=True)
class WorkedCase:
    """`expect` is the result of the decision at `at`; numbers may lie `margin` away. `article` stands among the
    annotations of the rows that matched.
    """

    decision: str
    expect: Any
    inputs: Mapping[str, Any] = field(default_factory=dict)
    at: dt.datetime | None = None
    article: str = ""
    margin: Decimal = NONE


@dataclass(frozen=True)
class Proof:
    """What came of a case: no fault, or each in words. `outcome` is missing where nothing could be decided."""

    faults: tuple[str, ...]
    outcome: Outcome | None


def prove(
    model: Model, case: WorkedCase, functions: Mapping[str, Builtin] | None = None, steps: int = MAX_STEPS
) -> Proof:
    """Decides a case and compares."""
    try:
        found = run_decision(model, case.decision, case.inputs, Run(steps, case.at, functions))
        wanted = to_feel(case.expect)
    except (LookupError, FeelError, RecursionError) as error:
        return Proof((reason_of(error) if isinstance(error, FeelError) else str(error),), None)
    faults = []
    if not same(found.result, wanted, case.margin):
        faults.append(say("expected-result", decision=case.decision, found=shown(wanted), found2=shown(found.result)))
    applied = " ".join(text for row in found.trace for text in row.annotations.values())
    if case.article not in applied:
        names = applied or say("no-row")
        faults.append(say("expected-row-that-cites-found", decision=case.decision, article=case.article, names=names))
    return Proof(tuple(faults), found)


def same(found: Any, wanted: Any, margin: Decimal = NONE) -> bool:
    """Whether two values are equal, numbers anywhere inside them as far as the margin allows."""
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return abs(found - wanted) <= margin
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(same(*pair, margin) for pair in zip(found, wanted, strict=True))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[name], wanted[name], margin) for name in found)
    return type(found) is type(wanted) and bool(found == wanted)
