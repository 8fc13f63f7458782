"""FEEL inside a process: expressions checked when a model is read, evaluated when a token meets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import Formula
from tongban.engines.rules import api as rules


def value(formula: Formula, context: Mapping[str, Any], element: str, at: dt.datetime) -> Any:
    """The value of an expression of an element; `today()` is the day in the node's zone. Raises ProcessError when it
    cannot be computed.
    """
    try:
        return rules.evaluate(formula.text, context, at=at.astimezone(get_default_timezone()))
    except rules.FeelError as error:
        raise ProcessError(
            _("The expression of {element} could not be evaluated: {why}. The model needs repair."),
            element=element,
            why=str(error),
        ) from None


def text(found: Any) -> str:
    """A value as a correlation key: the same number is the same text however it was written; null is no key."""
    if isinstance(found, Decimal):
        return f"{found.normalize():f}"
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found is None else str(found)
