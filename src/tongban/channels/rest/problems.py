"""Faults as RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from django.http import HttpRequest, HttpResponse


def problem(status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A fault: `title` names its kind, `detail` says what to do."""
    body = orjson.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail})
    response = HttpResponse(body, status=status, content_type="application/problem+json", headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def unauthorized(request: HttpRequest, scope: str, *, known: bool) -> HttpResponse:
    """The challenge of RFC 6750: 403 when the token is `known` but has not the scope, else 401."""
    if known:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        return problem(403, "Forbidden", f"the token has not the scope {scope}", {"WWW-Authenticate": challenge})
    challenge = 'Bearer error="invalid_token"' if "Authorization" in request.headers else "Bearer"
    detail = f"send a bearer token with the scope {scope}"
    return problem(401, "Unauthorized", detail, {"WWW-Authenticate": challenge})
