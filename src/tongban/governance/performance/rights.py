"""Who may read reports, export logs and simulate: whoever holds the permission at any unit."""

from __future__ import annotations

import datetime as dt

from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

READ, EXPORT, SIMULATE = "performance.read", "performance.export", "performance.simulate"


def may(permission: str, *, by: Subject, at: dt.datetime) -> bool:
    return bool(authority.can(subject=by, permission=permission, at=at))


def require(permission: str, *, by: Subject, at: dt.datetime) -> None:
    """Raises Denied."""
    authority.require(subject=by, permission=permission, at=at)
