"""The terms of a grant, and what it means that one lies inside another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.trust.authority.conditions import compiled
from tongban.trust.authority.decisions import conditions_of, names
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.models import Grant
from tongban.trust.authority.subjects import Subject, refs_of


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Who gets what: `holder` such as "post:clerk"; either `permission` or `role`; `scope_unit` a unit's code, or
    "*" for every unit; empty `purposes` or `zones` mean any; in force from `since` until before `until`; `condition` is
    what the object must fulfil (FEEL over its declared attributes and `subject`).
    """

    holder: str
    permission: str = ""
    role: str = ""
    scope_unit: str
    max_level: int = 0
    purposes: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    since: dt.datetime
    until: dt.datetime | None = None
    reason: str
    condition: str = ""


def held_by(grant: Grant | None, subject: Subject) -> bool:
    """Does the subject hold the grant?"""
    return grant is not None and grant.holder in refs_of(subject)


def check_inside(child: Grant, parent: Grant) -> None:
    """Raises Refused unless the child lies inside the parent in every dimension."""
    asked = child.role.permissions if child.role else [child.permission]
    if not all(names(parent, permission) for permission in asked):
        raise Refused(_("A delegation cannot contain a permission that its grant does not contain."))
    if parent.scope is not None and (child.scope is None or not child.scope.path.startswith(parent.scope.path)):
        raise Refused(_("A delegation cannot reach units that its grant does not reach."))
    if child.max_level > parent.max_level:
        raise Refused(_("A delegation cannot reach a higher level than its grant."))
    if not (_within(child.purposes, parent.purposes) and _within(child.zones, parent.zones)):
        raise Refused(_("A delegation cannot serve purposes or zones that its grant does not serve."))
    late = parent.until is not None and (child.until is None or child.until > parent.until)
    if child.since < parent.since or late:
        raise Refused(_("A delegation cannot last longer than its grant."))


def check_passing_on(parent: Grant, permissions: Collection[str]) -> None:
    """Raises Refused when a condition above speaks of the subject: it would say something else of whoever comes after.
    What it asks of the object goes on to hold.
    """
    for text in conditions_of(parent):
        for permission in permissions:
            condition = compiled(text, permission)
            if condition is None or condition.of_subject:
                raise Refused(_("This grant depends on who holds it; it cannot be delegated."))


def _within(inner: list[str], outer: list[str]) -> bool:
    """An empty outer list allows everything; an empty inner list asks for everything."""
    return not outer or (bool(inner) and set(inner) <= set(outer))
