"""Grants as officers see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text
from tongban.trust.authority.models import Grant


@dataclass(frozen=True)
class GrantView:
    """A grant. `scope` is a unit's code or "*"; `what` the permission's or the role's code; `approved_at` None marks
    a proposal, `ended_at` an ended one.
    """

    id: int
    holder: str
    what: str
    scope: str
    scope_name: Text | None
    max_level: int
    purposes: tuple[str, ...]
    zones: tuple[str, ...]
    since: dt.datetime
    until: dt.datetime | None
    parent: int | None
    origin: str
    reason: str
    proposed_by: str
    approved_by: str
    approved_at: dt.datetime | None
    ended_at: dt.datetime | None
    condition: str = ""


def _view(row: Grant) -> GrantView:
    return GrantView(
        id=row.pk, holder=row.holder, what=row.role.code if row.role else row.permission,
        scope=row.scope.code if row.scope else "*", scope_name=row.scope.name if row.scope else None,
        max_level=row.max_level, purposes=tuple(row.purposes), zones=tuple(row.zones), since=row.since,
        until=row.until, parent=row.parent_id, origin=row.origin, reason=row.reason, proposed_by=row.proposed_by,
        approved_by=row.approved_by, approved_at=row.approved_at, ended_at=row.ended_at,
        condition=row.condition,
    )  # fmt: skip


def grants(
    *, holder: str = "", live_at: dt.datetime | None = None, proposed: bool = False, after: int = 0, limit: int = 50
) -> tuple[GrantView, ...]:
    """Grants by number, after a number: of a holder, in force at a time, or proposals that wait for approval."""
    rows = Grant.objects.select_related("role", "scope") if live_at is None else Grant.objects.live(live_at)
    if holder:
        rows = rows.filter(holder=holder)
    if proposed:
        rows = rows.filter(approved_at=None, ended_at=None)
    return tuple(_view(row) for row in rows.filter(pk__gt=after).order_by("pk")[:limit])
