"""Tables of authority. What was once granted is never rewritten: a grant ends, and a new one begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.kernel.declarations.api import Text

PATH_STEP = 4  # digits a level: paths are digits only, so text order and prefix agree in every collation
MAX_DEPTH = 3  # a delegation of a delegation of a delegation, and no further
OFFICERS = [("system", "system"), ("security", "security"), ("audit", "audit")]


class Unit(models.Model):
    """A node of the tree of government bodies. A unit never moves: it closes, and another opens."""

    code = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=64, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    division = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=32)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)


class Post(models.Model):
    """A post in a unit; whoever is appointed to it holds what is granted to it."""

    code = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    officer = models.CharField(max_length=8, blank=True, choices=OFFICERS)

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Appointment(models.Model):
    """A person holds a post from `since` until before `until`."""

    person = models.CharField(max_length=64, db_index=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=16, default="regular")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "post", "since"], name="appointment_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post_id}"


class Officer(models.Model):
    """A person who is or was an officer: the row for which two appointments at once wait for each other."""

    person = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.person


class Role(models.Model):
    """A named set of permissions, declared by a package."""

    code = models.CharField(max_length=64, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    permissions = models.JSONField(default=list)
    package = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class GrantQuerySet(models.QuerySet["Grant"]):
    def held(self, refs: Collection[str], at: dt.datetime) -> list[Grant]:
        """The live grants of holders, the oldest first. One query, two when one of them was delegated: almost none is,
        and to ask for the ancestors of each costs three times the rest.
        """
        own = self.filter(_in_force("", at), holder__in=refs).order_by("id")
        found = list(own.select_related("role", "scope"))
        return list(own.live(at)) if any(grant.parent_id for grant in found) else found

    def live(self, at: dt.datetime) -> GrantQuerySet:
        """Grants in force at `at`, each of whose ancestors is in force too."""
        found = self.select_related("role", "scope")
        prefix = ""
        for _ in range(MAX_DEPTH + 1):
            found = found.filter(_in_force(prefix, at))
            prefix += "parent__"
        return found.select_related("parent__role", "parent__parent__role", "parent__parent__parent__role")


def _in_force(prefix: str, at: dt.datetime) -> Q:
    """The grant behind `prefix` is in force; an absent ancestor hinders nothing."""
    force = Q(
        **{f"{prefix}approved_at__lte": at, f"{prefix}since__lte": at},
    )
    force &= Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": at})
    force &= Q(**{f"{prefix}ended_at": None}) | Q(**{f"{prefix}ended_at__gt": at})
    return force if not prefix else force | Q(**{prefix.removesuffix("__"): None})


class Grant(models.Model):
    """A holder may do something within a scope, up to a level, for purposes, for a term. Everything but its
    approval and its end is written once (a trigger holds that).
    """

    holder = models.CharField(max_length=80, db_index=True)
    permission = models.CharField(max_length=64, blank=True)
    role = models.ForeignKey(Role, models.PROTECT, null=True)
    scope = models.ForeignKey(Unit, models.PROTECT, null=True)
    max_level = models.PositiveSmallIntegerField(default=0)
    purposes = models.JSONField(default=list)
    zones = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    depth = models.PositiveSmallIntegerField(default=0)
    origin = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    condition = models.CharField(max_length=500, blank=True, default="")
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(permission="", role__isnull=False) | (~Q(permission="") & Q(role=None)),
                name="grant_permission_or_role",
            ),
            models.CheckConstraint(
                condition=~Q(origin="officers") | ~Q(proposed_by=F("approved_by")), name="grant_by_two_officers"
            ),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_at=None) | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="grant_approved_whole",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="grant_term"),
            models.CheckConstraint(condition=Q(depth__lte=MAX_DEPTH), name="grant_depth"),
            models.CheckConstraint(
                condition=Q(parent=None, depth=0) | Q(parent__isnull=False, depth__gt=0), name="grant_depth_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.permission or self.role_id}"
