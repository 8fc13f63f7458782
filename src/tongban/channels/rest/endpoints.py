"""One table of endpoints: the addresses, the views and the OpenAPI document all come from it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tongban.channels.rest import schemas
from tongban.kernel.web.api import BadInput
from tongban.trust.authority.api import PUBLIC, Denied, Subject, access
from tongban.trust.identity import api as identity

Handler = Callable[..., Any]
Json = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """One operation. `returns` and `parameters` are JSON Schemas; `scope` is empty for a public operation."""

    method: str
    path: str
    summary: str
    handler: Handler
    returns: Json
    scope: str = ""
    parameters: Mapping[str, Json] = field(default_factory=dict)
    takes: str = ""  # media type of the request's body
    missing: str = ""  # what a 404 means here


ENDPOINTS: list[Endpoint] = []


def endpoint(method: str, path: str, **facts: Any) -> Callable[[Handler], Handler]:
    """Adds a handler `(request, *, by, at, …path parameters)` that returns JSON-able data. See `Endpoint`."""

    def add(handler: Handler) -> Handler:
        ENDPOINTS.append(Endpoint(method=method, path=path, handler=handler, **facts))
        return handler

    return add


def plain(value: Any) -> Any:
    """What orjson does not know by itself: decimals and lazy texts as text."""
    return str(value)


def answer(value: Any, status: int = 200) -> HttpResponse:
    """JSON; dates in ISO 8601, decimals as text."""
    body = orjson.dumps(value, default=plain, option=orjson.OPT_NON_STR_KEYS)
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def problem(status: int, title: str, detail: str = "") -> HttpResponse:
    """A fault as RFC 9457 problem details."""
    response = answer({"type": "about:blank", "title": title, "status": status, "detail": detail}, status)
    response["Content-Type"] = "application/problem+json"
    if status == schemas.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def serve(one: Endpoint, request: HttpRequest, **parts: str) -> HttpResponse:
    """Checks the token, calls the handler, and turns each refusal into problem details."""
    at = timezone.now()
    by: Subject = request.subject  # type: ignore[attr-defined]  # set by identity's middleware
    if one.scope:
        found = identity.bearer(request, scope=one.scope, at=at)
        if found is None:
            return problem(401, "Unauthorized", f"send a bearer token with the scope {one.scope}")
        by = found
    try:
        return answer(one.handler(request, by=by, at=at, **parts))
    except LookupError:
        return problem(404, "Not found", one.missing)
    except Denied as error:
        return problem(403, "Forbidden", str(error))
    except BadInput as error:
        return problem(error.status, "Bad input", str(error.message))


def view_of(path: str) -> Callable[..., HttpResponse]:
    """The view of a path: its operations by method."""
    table = {one.method: one for one in ENDPOINTS if one.path == path}

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        one = table.get("GET" if request.method == "HEAD" else str(request.method))
        if one is None:
            response = problem(405, "Method not allowed", "allowed: " + ", ".join(table))
            response["Allow"] = ", ".join(table)
            return response
        return serve(one, request, **parts)

    view.__name__ = path.replace("/", "_").replace("{", "").replace("}", "")
    view.__qualname__ = view.__name__
    return access(PUBLIC, methods=tuple(table))(csrf_exempt(functools.wraps(view)(view)))


def page(rows: list[Any], following: object) -> Json:
    """A page of a list; `next` goes into `after` of the next request, null on the last page."""
    return {"items": rows, "next": str(following) if following else None}
