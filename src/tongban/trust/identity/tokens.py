"""The bearer of an OAuth2 token: whom a program acts for, or the program itself."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from oauth2_provider.oauth2_backends import get_oauthlib_core

from tongban.trust.authority.api import Subject
from tongban.trust.identity.assurance import PASSWORD
from tongban.trust.identity.subjects import describe


def bearer(request: HttpRequest, *, scope: str, at: dt.datetime) -> Subject | None:
    """The subject of the request's bearer token, or None when there is no valid one with the scope (RFC 6750).

    A token given by a person makes that person the subject, at the level of a password; one given to a program for
    itself makes the program the subject, known under its client id.
    """
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return None
    valid, found = get_oauthlib_core().verify_request(request, scopes=[scope])
    if not valid:
        return None
    if found.user is None:
        return Subject("program", name=found.client.name, account=found.client.client_id, assurance=PASSWORD)
    return describe(found.user, at=at, assurance=PASSWORD) if found.user.is_active else None
