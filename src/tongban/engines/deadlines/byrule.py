"""Requests whose amounts and conditions are chosen by rules over facts: FEEL is loaded only for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongban.engines.deadlines.calendars import DeadlineError
from tongban.engines.deadlines.chosen import amount_of, check_rule, holds
from tongban.engines.rules import api as rules


def facts(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the rules of a request ask, tagged values as FEEL has them. Raises DeadlineError."""
    try:
        return rules.inputs_from_json(json.dumps(values, default=_number))
    except (rules.WireError, rules.FeelError, ValueError, RecursionError) as error:
        raise DeadlineError("facts", str(error)) from None


def _number(value: Decimal) -> Any:
    return {"number": str(value)}


def amount(key: str, rule: str, given: Mapping[str, Any]) -> int | None:
    """The amount that a rule gives, None when it gives none. Raises DeadlineError for a text that is no rule."""
    check_rule(key, rule)
    return amount_of(rule, given).value


def applies(key: str, rule: str, given: Mapping[str, Any]) -> bool:
    """Whether a condition holds. Raises DeadlineError for a text that is no rule."""
    check_rule(key, rule)
    return holds(rule, given).value is True
