"""Who works where, and who of them may do what: the questions of a sender of news, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from tongban.trust.authority.decisions import of_duty, reaches_by
from tongban.trust.authority.models import Grant, Role
from tongban.trust.authority.permissions import permission_of
from tongban.trust.authority.subjects import Post, Subject, refs_of
from tongban.trust.authority.units import appointed, as_post, posts_by_person


def staff(*, units: Collection[str] | None = None, at: dt.datetime) -> dict[str, tuple[Post, ...]]:
    """The persons who hold posts in these units (None: in any) at `at`, each with those posts: one query. Posts are in
    the order of their codes, persons in the order of their first post.
    """
    rows = appointed(at).select_related("post__unit").order_by("post__code", "person")
    if units is not None:
        rows = rows.filter(post__unit__code__in=units)
    found: dict[str, dict[str, Post]] = defaultdict(dict)
    for row in rows:
        found[row.person].setdefault(row.post.code, as_post(row.post))
    return {person: tuple(posts.values()) for person, posts in found.items()}


def who_may(
    *, permission: str, unit_path: str, units: Collection[str] | None = None, at: dt.datetime
) -> tuple[str, ...]:  # fmt: skip
    """The persons in office in these units (None: in any) for whom `can` says yes over a unit, for no purpose named: at
    most four queries. Raises LookupError for an undeclared permission.
    """
    wanted, posts = permission_of(permission), staff(units=units, at=at)
    if units is not None:  # what they hold elsewhere counts as well
        posts |= posts_by_person(persons=list(posts), at=at)
    roles = [role.pk for role in Role.objects.all() if permission in role.permissions]
    held: dict[str, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.live(at).filter(Q(permission=permission) | Q(role__in=roles)).order_by("id"):
        held[grant.holder].append(grant)
    found = []
    for person, own_posts in posts.items():
        subject = Subject(kind="official", person=person, posts=own_posts)
        own = [grant for ref in sorted(refs_of(subject)) for grant in held.get(ref, ())]
        reached = reaches_by(own, subject=subject, permission=permission) if of_duty(subject, wanted) else ()
        if any(reach.covers(unit_path, 0) and reach.holds({}) for reach in reached):
            found.append(person)
    return tuple(found)
