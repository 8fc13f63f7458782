"""The one compiler: a subject's grants become reaches, and a reach is both the point check and the row filter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.declarations.api import Text
from tongban.trust.authority.models import Grant
from tongban.trust.authority.permissions import permission_of
from tongban.trust.authority.subjects import Decision, Denied, Subject, refs_of

M = TypeVar("M", bound=Model)
HIGHEST_LEVEL = 3


@dataclass(frozen=True)
class Reach:
    """How far one grant reaches: everything whose unit path begins with `path`, up to `max_level`."""

    grant: int | None
    path: str
    max_level: int
    holder: str = ""
    scope: Text | None = None

    def covers(self, unit_path: str, level: int) -> bool:
        """The point check."""
        return unit_path.startswith(self.path) and level <= self.max_level

    def where(self, unit_field: str, level_field: str | None) -> Q:
        """The row filter: the same, in terms of columns. A range, so that an index on the path serves it."""
        found = Q()
        if self.path:
            found &= Q(**{f"{unit_field}__gte": self.path, f"{unit_field}__lt": successor(self.path)})
        if level_field:
            found &= Q(**{f"{level_field}__lte": self.max_level})
        return found


def successor(path: str) -> str:
    """The smallest path after everything that begins with `path`; no step of a path is all nines."""
    return str(int(path) + 1).zfill(len(path))


def reaches(*, subject: Subject, permission: str, purpose: str = "", at: dt.datetime) -> tuple[Reach, ...]:
    """What a subject's grants of a permission reach at `at`: one query. Raises LookupError for an undeclared one."""
    wanted = permission_of(permission)
    if subject.kind == "system":
        return (Reach(None, "", HIGHEST_LEVEL),)
    duties = {post.officer for post in subject.posts if post.officer}
    if (duties or wanted.officer_only) and duties != {wanted.officer_only}:
        return ()
    refs = refs_of(subject)
    if not refs:
        return ()
    live = Grant.objects.live(at).filter(holder__in=refs).order_by("id")
    return tuple(_reach(grant) for grant in live if names(grant, permission) and fits(grant, purpose))


def _reach(grant: Grant) -> Reach:
    scope = grant.scope
    return Reach(
        grant.pk, scope.path if scope else "", grant.max_level, grant.holder, scope.name if scope else None
    )  # fmt: skip


def names(grant: Grant, permission: str) -> bool:
    """Does the grant, and each grant it was delegated from, name the permission?"""
    held = grant.role.permissions if grant.role else [grant.permission]
    return permission in held and (grant.parent is None or names(grant.parent, permission))


def fits(grant: Grant, purpose: str) -> bool:
    """Is the grant good for the purpose, and in this node's zone?"""
    in_zone = not grant.zones or settings.CONFIG.zone in grant.zones
    return in_zone and (not grant.purposes or purpose in grant.purposes)


def can(
    *,
    subject: Subject,
    permission: str,
    unit_path: str | None = None,
    level: int = 0,
    purpose: str = "",
    at: dt.datetime,
) -> Decision:
    """May the subject? `unit_path` None asks "anywhere"; an object without a unit has the path "".

    `level` is the object's classification, 0 to 3. One query. Raises LookupError for an undeclared permission.
    """
    found = reaches(subject=subject, permission=permission, purpose=purpose, at=at)
    for reach in found:
        if reach.covers(reach.path if unit_path is None else unit_path, level):
            return Decision(allowed=True, reason=_allowed(reach, subject), grant=reach.grant)
    return Decision(allowed=False, reason=_refused(found, subject, permission, level))


def require(
    *,
    subject: Subject,
    permission: str,
    unit_path: str | None = None,
    level: int = 0,
    purpose: str = "",
    at: dt.datetime,
) -> None:
    """Raises Denied with the reason in words unless the subject may."""
    decision = can(
        subject=subject, permission=permission, unit_path=unit_path, level=level, purpose=purpose, at=at
    )  # fmt: skip
    if not decision.allowed:
        raise Denied(decision.reason)


def visible_to(
    queryset: QuerySet[M],
    *,
    subject: Subject,
    permission: str,
    at: dt.datetime,
    unit_field: str = "unit_path",
    level_field: str | None = None,
    purpose: str = "",
) -> QuerySet[M]:
    """The rows for which `can` says yes, from the same grants: one query now, and the filter stays lazy."""
    found = reaches(subject=subject, permission=permission, purpose=purpose, at=at)
    condition = Q(pk__in=[])
    for reach in outermost(found):
        condition |= reach.where(unit_field, level_field)
    return queryset.filter(condition)


def outermost(found: tuple[Reach, ...]) -> list[Reach]:
    """The reaches that no other one contains, so that many grants still make a short filter."""
    kept: list[Reach] = []
    for reach in sorted(found, key=lambda r: (len(r.path), -r.max_level)):
        if not any(other.covers(reach.path, reach.max_level) for other in kept):
            kept.append(reach)
    return kept


def holder_words(holder: str, subject: Subject) -> str:
    """A holder's reference in words."""
    for post in subject.posts:
        if holder == f"post:{post.code}":
            return str(post.title)
        if holder == f"unit:{post.unit}":
            return str(post.unit_name)
    return subject.name or holder


def _allowed(reach: Reach, subject: Subject) -> str:
    if reach.grant is None:
        return _("The system itself acts.")
    return _("Granted to %(holder)s for %(scope)s, up to level %(level)s.") % {
        "holder": holder_words(reach.holder, subject),
        "scope": reach.scope or _("every unit"),
        "level": reach.max_level,
    }


def _refused(found: tuple[Reach, ...], subject: Subject, permission: str, level: int) -> str:
    title = permission_of(permission).title
    if subject.anonymous:
        return _("Please sign in first.")
    if not found:
        return _("Nobody has granted you “%(what)s”.") % {"what": title}
    if all(level > reach.max_level for reach in found):
        return _("“%(what)s” is granted to you only up to level %(level)s.") % {
            "what": title, "level": max(reach.max_level for reach in found),
        }  # fmt: skip
    where = ", ".join(sorted({str(reach.scope) for reach in found if reach.scope}))
    return _("“%(what)s” is granted to you only for %(where)s.") % {"what": title, "where": where}
