"""How surely a session shows who acts, and asking for more before a grave act."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from tongban.trust.identity.models import Account

PASSWORD, SECOND_FACTOR, PASSKEY = 1, 2, 3
FACTORS = {"totp": SECOND_FACTOR, "recovery_codes": SECOND_FACTOR, "webauthn": PASSKEY}
FRESH = dt.timedelta(minutes=5)
Record = dict[str, Any]


def level_of(record: Record) -> int:
    """The level that one authentication record of the session shows. The demonstration's sign-in shows the highest,
    and counts for nothing outside the demonstration.
    """
    match record.get("method"):
        case "password":
            return PASSWORD
        case "mfa":
            return FACTORS.get(str(record.get("type")), PASSWORD)
        case "demo":
            return PASSKEY if settings.CONFIG.demo else 0
        case _:
            return 0


def shown_at(record: Record) -> dt.datetime:
    """When a record was made."""
    return dt.datetime.fromtimestamp(float(record.get("at", 0)), dt.UTC)


def assurance_of(records: list[Record]) -> tuple[int, dt.datetime | None]:
    """The highest level that a session's records show, and when it was last shown."""
    level, at = max(((level_of(record), shown_at(record)) for record in records), default=(0, None))
    return level, at if level else None


def needs_assurance(
    request: HttpRequest, *, level: int, max_age: dt.timedelta | None = FRESH
) -> HttpResponseRedirect | None:
    """None when the session has shown at least `level` within `max_age`; else the answer that asks for it and then
    comes back here. For views: `if step := needs_assurance(request, level=2): return step`.
    """
    user = request.user
    now = getattr(request, "at", None) or timezone.now()
    records = get_authentication_records(request, user) if isinstance(user, Account) else []
    if any(level_of(one) >= level and (max_age is None or shown_at(one) >= now - max_age) for one in records):
        return None
    back = request.get_full_path() if request.method == "GET" else came_from(request)
    return HttpResponseRedirect(f"{reverse(_step(user, level))}?next={quote(back)}")


def came_from(request: HttpRequest) -> str:
    """The path of this site from which a form came, or the home page."""
    address = request.headers.get("Referer", "")
    root = f"{request.scheme}://{request.get_host()}/"
    return "/" + address.removeprefix(root) if address.startswith(root) else "/"


def _step(user: object, level: int) -> str:
    """The page that shows the level; enrolling comes first for who has nothing to show it with."""
    if not isinstance(user, Account):
        return "account_login"
    if settings.CONFIG.demo:
        return "demo"
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if level <= PASSWORD:
        return "account_reauthenticate"
    if Authenticator.Type.WEBAUTHN in kinds:
        return "mfa_reauthenticate_webauthn"
    if Authenticator.Type.TOTP in kinds and level <= SECOND_FACTOR:
        return "mfa_reauthenticate"
    return "mfa_index"
