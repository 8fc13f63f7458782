"""Grants: proposed by one security officer, approved by another, delegated within themselves, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.trust.audit import api as audit
from tongban.trust.authority.conditions import check_condition
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.holders import check_holder
from tongban.trust.authority.models import MAX_DEPTH, Grant, Role, Unit
from tongban.trust.authority.subjects import Denied, Subject, refs_of
from tongban.trust.authority.terms import Terms, check_inside, check_passing_on, held_by

OFFICERS = "officers"
EVERY_UNIT = "*"


def _rows(terms: Terms) -> dict[str, Any]:
    """The columns that say what is granted. Raises LookupError for an unknown role or unit, Refused for a bad term."""
    if bool(terms.permission) == bool(terms.role):
        raise Refused(_("A grant names either one permission or one role."))
    if terms.until is not None and terms.until <= terms.since:
        raise Refused(_("A grant must end after it begins."))
    if not terms.reason.strip():
        raise Refused(_("A grant needs a reason."))
    role = Role.objects.filter(code=terms.role).first() if terms.role else None
    scope = Unit.objects.filter(code=terms.scope_unit).first() if terms.scope_unit != EVERY_UNIT else None
    if terms.role and role is None:
        raise LookupError(f"no role {terms.role!r}")
    if terms.scope_unit != EVERY_UNIT and scope is None:
        raise LookupError(f"no unit {terms.scope_unit!r}")
    asked = role.permissions if role else [terms.permission]
    check_holder(terms.holder, asked)
    check_condition(terms.condition, asked)
    return {
        "holder": terms.holder, "permission": terms.permission, "role": role, "scope": scope,
        "max_level": terms.max_level, "purposes": sorted(terms.purposes), "zones": sorted(terms.zones),
        "since": terms.since, "until": terms.until, "reason": terms.reason,
        "condition": terms.condition,
    }  # fmt: skip


def _officer(by: Subject, holder: str) -> None:
    if by.kind == "system":
        return
    if by.officer != "security":
        raise Denied(str(_("Only a security officer proposes, approves and ends grants.")))
    if holder in refs_of(by):
        raise Denied(str(_("Nobody grants anything to themselves.")))


def _note(action: str, grant: Grant, by: Subject, at: dt.datetime) -> None:
    detail = {"holder": grant.holder, "origin": grant.origin, "depth": grant.depth}
    audit.record(at=at, by=by, action=f"authority.{action}", object=f"grant:{grant.pk}", detail=detail)


def propose_grant(*, terms: Terms, by: Subject, at: dt.datetime) -> int:
    """A security officer proposes a grant; it has no force until another one approves it. Returns its number.

    Raises Denied when `by` is no security officer or the holder, Refused and LookupError as the terms deserve.
    """
    with transaction.atomic():
        _officer(by, terms.holder)
        row = Grant.objects.create(
            **_rows(terms), origin="system" if by.kind == "system" else OFFICERS, proposed_by=by.person, proposed_at=at
        )
        _note("propose", row, by, at)
    return row.pk


def approve_grant(*, grant: int, by: Subject, at: dt.datetime) -> None:
    """Another security officer approves a proposal; approving an approved one changes nothing.

    Raises LookupError for an unknown grant, Denied for the proposer and for whoever is no security officer,
    Refused when the proposal was withdrawn.
    """
    with transaction.atomic():
        row = _locked(grant)
        _officer(by, row.holder)
        if row.origin == OFFICERS and (row.proposed_by == by.person or by.kind == "system"):
            raise Denied(str(_("A grant is approved by another security officer than the one who proposed it.")))
        if row.ended_at is not None:
            raise Refused(_("This grant has ended."))
        if row.approved_at is None:
            row.approved_by, row.approved_at = by.person, at
            row.save(update_fields=["approved_by", "approved_at"])
            _note("approve", row, by, at)


def grant(
    *,
    holder: str,
    permission: str = "",
    role: str = "",
    scope_unit: str,
    max_level: int = 0,
    purposes: Collection[str] = (),
    zones: Collection[str] = (),
    since: dt.datetime,
    until: dt.datetime | None = None,
    reason: str,
    condition: str = "",
    proposed_by: Subject,
    approved_by: Subject,
    at: dt.datetime,
) -> int:
    """Proposes and approves in one act, by two different security officers, or by the system itself (then recorded
    as such). `scope_unit` is a unit's code, or "*" for every unit. Returns the grant's number.
    Raises Denied, Refused and LookupError as `propose_grant` and `approve_grant` do.
    """
    terms = Terms(
        holder=holder, permission=permission, role=role, scope_unit=scope_unit, max_level=max_level,
        purposes=frozenset(purposes), zones=frozenset(zones), since=since, until=until, reason=reason,
        condition=condition,
    )  # fmt: skip
    with transaction.atomic():
        number = propose_grant(terms=terms, by=proposed_by, at=at)
        approve_grant(grant=number, by=approved_by, at=at)
    return number


def delegate(*, parent: int, terms: Terms, by: Subject, at: dt.datetime) -> int:
    """A holder passes part of a grant on. Returns the number of the new grant.

    Raises Denied when `by` does not hold the parent, Refused when the parent is not in force, is three delegations
    deep, is an officer's, or would be exceeded in permission, scope, level, purposes, zones or term.
    """
    with transaction.atomic():
        _locked(parent)
        above = Grant.objects.live(at).filter(pk=parent).first()
        if above is None:
            raise Refused(_("This grant is not in force."))
        if above.holder not in refs_of(by):
            raise Denied(str(_("Only who holds a grant can delegate it.")))
        if above.depth >= MAX_DEPTH:
            raise Refused(_("This grant has been delegated three times; it goes no further."))
        rows = _rows(terms)
        check_inside(Grant(**rows), above)
        check_passing_on(above, rows["role"].permissions if rows["role"] else [terms.permission])
        row = Grant.objects.create(
            **rows, parent=above, depth=above.depth + 1, origin="delegation",
            proposed_by=by.person, proposed_at=at, approved_by=by.person, approved_at=at,
        )  # fmt: skip
        _note("delegate", row, by, at)
    return row.pk


def end_grant(*, grant: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Ends a grant, and with it all that was delegated from it; or withdraws a proposal. Ending twice changes nothing.

    A security officer may, and the holder of the grant it was delegated from. Raises Denied for anybody else.
    """
    with transaction.atomic():
        row = _locked(grant)
        if not held_by(row.parent, by):
            _officer(by, "")
        if row.ended_at is None:
            row.ended_by, row.ended_at, row.end_reason = by.person, at, reason
            row.save(update_fields=["ended_by", "ended_at", "end_reason"])
            _note("end", row, by, at)


def _locked(grant: int) -> Grant:
    row = Grant.objects.select_for_update(of=("self",)).select_related("parent").filter(pk=grant).first()
    if row is None:
        raise LookupError(f"no grant {grant}")
    return row
