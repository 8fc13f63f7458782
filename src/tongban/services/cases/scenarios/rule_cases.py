"""Worked cases of decision tables."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.rules import api as rules
from tongban.kernel.codes import api as codes
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.clocks import day_of
from tongban.services.cases.scenarios.declarations import RuleCase, Scenario
from tongban.services.cases.scenarios.moments import zoned


def faults(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Place and words of each case that comes out otherwise."""
    for place, one in enumerate(scenario.rules):
        for words in _faults(scenario, one):
            yield f"rules[{place}]", words


def _faults(scenario: Scenario, one: RuleCase) -> Iterator[str]:
    at = zoned(scenario.at)
    dated = {name: codes.parameter(key, on=day_of(at)).value for name, key in one.parameters.items()}
    try:
        model = declarations.current("rules", one.rule).value
        found = rules.decide(model=model, decision=one.decision, inputs=dict(one.inputs) | dated, at=at)
    except (LookupError, rules.FeelError) as error:
        yield str(error)
        return
    wanted = rules.to_feel(one.expect)
    if found.result != wanted:
        yield f"{one.decision}: expected {rules.shown(wanted)}, found {rules.shown(found.result)}"
    applied = " ".join(text for row in found.trace for text in row.annotations.values())
    if one.article not in applied:
        yield f"{one.decision}: expected a row that cites {one.article}, found {applied or 'no row'}"
