"""Which offers a rule serves."""

from __future__ import annotations

from tongban.kernel.declarations import api as declarations
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer


def uses() -> dict[str, tuple[Offer, ...]]:
    """The offers that each rule serves, by rule: its fee, or a step of its process. Two queries."""
    asked: dict[str, set[str]] = {}
    for item in declarations.current_all("processes"):
        nodes = item.value.nodes.values()
        asked[item.key] = {rule for node in nodes if (rule := node.properties.get("rule"))}
    found: dict[str, list[Offer]] = {}
    for offer in offers.offers():
        for rule in asked.get(offer.process, set()) | ({offer.fee.rule} if offer.fee and offer.fee.rule else set()):
            found.setdefault(rule, []).append(offer)
    return {rule: tuple(many) for rule, many in found.items()}


def offices(rule: str) -> frozenset[str]:
    """The units that answer for the offers which a rule serves."""
    return frozenset(one.authority for one in uses().get(rule, ()))
