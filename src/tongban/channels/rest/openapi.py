"""The OpenAPI 3.1 document, made from the table of endpoints."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import ENDPOINTS, Endpoint
from tongban.channels.rest.settings import SCOPES
from tongban.kernel.web.api import PER_MINUTE

Json = dict[str, Any]


def _problem(text: str) -> Json:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _operation(one: Endpoint) -> Json:
    parts = re.findall(r"{(\w+)}", one.path)
    parameters = [{"name": p, "in": "path", "required": True, "schema": {"type": "string"}} for p in parts]
    parameters += [{"name": name, "in": "query", "schema": schema} for name, schema in one.parameters.items()]
    answers: Json = {"200": {"description": one.summary, "content": {one.gives: {"schema": one.returns}}}}
    if one.missing:
        answers["404"] = _problem(one.missing)
    if one.scope:
        answers |= {"401": _problem("No valid token"), "403": _problem("The token has not the scope")}
    if one.parameters or one.takes:
        answers["400"] = _problem("Bad input: the detail says what and where")
    if one.limited:
        answers["429"] = _problem(f"Anonymous clients may ask {PER_MINUTE} times a minute")
    words = [one.method.lower(), *re.findall(r"\w+", one.path)]
    made: Json = {"summary": one.summary, "operationId": "-".join(words), "responses": answers}
    if parameters:
        made["parameters"] = parameters
    if one.takes:
        body = {"schema": one.body or {"type": "string", "contentMediaType": one.takes}}
        made["requestBody"] = {"required": True, "content": {one.takes: body}}
        answers |= {"422": _problem("Cannot be done: the detail says why")} if one.body else {}
        answers |= {"411": _problem("No length"), "413": _problem("Too large"), "415": _problem("Another media type")}
    made["security"] = [{"oauth2": [one.scope]}] if one.scope else []
    return made


def document() -> Json:
    """The whole document for this node."""
    site = settings.CONFIG.site_url
    paths: dict[str, Json] = {}
    for one in ENDPOINTS:
        paths.setdefault(f"/{one.path}", {})[one.method.lower()] = _operation(one)
    flow = {
        "authorizationUrl": f"{site}/api/oauth/authorize/",
        "tokenUrl": f"{site}/api/oauth/token/",
        "refreshUrl": f"{site}/api/oauth/token/",
        "scopes": SCOPES,
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.CONFIG.name_en,
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": f"{site}/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": schemas.PROBLEM},
            "securitySchemes": {"oauth2": {"type": "oauth2", "flows": {"authorizationCode": flow}}},
        },
    }
