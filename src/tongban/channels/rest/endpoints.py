"""One table of endpoints: the addresses, the views and the OpenAPI document all come from it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tongban.channels.rest.problems import problem, unauthorized
from tongban.channels.rest.settings import SCOPES
from tongban.kernel.web import api as web
from tongban.kernel.web.api import BadInput, inert
from tongban.trust.authority.api import PUBLIC, Denied, Subject, access, acting
from tongban.trust.identity import api as identity

log = logging.getLogger(__name__)
Handler = Callable[..., Any]
Json = dict[str, Any]
JSON = "application/json"


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
    body: Json = field(default_factory=dict)  # its JSON Schema, when it takes JSON
    gives: str = JSON  # media type of the answer: JSON, or bytes of this type
    missing: str = ""  # what a 404 means here
    limited: bool = False  # anonymous clients are counted (see kernel/web)


ENDPOINTS: list[Endpoint] = []


class Absent(Exception):  # noqa: N818 (what a handler says of a thing)
    """What the address names does not exist for this caller."""


def endpoint(method: str, path: str, **facts: Any) -> Callable[[Handler], Handler]:
    """Adds a handler `(request, *, by, at, …path parameters)` that returns JSON-able data. See `Endpoint`."""

    def add(handler: Handler) -> Handler:
        ENDPOINTS.append(Endpoint(method=method, path=path, handler=handler, **facts))
        return handler

    return add


def plain(value: Any) -> Any:
    """What orjson does not know by itself: decimals and lazy texts as text."""
    return str(value)


def answer(value: Any, media_type: str = JSON) -> HttpResponse:
    """JSON with dates in ISO 8601 and decimals as text; bytes of another media type as a file to save."""
    if media_type != JSON:
        name, data = value
        return inert(data, media_type, name)
    response = HttpResponse(orjson.dumps(value, default=plain), content_type=JSON)
    response["Cache-Control"] = "no-store"
    return response


def caller(one: Endpoint, request: HttpRequest, at: Any) -> Subject | HttpResponse:
    """Who calls, or the refusal of a token that is missing, worthless (401), or without the scope (403; RFC 6750)."""
    if not one.scope:
        subject: Subject = acting(request)
        if one.limited and subject.anonymous and not web.allowed(request, at=at):
            return problem(429, "Too many requests", "wait a minute and ask again", {"Retry-After": "60"})
        return subject
    found = identity.bearer(request, scope=one.scope, at=at)
    if found is not None:
        return found
    other = any(identity.bearer(request, scope=scope, at=at) for scope in SCOPES if scope != one.scope)
    return unauthorized(request, one.scope, known=other)


def serve(one: Endpoint, request: HttpRequest, **parts: str) -> HttpResponse:
    """Checks the token, calls the handler, and turns each refusal into problem details."""
    at = timezone.now()
    by = caller(one, request, at)
    if isinstance(by, HttpResponse):
        return by
    try:
        return answer(one.handler(request, by=by, at=at, **parts), one.gives)
    except Absent:
        return problem(404, "Not found", one.missing)
    except Denied as error:
        return problem(403, "Forbidden", str(error))
    except BadInput as error:
        return problem(error.status, "Bad input", str(error.message))
    except Exception:  # a program gets problem details for our faults too, never a page
        log.exception("%s %s failed", one.method, one.path)
        return problem(500, "Internal error", "this is our fault; nothing was changed")


def view_of(path: str) -> Callable[..., HttpResponse]:
    """The view of a path: its operations by method. It answers a wrong method itself, as problem details."""
    table = {one.method: one for one in ENDPOINTS if one.path == path}
    allowed = ", ".join([*table, *(["HEAD"] if "GET" in table else []), "OPTIONS"])

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allowed})
        one = table.get("GET" if request.method == "HEAD" else str(request.method))
        if one is None:
            return problem(405, "Method not allowed", f"allowed: {allowed}", {"Allow": allowed})
        return serve(one, request, **parts)

    view.__name__ = view.__qualname__ = path.replace("/", "_").replace("{", "").replace("}", "")
    return access(PUBLIC)(csrf_exempt(view))


@access(PUBLIC)
@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 (the address, which is not repeated)
    """Any other address below /api/v1."""
    return problem(404, "Not found", "there is no such operation; see /api/openapi.json")


def page(rows: list[Any], following: object) -> Json:
    """A page of a list; `next` goes into `after` of the next request, null on the last page."""
    return {"items": rows, "next": str(following) if following else None}


def query(request: HttpRequest, name: str, *, longest: int = 200) -> str:
    """A query parameter. Raises BadInput when it is longer than allowed or holds control characters."""
    value = request.GET.get(name, "")
    if len(value) > longest:
        raise BadInput(f"{name}: at most {longest} characters")
    if not value.isprintable():
        raise BadInput(f"{name}: no control characters")
    return value
