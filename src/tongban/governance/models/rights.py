"""Which offers a process serves, and who may change or publish it."""

from __future__ import annotations

import datetime as dt

from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

EDIT, PUBLISH = "models.edit", "models.publish"


def uses() -> dict[str, tuple[Offer, ...]]:
    """The offers by the process that they take. One query."""
    found: dict[str, list[Offer]] = {}
    for offer in offers.offers():
        found.setdefault(offer.process, []).append(offer)
    return {process: tuple(many) for process, many in found.items()}


def may_edit(*, process: str, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody may change a process: for a unit that is responsible for an offer which takes it, or anywhere
    when no offer does.
    """
    serving = {one.authority for one in uses().get(process, ())}
    places = [unit.path for unit in authority.units() if unit.code in serving] if serving else [None]
    return any(authority.can(subject=by, permission=EDIT, unit_path=path, at=at) for path in places)


def may_publish(*, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody publishes processes at all."""
    return bool(authority.can(subject=by, permission=PUBLISH, at=at))


def require_edit(*, process: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied."""
    if not may_edit(process=process, by=by, at=at):
        authority.require(subject=by, permission=EDIT, unit_path="", at=at)


def require_either(*, process: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied for who may neither change nor publish the process."""
    if not may_publish(by=by, at=at):
        require_edit(process=process, by=by, at=at)
