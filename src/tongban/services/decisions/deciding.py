"""Asking a rule: which version, which inputs, which functions of its package."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.services.decisions.models import Pin

FUNCTIONS = "functions"


def pin(case: str, wanted: Iterable[str]) -> None:
    """Notes versions, once each."""
    known = []
    for rule in sorted(set(wanted)):
        with contextlib.suppress(LookupError):
            known.append(published(rule))
    pins = [Pin(case=case, rule=item.key, version=item.version) for item in known]
    if any(_foreign(item.key, item.version) for item in known):
        kept = declarations.current_all(FUNCTIONS)
        pins += [Pin(case=case, rule=f"{FUNCTIONS}/{one.key}", version=one.version) for one in kept]
    Pin.objects.bulk_create(pins, ignore_conflicts=True)


def published(rule: str, version: str = "") -> Item:
    """A rule in a version, or in force. Raises LookupError."""
    return declarations.pinned("rules", rule, version) if version else declarations.current("rules", rule)


def decided(
    case: str, rule: str, decision: str, inputs: Mapping[str, Any], at: dt.datetime
) -> tuple[Item, rules.Outcome, dict[str, Any]]:
    """The rule, what it decided, and the inputs that it took."""
    version = Pin.objects.filter(case=case, rule=rule).values_list("version", flat=True).first()
    item = published(rule, version or "")
    taken = own_inputs(item.value, inputs)
    return item, run(item, decision, taken, at, case), taken


def run(item: Item, decision: str, inputs: Mapping[str, Any], at: dt.datetime, case: str = "") -> rules.Outcome:
    """Decides at a moment, with the functions that the case pinned if any. Raises LookupError, FeelError."""
    functions = functions_of(item, case)
    return rules.decide(model=item.value, decision=decision, inputs=inputs, at=at, functions=functions)


def own_inputs(model: rules.Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is known in a case only what the rule asks for: nothing else is kept of a person."""
    asked = {name for one in model.inputs.values() for name in (one.name, one.variable)}
    return {name: value for name, value in given.items() if name in asked}


def prove(item: Item, case: rules.WorkedCase) -> rules.Proof:
    """What comes of a worked case."""
    return rules.prove(model=item.value, case=case, functions=functions_of(item))


def functions_of(item: Item, case: str = "") -> rules.Functions:
    """The functions that a case began with, else those in force, if a rule calls any that FEEL does not have."""
    if not _foreign(item.key, item.version):
        return {}
    pins = Pin.objects.filter(case=case, rule__startswith=f"{FUNCTIONS}/").order_by("rule") if case else ()
    kept = [declarations.pinned(FUNCTIONS, one.rule.partition("/")[2], one.version) for one in pins]
    return {name: one for item in kept or declarations.current_all(FUNCTIONS) for name, one in item.value.items()}


@lru_cache(maxsize=1024)
def _foreign(rule: str, version: str) -> frozenset[str]:
    return rules.foreign_names(published(rule, version).value)
