"""The subject of a request: account, person, posts, level of assurance, company represented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tongban.trust.authority import api as authority
from tongban.trust.identity.mandates import mandate_for
from tongban.trust.identity.models import Account

ACTING_FOR = "identity.acting_for"
LEVELS = {"totp": 2, "recovery_codes": 2, "webauthn": 3}
DEMO_LEVEL = 3


def level_of(record: dict[str, Any]) -> int:
    """The assurance that one authentication record of the session gives."""
    match record.get("method"):
        case "password":
            return 1
        case "mfa":
            return LEVELS.get(str(record.get("type")), 1)
        case "demo":
            return DEMO_LEVEL if settings.CONFIG.demo else 0
        case _:
            return 0


def assurance_of(records: list[dict[str, Any]]) -> tuple[int, dt.datetime | None]:
    """The highest level that a session's records show, and when it was last shown."""
    levels = [(level_of(record), float(record.get("at", 0))) for record in records]
    level, at = max(levels, default=(0, 0.0))
    return level, dt.datetime.fromtimestamp(at, dt.UTC) if level else None


def subject_of(request: HttpRequest) -> authority.Subject:
    """Who acts in this request: at most three queries (account, posts, mandate), then remembered."""
    known = getattr(request, "_subject", None)
    if known is None:
        known = _find(request)
        request._subject = known  # type: ignore[attr-defined]  # noqa: SLF001 (our own mark on the request)
    return known


def _find(request: HttpRequest) -> authority.Subject:
    user = getattr(request, "user", None)
    if not isinstance(user, Account) and not (user and user.is_authenticated):
        return authority.ANONYMOUS
    at = getattr(request, "at", None) or timezone.now()
    level, since = assurance_of(get_authentication_records(request, user))
    return describe(
        user, at=at, assurance=level, assured_at=since, acting_for=request.session.get(ACTING_FOR, "")
    )  # fmt: skip


def describe(
    account: Account, *, at: dt.datetime, assurance: int, assured_at: dt.datetime | None, acting_for: str
) -> authority.Subject:
    """The subject that an account stands for at `at`."""
    person = account.person
    if person is None:
        return authority.Subject("program", name=account.username, account=account.username, assurance=assurance)
    official = account.kind == Account.Kind.OFFICIAL
    mandate = mandate_for(person=person.id, credit_code=acting_for, at=at) if acting_for else None
    return authority.Subject(
        "official" if official else "resident",
        person=person.id,
        name=person.name,
        account=account.username,
        assurance=assurance,
        assured_at=assured_at,
        posts=authority.posts_of(person=person.id, at=at) if official else (),
        acting_for=mandate.credit_code if mandate else "",
        acting_name=mandate.company if mandate else "",
        resident_tag=person.resident_tag,
    )
