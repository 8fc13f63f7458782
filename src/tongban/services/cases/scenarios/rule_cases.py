"""Worked cases of decision tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.scenarios.declarations import RuleCase, Scenario
from tongban.services.cases.scenarios.moments import zoned


def faults(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Place and words of each case that comes out otherwise."""
    for place, one in enumerate(scenario.rules):
        for words in _faults(scenario, one):
            yield f"rules[{place}]", words


def _faults(scenario: Scenario, one: RuleCase) -> Iterator[str]:
    at = zoned(one.at or scenario.at)
    try:
        model = declarations.current("rules", one.rule).value
        found = rules.decide(model=model, decision=one.decision, inputs=one.inputs, at=at)
    except (LookupError, rules.FeelError) as error:
        yield str(error)
        return
    wanted = rules.to_feel(one.expect)
    if not same(found.result, wanted, one.margin):
        yield f"{one.decision}: expected {rules.shown(wanted)}, found {rules.shown(found.result)}"
    applied = " ".join(text for row in found.trace for text in row.annotations.values())
    if one.article not in applied:
        yield f"{one.decision}: expected a row that cites {one.article}, found {applied or 'no row'}"


def same(found: Any, wanted: Any, margin: Decimal) -> bool:
    """Whether two values are equal, numbers anywhere inside them as far as the margin allows."""
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return abs(found - wanted) <= margin
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(same(*pair, margin) for pair in zip(found, wanted, strict=True))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[name], wanted[name], margin) for name in found)
    return type(found) is type(wanted) and bool(found == wanted)
