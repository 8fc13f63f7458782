"""The OpenAPI document: sound by itself, and in step with the addresses."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import resolve

from tongban.channels.rest.endpoints import ENDPOINTS
from tongban.channels.rest.openapi import document
from tongban.channels.rest.settings import SCOPES
from tongban.channels.rest.urls import urlpatterns

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, ways in document()["paths"].items() for method, one in ways.items()]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [one for inner in value.values() for one in references(inner)]
    return [one for inner in value for one in references(inner)] if isinstance(value, list) else []


def test_it_is_openapi_3_1_with_a_name_and_a_server(client, db) -> None:
    found = client.get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1.")
    assert found["info"]["title"]
    assert found["servers"][0]["url"].endswith("/api/v1")


def test_operation_ids_are_unique() -> None:
    counted = Counter(one["operationId"] for _path, _method, one in operations())
    assert set(counted.values()) == {1}


def test_every_path_parameter_is_declared_and_nothing_else() -> None:
    for path, _method, one in operations():
        declared = [p["name"] for p in one.get("parameters", []) if p["in"] == "path"]
        assert declared == re.findall(r"{(\w+)}", path)
        assert all(p["required"] for p in one.get("parameters", []) if p["in"] == "path")


def test_every_reference_and_security_scheme_exists() -> None:
    whole = document()
    for reference in references(whole):
        place = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    schemes = whole["components"]["securitySchemes"]
    scopes = schemes["oauth2"]["flows"]["authorizationCode"]["scopes"]
    for _path, method, one in operations():
        assert method in METHODS
        assert all(
            name in schemes and set(asked) <= set(scopes) for need in one["security"] for name, asked in need.items()
        )
    assert {one.scope for one in ENDPOINTS} - {""} == set(scopes) == set(SCOPES)


def test_every_schema_is_a_schema() -> None:
    for _path, _method, one in operations():
        for answer in one["responses"].values():
            for content in answer["content"].values():
                schema = {**content["schema"], "components": document()["components"]}
                jsonschema_rs.validator_for(schema)


def test_the_addresses_of_the_scheme_are_those_of_the_site(settings, db) -> None:
    flow = document()["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]
    for name in ("authorizationUrl", "tokenUrl", "refreshUrl"):
        assert resolve(flow[name].removeprefix(settings.CONFIG.site_url)).namespace == "oauth2_provider"


def test_each_operation_has_its_address_and_each_address_its_operation() -> None:
    routed = {str(one.pattern).removeprefix("v1/") for one in urlpatterns if str(one.pattern).startswith("v1/")}
    written = {re.sub(r"{(\w+)}", r"<slug:\1>", path.lstrip("/")) for path, _method, _one in operations()}
    assert routed - {"", "<path:rest>"} == written


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/", "/api/v1", "/api/v1/cases/", "/api/v1/offers/%01", "/api/v1/办件"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_unknown_addresses_are_problems_too(db, path: str, method: str) -> None:
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(db) -> None:
    for one in ENDPOINTS:
        path = "/api/v1/" + re.sub(r"{\w+}", "x", one.path)
        answer = Client().delete(path)
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
        assert one.method in answer["Allow"]
        assert Client().options(path).status_code == 204


@pytest.mark.parametrize("query", [{"q": "x" * 201}, {"after": "a\x01b"}, {"authority": "\x1b[2J"}])
def test_odd_input_is_refused_in_words(db, query: dict[str, str]) -> None:
    answer = Client().get("/api/v1/offers", query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert next(iter(query)) in answer.json()["detail"]


@pytest.mark.parametrize("q", ["'; DROP TABLE x --", '"*^', "NEAR(", "％", "𠮷", "  ", "<script>", "\u202e", "a" * 200])
def test_odd_words_find_nothing_and_break_nothing(db, q: str) -> None:
    assert Client().get("/api/v1/offers", {"q": q}).status_code in (200, 400)


def test_a_fault_of_ours_is_a_problem_and_tells_nothing(db, monkeypatch) -> None:
    from tongban.channels.rest import offers

    def broken(*_args: object, **_more: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(offers.offers, "search", broken)
    answer = Client().get("/api/v1/offers")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_for_programmers(db, language: str) -> None:
    page = Client(headers={"Accept-Language": language}).get("/api/")
    assert all(f"/api/v1/{one.path}" in page.text for one in ENDPOINTS)
