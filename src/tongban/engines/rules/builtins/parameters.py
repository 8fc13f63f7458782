"""Dated parameters by name: what a rule counts by stands in a package as dated values, not in its expressions.

The engine keeps no parameters. Whoever does hands in a lookup once (`use`); a run notes which ones it read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say

COST = 50


class Dated(Protocol):
    """A value in force on a day; the keeper's own facts beside it (source, article) travel with the outcome."""

    @property
    def value(self) -> Decimal | str: ...


Lookup = Callable[[str, dt.date], Dated]
_keepers: list[Lookup] = []


def use(lookup: Lookup) -> None:
    """Hands in the keeper of parameters: a value by name on a day, or at a moment. It raises LookupError with words."""
    _keepers[:] = [lookup]


@builtin("parameter(name: string, on?: date|date and time)")
def _parameter(run: Run, name: str, on: dt.date | None = None) -> Decimal | str:
    day = on if on is not None else run.at
    if day is None:
        raise Undefined(say("caller-gave-no-moment-and-no", name=name))
    if (name, day) not in run.parameters:
        run.charge(COST)
        if not _keepers:
            raise Undefined(say("no-parameters-are-known-here", name=name))
        try:
            run.parameters[name, day] = _keepers[0](name, day)
        except LookupError as error:
            raise Undefined(say("no-parameter-value", reason=str(error))) from None
    value: Decimal | str = run.parameters[name, day].value
    return value
