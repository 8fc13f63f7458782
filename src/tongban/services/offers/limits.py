"""Time limits, pauses and extensions as a case has them: rules in FEEL over what is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tongban.engines.deadlines import api as deadlines
from tongban.engines.deadlines.api import Choice
from tongban.services.offers.declarations import Offer
from tongban.services.offers.times import ExtensionRule, Limit, PauseRule

PRIVATE = frozenset({  # kinds of fields that no process needs to see
    "resident_number", "phone", "email", "address", "upload", "photo", "person", "location", "bank_account", "plate",
    "signature", "geometry", "group", "table",
})  # fmt: skip
OF_CASE = frozenset({"applicant", "case"})  # what every case knows, beside the values of its form
MOST = 3650  # of whatever unit: beyond it a rule has made a mistake


def settled(limit: Limit, facts: Mapping[str, Any], *, at: dt.datetime) -> Limit:
    """A limit with the amount that its rule gives for a case, and with the choice. Without a usable one, its own."""
    if not limit.rule:
        return limit
    choice = deadlines.amount_of(limit.rule, facts, at=at)
    if choice.value is not None and choice.value > MOST:
        choice = replace(choice, value=None)
    found = limit if choice.value is None else replace(limit, amount=int(choice.value))
    found = replace(found)  # a copy of its own: what is declared is shared
    object.__setattr__(found, "choice", choice)
    return found


def capped(promised: Limit, statutory: Limit) -> Limit:
    """What was promised, but never more than the law allows in the same unit."""
    if promised.unit != statutory.unit or promised.amount <= statutory.amount:
        return promised
    found = replace(promised, amount=statutory.amount)
    object.__setattr__(found, "choice", statutory.choice)
    return found


def pause_allowed(rule: PauseRule, facts: Mapping[str, Any], *, at: dt.datetime) -> Choice | None:
    """What the condition of a pause says of a case; none without a condition."""
    return deadlines.holds(rule.when, facts, at=at) if rule.when else None


def most_extra(rule: ExtensionRule, facts: Mapping[str, Any], *, at: dt.datetime, most: int) -> int:
    """The most days that may be added in a case: 0 when a condition forbids it; never more than `most`, which
    is what the law allows, unless the offer names a law of its own.
    """
    if rule.when and deadlines.holds(rule.when, facts, at=at).value is not True:
        return 0
    amount = deadlines.amount_of(rule.rule, facts, at=at).value if rule.rule else None
    return min(MOST if rule.legal_basis else most, rule.most if amount is None else int(amount))


def rules_of(offer: Offer) -> Iterator[tuple[str, str]]:
    """Every rule of time of an offer, with its place."""
    for name in ("statutory", "promised", "acceptance", "supplement"):
        limit: Limit | None = getattr(offer, name)
        if limit is not None and limit.rule:
            yield f"{name}.rule", limit.rule
    if offer.opinions.limit.rule:
        yield "opinions.limit.rule", offer.opinions.limit.rule
    for place, one in enumerate(offer.pauses):
        yield f"pauses[{place}].when", one.when
    if offer.extension:
        yield from ((f"extension.{name}", getattr(offer.extension, name)) for name in ("rule", "when"))
