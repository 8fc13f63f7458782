"""What a rule of time said in a case, stored beside the clock: explained when the facts have changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tongban.engines.deadlines import api as deadlines
from tongban.services.cases.models import Clock, Pause


def kept(choice: deadlines.Choice | None) -> dict[str, Any] | None:
    """A choice as it is stored."""
    if choice is None:
        return None
    return {"rule": choice.rule, "seen": [list(pair) for pair in choice.seen], "value": choice.value}


def _choice(stored: dict[str, Any]) -> deadlines.Choice:
    return deadlines.Choice(stored["rule"], tuple((name, value) for name, value in stored["seen"]), stored["value"])


def explained(ledger: Sequence[deadlines.Line], clock: Clock, pauses: Sequence[Pause]) -> tuple[deadlines.Line, ...]:
    """The ledger of a clock, with the rules that set its amount and allowed its pauses."""
    limit = _choice(clock.choice).note(amount=clock.amount) if clock.choice else None
    causes = {one.cause: _choice(one.choice).note() for one in pauses if one.choice}
    return deadlines.annotated(ledger, limit=limit, pauses=causes)
