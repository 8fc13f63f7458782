"""Units and posts as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tongban.kernel.declarations.api import Text
from tongban.trust.authority import models
from tongban.trust.authority.decisions import successor
from tongban.trust.authority.subjects import OfficerKind, Post


@dataclass(frozen=True)
class Unit:
    """A government body: `path` orders the tree (digits only), `parent` is the code of the unit above or empty."""

    code: str
    path: str
    name: Text
    division: str
    kind: str
    parent: str = ""


def _unit(row: models.Unit) -> Unit:
    return Unit(row.code, row.path, row.name, row.division, row.kind, row.parent.code if row.parent else "")


def unit(code: str) -> Unit:
    """The unit. Raises LookupError when there is none."""
    row = models.Unit.objects.select_related("parent").filter(code=code).first()
    if row is None:
        raise LookupError(f"no unit {code!r}")
    return _unit(row)


def units(*, under: str | None = None) -> tuple[Unit, ...]:
    """All units in the order of the tree; with `under`, that unit and everything below it."""
    rows = models.Unit.objects.select_related("parent").order_by("path")
    if under is not None:
        path = unit(under).path
        rows = rows.filter(path__gte=path, path__lt=successor(path))
    return tuple(_unit(row) for row in rows)


def as_post(row: models.Post) -> Post:
    """A row as value; its unit must be loaded."""
    duties: dict[str, OfficerKind] = {"system": "system", "security": "security", "audit": "audit"}
    unit = row.unit
    return Post(
        row.code, unit.code, unit.path, row.title, unit.name, duties.get(row.officer, ""), division=unit.division
    )  # fmt: skip


def post(code: str) -> Post:
    """The post. Raises LookupError when there is none."""
    row = models.Post.objects.select_related("unit").filter(code=code).first()
    if row is None:
        raise LookupError(f"no post {code!r}")
    return as_post(row)


def posts(*, under: str | None = None) -> tuple[Post, ...]:
    """All posts, unit by unit; with `under`, those of that unit and the units below it."""
    rows = models.Post.objects.select_related("unit").order_by("unit__path", "code")
    if under is not None:
        path = unit(under).path
        rows = rows.filter(unit__path__gte=path, unit__path__lt=successor(path))
    return tuple(as_post(row) for row in rows)


def appointed(at: dt.datetime) -> QuerySet[models.Appointment]:
    """The appointments in force."""
    rows = models.Appointment.objects.filter(since__lte=at)
    return rows.filter(Q(until=None) | Q(until__gt=at))


def posts_of(*, person: str, at: dt.datetime) -> tuple[Post, ...]:
    """The posts a person holds at `at`: one query."""
    rows = appointed(at).filter(person=person).select_related("post__unit").order_by("post__code")
    return tuple(as_post(row.post) for row in rows)


def posts_by_person(*, persons: Collection[str], at: dt.datetime) -> dict[str, tuple[Post, ...]]:
    """The posts that each of these persons holds at `at`; who holds none is left out: one query."""
    rows = appointed(at).filter(person__in=persons).select_related("post__unit").order_by("post__code")
    found: dict[str, tuple[Post, ...]] = {}
    for row in rows:
        found[row.person] = (*found.get(row.person, ()), as_post(row.post))
    return found


def holders(*, posts: Collection[str], at: dt.datetime) -> tuple[str, ...]:
    """The persons who hold one of these posts at `at`: one query."""
    return tuple(
        appointed(at).filter(post__code__in=posts).order_by("person").values_list("person", flat=True).distinct()
    )
