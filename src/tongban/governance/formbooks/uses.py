"""Which offers ask with a form: of their applicants, or of officials in a step of their process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.kernel.declarations import api as declarations
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer


def uses() -> Mapping[str, tuple[Offer, ...]]:
    """The offers by the form that they ask with. Two queries."""
    asked = {item.key: _forms(item.value) for item in declarations.current_all("processes")}
    found: dict[str, list[Offer]] = {}
    for offer in offers.offers():
        for form in sorted({offer.form, *asked.get(offer.process, ())} - {""}):
            found.setdefault(form, []).append(offer)
    return {form: tuple(many) for form, many in found.items()}


def _forms(graph: Any) -> set[str]:
    return {node.properties["form"] for node in graph.nodes.values() if node.properties.get("form")}


def offices(form: str) -> frozenset[str]:
    """The units that answer for the offers which ask their applicants with a form, else for those that use it."""
    found = uses().get(form, ())
    own = [one for one in found if one.form == form]
    return frozenset(one.authority for one in own or found)
