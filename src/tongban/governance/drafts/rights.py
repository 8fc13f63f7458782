"""Who may change or publish a text."""

from __future__ import annotations

import datetime as dt

from tongban.governance.drafts.draftable import draftable
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


def may_edit(*, kind: str, key: str, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody may change a text: for a unit that answers for it, or anywhere when none does."""
    one = draftable(kind)
    serving = set(one.offices(key))
    places = [unit.path for unit in authority.units() if unit.code in serving] if serving else [None]
    return any(authority.can(subject=by, permission=one.edit, unit_path=path, at=at) for path in places)


def may_publish(*, kind: str, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody publishes texts of a kind at all."""
    return bool(authority.can(subject=by, permission=draftable(kind).publish, at=at))


def require_edit(*, kind: str, key: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied."""
    if not may_edit(kind=kind, key=key, by=by, at=at):
        authority.require(subject=by, permission=draftable(kind).edit, unit_path="", at=at)


def require_either(*, kind: str, key: str, by: Subject, at: dt.datetime) -> None:
    """Raises Denied for who may neither change nor publish the text."""
    if not may_publish(kind=kind, by=by, at=at):
        require_edit(kind=kind, key=key, by=by, at=at)
