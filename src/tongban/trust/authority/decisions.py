"""The one compiler: a subject's grants become reaches, and a reach is both the point check and the row filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.declarations.api import Text
from tongban.trust.authority.conditions import Condition, Facts, compiled, in_words, subject_facts
from tongban.trust.authority.models import Grant
from tongban.trust.authority.permissions import Permission, permission_of
from tongban.trust.authority.subjects import Decision, Denied, Subject, refs_of

M = TypeVar("M", bound=Model)
HIGHEST_LEVEL = 3


@dataclass(frozen=True)
class Reach:
    """How far one grant reaches: everything whose unit path begins with `path`, up to `max_level`, that fulfils the
    conditions of the grant and of those it was delegated from, asked of the object and of what the subject `is`.
    """

    grant: int | None
    path: str
    max_level: int
    holder: str = ""
    scope: Text | None = None
    conditions: tuple[Condition, ...] = ()
    texts: tuple[str, ...] = ()
    subject: Facts = field(default_factory=dict)

    def covers(self, unit_path: str, level: int) -> bool:
        """The point check, but for the conditions."""
        return unit_path.startswith(self.path) and level <= self.max_level

    def holds(self, facts: Facts) -> bool:
        """The point check of the conditions."""
        return all(one.names <= facts.keys() and one.holds(facts, self.subject) for one in self.conditions)

    def contains(self, other: Reach) -> bool:
        """Whatever the other reaches, this one reaches too."""
        same = not self.texts or (set(self.texts) <= set(other.texts) and self.subject == other.subject)
        return same and self.covers(other.path, other.max_level)

    def where(self, unit_field: str, level_field: str | None, columns: Mapping[str, str]) -> Q:
        """The row filter: the same, in terms of columns. A range, so that an index on the path serves it."""
        if not all(one.names <= columns.keys() for one in self.conditions):
            return Q(pk__in=[])
        found = Q()
        for one in self.conditions:
            found &= one.where(columns, self.subject)
        if self.path:
            found &= Q(**{f"{unit_field}__gte": self.path, f"{unit_field}__lt": successor(self.path)})
        if level_field:
            found &= Q(**{f"{level_field}__lte": self.max_level})
        return found


def successor(path: str) -> str:
    """The smallest path after everything that begins with `path`; no step of a path is all nines."""
    return str(int(path) + 1).zfill(len(path))


def reaches(*, subject: Subject, permission: str, purpose: str = "", at: dt.datetime) -> tuple[Reach, ...]:
    """What a subject's grants of a permission reach at `at`: one query, two when one of them was delegated.

    Raises LookupError for an undeclared permission.
    """
    wanted = permission_of(permission)
    if subject.kind == "system":
        return (Reach(None, "", HIGHEST_LEVEL),)
    refs = refs_of(subject)
    if not refs or not of_duty(subject, wanted):
        return ()
    return reaches_by(Grant.objects.held(refs, at), subject=subject, permission=permission, purpose=purpose)


def of_duty(subject: Subject, wanted: Permission) -> bool:
    """Officers hold nothing of business, and nobody else holds what is an officer's."""
    duties = {post.officer for post in subject.posts if post.officer}
    return not (duties or wanted.officer_only) or duties == {wanted.officer_only}


def reaches_by(live: Iterable[Grant], *, subject: Subject, permission: str, purpose: str = "") -> tuple[Reach, ...]:
    """What these grants, in force and held by the subject, reach."""
    found = (_reach(grant, subject, permission) for grant in live if names(grant, permission) and fits(grant, purpose))
    return tuple(reach for reach in found if reach is not None)


def _reach(grant: Grant, subject: Subject, permission: str) -> Reach | None:
    """None when one of the conditions cannot be judged: nothing is granted then."""
    scope = grant.scope
    texts = conditions_of(grant)
    conditions = [compiled(text, permission) for text in texts]
    judged = tuple(one for one in conditions if one is not None)
    if len(judged) < len(texts):
        return None
    return Reach(
        grant.pk, scope.path if scope else "", grant.max_level, grant.holder, scope.name if scope else None,
        judged, texts, subject_facts(subject, grant.holder) if texts else {},
    )  # fmt: skip


def conditions_of(grant: Grant) -> tuple[str, ...]:
    """The conditions of a grant and of those it was delegated from."""
    above = conditions_of(grant.parent) if grant.parent else ()
    return (*above, grant.condition) if grant.condition and grant.condition not in above else above


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
    facts: Facts | None = None,
    purpose: str = "",
    at: dt.datetime,
) -> Decision:
    """May the subject? `unit_path` None asks "anywhere"; an object without a unit has the path "".

    `level` is the object's classification, 0 to 3; `facts` are its declared attributes, which conditions ask: a grant
    whose condition asks for one that is not given does not reach the object. Without unit and facts the question is
    whether anything could be reached. Queries as `reaches`. Raises LookupError for an undeclared permission.
    """
    found = reaches(subject=subject, permission=permission, purpose=purpose, at=at)
    anywhere = unit_path is None and facts is None
    near = [reach for reach in found if reach.covers(reach.path if unit_path is None else unit_path, level)]
    for reach in near:
        if anywhere or reach.holds(facts or {}):
            return Decision(allowed=True, reason=_allowed(reach, subject, permission), grant=reach.grant)
    return Decision(allowed=False, reason=_refused(near or found, subject, permission, level, lacking=bool(near)))


def require(
    *,
    subject: Subject,
    permission: str,
    unit_path: str | None = None,
    level: int = 0,
    facts: Facts | None = None,
    purpose: str = "",
    at: dt.datetime,
) -> None:
    """Raises Denied with the reason in words unless the subject may."""
    decision = can(
        subject=subject, permission=permission, unit_path=unit_path, level=level, facts=facts, purpose=purpose, at=at
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
    columns: Mapping[str, str] | None = None,
    purpose: str = "",
) -> QuerySet[M]:
    """The rows for which `can` says yes, from the same grants: asked for now; the filter stays lazy. `columns` are
    the ways to the columns of the attributes that conditions ask, such as `{"offer": "case__offer"}`; a grant whose
    condition asks for another reaches no row.
    """
    found = reaches(subject=subject, permission=permission, purpose=purpose, at=at)
    condition = Q(pk__in=[])
    for reach in outermost(found):
        where = reach.where(unit_field, level_field, columns or {})
        if not where:
            return queryset.all()
        condition |= where
    return queryset.filter(condition)


def outermost(found: tuple[Reach, ...]) -> list[Reach]:
    """The reaches that no other one contains, so that many grants still make a short filter."""
    kept: list[Reach] = []
    for reach in sorted(found, key=lambda r: (len(r.path), -r.max_level, len(r.texts))):
        if not any(other.contains(reach) for other in kept):
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


def _allowed(reach: Reach, subject: Subject, permission: str) -> str:
    if reach.grant is None:
        return _("The system itself acts.")
    condition = _condition(reach, permission)
    if condition:
        return _("Granted to %(holder)s for %(scope)s, up to level %(level)s, where %(condition)s.") % {
            "holder": holder_words(reach.holder, subject),
            "scope": reach.scope or _("every unit"),
            "level": reach.max_level,
            "condition": condition,
        }
    return _("Granted to %(holder)s for %(scope)s, up to level %(level)s.") % {
        "holder": holder_words(reach.holder, subject),
        "scope": reach.scope or _("every unit"),
        "level": reach.max_level,
    }


def _condition(reach: Reach, permission: str) -> str:
    return _(" and ").join(in_words(text, permission) for text in reach.texts)


def _refused(found: Sequence[Reach], subject: Subject, permission: str, level: int, *, lacking: bool) -> str:
    """`lacking`: these reach the object, but for their conditions."""
    title = permission_of(permission).title
    if subject.anonymous:
        return _("Please sign in first.")
    if not found:
        return _("Nobody has granted you “%(what)s”.") % {"what": title}
    if lacking:
        conditions = _(" or ").join(dict.fromkeys(_condition(reach, permission) for reach in found))
        return _("“%(what)s” is granted to you only where %(condition)s.") % {"what": title, "condition": conditions}
    if all(level > reach.max_level for reach in found):
        return _("“%(what)s” is granted to you only up to level %(level)s.") % {
            "what": title, "level": max(reach.max_level for reach in found),
        }  # fmt: skip
    where = ", ".join(sorted({str(reach.scope) for reach in found if reach.scope}))
    return _("“%(what)s” is granted to you only for %(where)s.") % {"what": title, "where": where}
