"""A program and the tokens that people give it."""

from __future__ import annotations

import base64
import hashlib
import secrets
import urllib.parse
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from oauth2_provider.models import Application

from tongban.channels.rest import views  # noqa: F401 (fills the table before the first test keeps it)
from tongban.channels.rest.openapi import document

BACK = "https://program.example/back"


class Program:
    """A program on people's devices, as RFC 8252 and RFC 7636 want it."""

    def __init__(self, name: str = "Helper") -> None:
        self.row = Application.objects.create(
            name=name, client_type="public", authorization_grant_type="authorization-code", redirect_uris=BACK,
            client_secret="",
        )  # fmt: skip
        self.verifier = secrets.token_urlsafe(48)

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def asks(self, **other: str) -> dict[str, str]:
        return {
            "client_id": self.row.client_id, "response_type": "code", "redirect_uri": BACK, "scope": "cases:read",
            "state": "s1", "code_challenge": self.challenge, "code_challenge_method": "S256",
        } | other  # fmt: skip

    def code(self, browser: Client, **other: str) -> str:
        """The person reads the page and agrees."""
        page = browser.get("/api/oauth/authorize/", self.asks(**other))
        assert page.status_code == 200, page
        fields = {name: value or "" for name, value in page.context["form"].initial.items()}
        answer = browser.post("/api/oauth/authorize/", {**fields, "allow": "1"})
        return landed(answer.url)["code"]

    def post(self, **fields: str) -> Any:
        return Client().post("/api/oauth/token/", {"client_id": self.row.client_id, **fields})

    def redeem(self, code: str, **other: str) -> Any:
        said = {"code": code, "code_verifier": self.verifier, "redirect_uri": BACK}
        return self.post(grant_type="authorization_code", **said | other)


def landed(url: str) -> dict[str, str]:
    """The query with which a person arrives at the program."""
    assert url.startswith(BACK + "?"), url
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


@pytest.fixture()
def program(city) -> Program:
    return Program()


@pytest.fixture()
def token(city, program: Program) -> Callable[..., str]:
    def make(username: str = "owner", scope: str = "cases:read") -> str:
        return program.redeem(program.code(city.client(username), scope=scope)).json()["access_token"]

    return make


@pytest.fixture()
def ask() -> Callable[..., Any]:
    """A program's request: `ask("cases", token)`."""

    def get(path: str, token: str = "", **query: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Client(headers={**headers, "Accept-Language": "en"}).get(f"/api/v1/{path}", query)

    return get


@pytest.fixture()
def fits(settings) -> Callable[[Any, str, str], None]:
    """Checks an answer against what the document promises for that operation and status."""
    whole = document()

    def check(answer: Any, path: str, method: str = "get") -> None:
        promised = whole["paths"][path][method]["responses"][str(answer.status_code)]["content"]
        media = answer["Content-Type"].partition(";")[0]
        schema = {**promised[media]["schema"], "components": whole["components"]}
        jsonschema_rs.validate(schema, answer.json(), validate_formats=True)

    return check
