"""The time of a case by the rules of its offer: from what is known of the case, identifying values excepted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tongban.engines.deadlines.api import Choice
from tongban.kernel.declarations.api import LegalBasis
from tongban.services.cases import clocks, facts
from tongban.services.cases.models import Case, Extension
from tongban.services.offers import api as offers

MOST_ALONE, MOST_JOINT = 10, 15  # working days more: Administrative Licensing Law, art. 42
ARTICLE_42 = LegalBasis(clocks.LICENSING, "第四十二条", "https://github.com/LawRefBook/Laws")


def known(case: Case) -> dict[str, Any]:
    """What rules of time may ask of a case: one query beside its form."""
    return facts.context(case, facts.current(case), private=False)


def settled(case: Case, limit: offers.Limit, *, at: dt.datetime) -> offers.Limit:
    """A limit of the offer as it is in this case."""
    return offers.settled(limit, known(case), at=at) if limit.rule else limit


def pause_allowed(case: Case, rule: offers.PauseRule, *, at: dt.datetime) -> Choice | None:
    """What the condition of a pause says of the case; None when it has none."""
    return offers.pause_allowed(rule, known(case), at=at) if rule.when else None


@dataclass(frozen=True)
class More:
    """How the time of a case may still be prolonged: days of `unit` and extensions left, of how many; `higher`: the
    next one is approved by another person of the level above. `basis` is the law that allows it.
    """

    days: int
    most: int
    times: int
    granted: int
    higher: bool
    basis: LegalBasis
    unit: str = "working_days"


def more(case: Case, *, at: dt.datetime) -> More:
    """What the offer and the law leave of more time. Within an access context: a rule may ask facts of the case."""
    offer = offers.offer(case.offer, case.offer_version)
    most = MOST_JOINT if offer.life_event else MOST_ALONE
    rule = offer.extension or offers.ExtensionRule(most)
    most = offers.most_extra(rule, known(case), at=at, most=most)
    given = dict(Extension.objects.filter(clock__case=case).values_list("sequence", "amount"))
    left = max(0, most - sum(given.values())) if len(given) < rule.times else 0
    return More(
        left, most, max(0, rule.times - len(given)), len(given), bool(given) and rule.again == "higher",
        rule.legal_basis or ARTICLE_42, rule.unit,
    )  # fmt: skip


def higher(case: Case) -> bool:
    """Whether the next extension is for the level above. A query only for offers that ask it."""
    rule = offers.offer(case.offer, case.offer_version).extension
    asked = rule is not None and rule.again == "higher"
    return asked and Extension.objects.filter(clock__case=case).exists()
