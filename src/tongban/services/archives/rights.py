"""Lists are a matter of the whole node: only who holds the right at its topmost unit acts on them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from tongban.services.archives.errors import ArchiveError
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

REVIEW, SIGN, HOLD = "archives.review", "archives.sign", "archives.hold"
LONGEST = 500


def top() -> str:
    """The path of the topmost unit."""
    return min((unit.path for unit in authority.units()), key=len, default="")


def require(permission: str, *, by: Subject, at: dt.datetime) -> None:
    """Raises Denied unless the subject holds the right for the whole node."""
    authority.require(subject=by, permission=permission, unit_path=top(), at=at)


def may(permission: str, *, by: Subject, at: dt.datetime) -> bool:
    """Whether the subject holds the right for the whole node."""
    with suppress(authority.Denied):
        require(permission, by=by, at=at)
        return True
    return False


def reading(*, by: Subject, at: dt.datetime) -> None:
    """Raises Denied unless the subject reviews or signs lists."""
    if not may(SIGN, by=by, at=at):
        require(REVIEW, by=by, at=at)


def reason(text: str, field: str = "reason") -> str:
    """A reason as it is kept. Raises ArchiveError."""
    found = text.strip()
    if not found or len(found) > LONGEST:
        raise ArchiveError(_("Say why, in at most 500 characters."), field)
    return found
