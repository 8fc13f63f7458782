"""Which offers a rule serves, and who may change or publish it."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.declarations import api as declarations
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

EDIT, PUBLISH = "rulebooks.edit", "rulebooks.publish"


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


def may_edit(*, rule: str, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody may change a rule: for a unit that is responsible for an offer which the rule serves, or
    anywhere when no offer uses it.
    """
    serving = {one.authority for one in uses().get(rule, ())}
    paths = [unit.path for unit in authority.units() if unit.code in serving] if serving else [None]
    return any(authority.can(subject=by, permission=EDIT, unit_path=path, at=at) for path in paths)


def may_publish(*, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody publishes rules at all."""
    return bool(authority.can(subject=by, permission=PUBLISH, at=at))


def require_edit(*, rule: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied."""
    if not may_edit(rule=rule, by=by, at=at):
        authority.require(subject=by, permission=EDIT, unit_path="", at=at)


def require_either(*, rule: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied for who may neither change nor publish the rule."""
    if not may_publish(by=by, at=at):
        require_edit(rule=rule, by=by, at=at)
