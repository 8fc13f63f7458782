"""Whom supervision tells: the officials of a unit who hold a permission there, or of every unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from tongban.services.notices import api as notices
from tongban.trust.authority import api as authority


def tell(
    unit: authority.Unit, permission: str, title: Promise, body: Promise, facts: Mapping[str, Any], *, key: str,
    at: dt.datetime, but: str = "", everywhere: bool = False,
) -> int:  # fmt: skip
    """Tells everybody who holds the permission over a unit, once for each key; `everywhere`: holders in any unit, else
    those of the unit itself. Returns how many were told.
    """
    titles, bodies = notices.both(title, **facts), notices.both(body, **facts)
    told = 0
    units = None if everywhere else [unit.code]
    for person in authority.who_may(permission=permission, unit_path=unit.path, units=units, at=at):
        if person != but:
            found = notices.notify(
                kind="supervision", title=titles, body=bodies, at=at, person=person, about=key, key=f"{key}:{person}"
            )
            told += found is not None
    return told
