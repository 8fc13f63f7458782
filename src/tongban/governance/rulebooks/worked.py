"""What a rule's package proves of it: the functions that it may call, and its worked cases decided by another text."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from tongban.engines.rules import api as rules
from tongban.governance.rulebooks.words import said
from tongban.kernel.declarations import api as declarations


@dataclass(frozen=True)
class WorkedView:
    """A worked case of a package that a text decides otherwise; `scenario` is the file that it stands in."""

    scenario: str
    name: str
    decision: str
    faults: tuple[str, ...]


def functions() -> rules.Functions:
    """The functions of packages in force that a rule may call beside FEEL's own: one query."""
    return {name: one for item in declarations.current_all("functions") for name, one in item.value.items()}


def worked(*, rule: str, model: rules.Model) -> tuple[int, tuple[WorkedView, ...]]:
    """How many worked cases of packages there are for a rule, and those that a model decides otherwise. Two queries."""
    known, count, red = functions(), 0, []
    for item in declarations.current_all("scenarios"):
        for one in item.value.rules:
            if one.rule != rule:
                continue
            count += 1
            at = one.at or item.value.at
            moment = at if timezone.is_aware(at) else timezone.make_aware(at)
            case = rules.WorkedCase(one.decision, one.expect, one.inputs, moment, one.article, one.margin)
            faults = rules.prove(model=model, case=case, functions=known).faults
            if faults:
                red.append(WorkedView(item.key, one.name, one.decision, tuple(said(words) for words in faults)))
    return count, tuple(red)
