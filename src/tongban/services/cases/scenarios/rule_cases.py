"""Worked cases of decision tables."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.rules import api as rules
from tongban.services.cases.scenarios.declarations import RuleCase, Scenario
from tongban.services.cases.scenarios.moments import zoned
from tongban.services.decisions import api as decisions


def faults(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Place and words of each case that comes out otherwise."""
    for place, one in enumerate(scenario.rules):
        name = f" ({one.name})" if one.name else ""
        for words in _faults(scenario, one):
            yield f"rules[{place}]{name}", words


def _faults(scenario: Scenario, one: RuleCase) -> tuple[str, ...]:
    at = zoned(one.at or scenario.at)
    case = rules.WorkedCase(one.decision, one.expect, one.inputs, at, one.article, one.margin)
    try:
        return decisions.prove(rule=one.rule, case=case).faults
    except LookupError as error:
        return (str(error),)
