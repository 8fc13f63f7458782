"""The time of a case by the rules of its offer: from what is known of the case, identifying values excepted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.engines.deadlines.api import Choice
from tongban.services.cases import facts
from tongban.services.cases.models import Case
from tongban.services.offers import api as offers


def known(case: Case) -> dict[str, Any]:
    """What rules of time may ask of a case: one query beside its form."""
    return facts.context(case, facts.current(case), private=False)


def settled(case: Case, limit: offers.Limit, *, at: dt.datetime) -> offers.Limit:
    """A limit of the offer as it is in this case."""
    return offers.settled(limit, known(case), at=at) if limit.rule else limit


def pause_allowed(case: Case, cause: str, *, at: dt.datetime) -> tuple[offers.PauseRule, Choice] | None:
    """The condition that the offer sets for a cause, and what it says of the case; None when it sets none."""
    rules = {one.cause: one for one in offers.offer(case.offer, case.offer_version).pauses}
    rule = rules.get(cause)  # type: ignore[call-overload]  # any text asks; only declared causes are there
    return None if rule is None else (rule, offers.pause_allowed(rule, known(case), at=at))


def most_extra(case: Case, *, at: dt.datetime, most: int) -> int:
    """The most working days that may be added in a case, at most `most`; 0 when a condition of the offer forbids it."""
    rule = offers.offer(case.offer, case.offer_version).extension
    return most if rule is None else offers.most_extra(rule, known(case), at=at, most=most)
