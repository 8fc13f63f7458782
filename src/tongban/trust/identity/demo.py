"""The demonstration: everybody who can sign in, by role, and signing in as one of them with one click."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from tongban.trust.authority import api as authority
from tongban.trust.identity import models
from tongban.trust.identity.adapter import note
from tongban.trust.identity.subjects import forget

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST = 500


@dataclass(frozen=True)
class DemoAccount:
    """One account of the demonstration, as its page shows it."""

    username: str
    name: str
    role: str


@dataclass(frozen=True)
class DemoGroup:
    """Accounts under one heading: a unit, or the residents."""

    title: str
    accounts: tuple[DemoAccount, ...]


def require_demo() -> None:
    """Raises Http404 outside the demonstration: there this page does not exist."""
    if not settings.CONFIG.demo:
        raise Http404


def demo_groups(*, at: dt.datetime, search: str = "") -> tuple[DemoGroup, ...]:
    """Everybody who can sign in, residents and companies first, then unit by unit; three queries."""
    require_demo()
    rows = models.Account.objects.filter(is_active=True, person__isnull=False).order_by("id")[:MOST]
    accounts = list(rows)
    posts = authority.posts_by_person(persons=[row.person_id for row in accounts if row.person_id], at=at)
    companies = _companies([row.person_id for row in accounts if row.person_id], at)
    groups: dict[tuple[str, str], list[DemoAccount]] = defaultdict(list)
    for row in accounts:
        person = row.person_id or ""
        held = posts.get(person, ()) if row.kind == models.Account.Kind.OFFICIAL else ()
        role = ", ".join(str(post.title) for post in held) or ", ".join(companies.get(person, ()))
        path, title = (held[0].unit_path, str(held[0].unit_name)) if held else ("", _("Residents and companies"))
        if row.kind == models.Account.Kind.OFFICIAL and not held:
            path, title = "~", _("Without a post")
        name = row.person.name if row.person else row.username
        if search.lower() in f"{row.username} {name} {role} {title}".lower():
            groups[path, title].append(DemoAccount(row.username, name, role))
    return tuple(DemoGroup(title, tuple(groups[path, title])) for path, title in sorted(groups))


def _companies(persons: list[str], at: dt.datetime) -> dict[str, list[str]]:
    """The companies that persons may act for."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = models.Mandate.objects.filter(person__in=persons, since__lte=at, revoked_at=None).order_by("company")
    for row in rows:
        if row.until is None or row.until > at:
            found[row.person_id].append(row.company)
    return found


def demo_sign_in(request: HttpRequest, username: str) -> None:
    """Signs in as any account, at the highest level of assurance. Raises Http404 outside the demonstration and for an
    unknown account.
    """
    require_demo()
    account = models.Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Http404
    if request.user.is_authenticated and request.user.pk != account.pk:
        request.session.flush()
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method="demo")
    forget(request)
    note("demo_sign_in", account)
