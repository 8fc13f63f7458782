"""Whom supervision tells: the officials of a unit who hold a permission there, or of every unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise

from tongban.services.notices import api as notices
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


def tell(
    unit: authority.Unit, permission: str, title: Promise, body: Promise, facts: Mapping[str, Any], *, key: str,
    at: dt.datetime, but: str = "", everywhere: bool = False,
) -> int:  # fmt: skip
    """Tells everybody who holds the permission over a unit, once for each key; `everywhere`: holders in any unit, else
    those of the unit itself. Returns how many were told.
    """
    titles, bodies = notices.both(title, **facts), notices.both(body, **facts)
    told = 0
    for person in holding(unit, permission, at=at, everywhere=everywhere):
        if person != but:
            found = notices.notify(
                kind="supervision", title=titles, body=bodies, at=at, person=person, about=key, key=f"{key}:{person}"
            )
            told += found is not None
    return told


def holding(unit: authority.Unit, permission: str, *, at: dt.datetime, everywhere: bool) -> Iterator[str]:
    """The persons who may use a permission over a unit."""
    posts = authority.posts() if everywhere else authority.posts(under=unit.code)
    codes = [post.code for post in posts if not post.officer and (everywhere or post.unit == unit.code)]
    seen: set[str] = set()
    for code in codes:
        for person in authority.holders(post=code, at=at):
            if person not in seen:
                seen.add(person)
                by = Subject(kind="official", person=person, posts=authority.posts_of(person=person, at=at))
                if authority.can(subject=by, permission=permission, unit_path=unit.path, at=at):
                    yield person
