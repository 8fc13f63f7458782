"""Which offers a process serves."""

from __future__ import annotations

from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer


def uses() -> dict[str, tuple[Offer, ...]]:
    """The offers by the process that they take. One query."""
    found: dict[str, list[Offer]] = {}
    for offer in offers.offers():
        found.setdefault(offer.process, []).append(offer)
    return {process: tuple(many) for process, many in found.items()}


def offices(process: str) -> frozenset[str]:
    """The units that answer for the offers which take a process."""
    return frozenset(one.authority for one in uses().get(process, ()))
