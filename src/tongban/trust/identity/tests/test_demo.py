"""The demonstration's page: one click in the demonstration, not found anywhere else."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.trust.identity.tests.urls")]


def test_outside_the_demonstration_the_page_does_not_exist(resident, client) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"username": "li"}).status_code == 404
    assert client.get("/who/").json()["kind"] == "anonymous"


def test_one_click_signs_in_at_the_highest_level(demo, official, client) -> None:
    assert client.post("/demo/", {"username": "wang"}).url == "/desk/"
    found = client.get("/who/").json()
    assert (found["account"], found["assurance"]) == ("wang", 3)
    assert client.get("/grave/").json() == {"done": True}


def test_another_click_is_another_person_in_another_session(demo, official, resident, client) -> None:
    client.post("/demo/", {"username": "wang"})
    before = client.session.session_key
    assert client.post("/demo/", {"username": "li", "next": "/who/"}).url == "/who/"
    assert client.get("/who/").json()["account"] == "li"
    assert client.session.session_key != before


def test_a_demo_session_counts_for_nothing_when_the_demonstration_is_over(demo, resident, client, settings) -> None:
    import dataclasses

    client.post("/demo/", {"username": "li"})
    settings.CONFIG = dataclasses.replace(settings.CONFIG, demo=False)
    assert client.get("/who/").json()["assurance"] == 0


def test_an_unknown_name_is_not_found(demo, client) -> None:
    assert client.post("/demo/", {"username": "nobody"}).status_code == 404
    assert client.post("/demo/").status_code == 404


def test_people_stand_under_their_unit_and_can_be_searched(demo, official, resident, client) -> None:
    page = client.get("/demo/", headers={"Accept-Language": "en"}).content.decode()
    assert page.index("Residents and companies") < page.index("李某") < page.index("Market Bureau") < page.index("王某")
    page = client.get("/demo/?q=clerk", headers={"Accept-Language": "en"}).content.decode()
    assert "王某" in page
    assert "李某" not in page
    assert "Nobody by this name" in client.get("/demo/?q=%3Cb%3E", headers={"Accept-Language": "en"}).content.decode()


def test_the_page_costs_the_same_few_queries_however_many_people(
    demo, official, resident, client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        client.get("/demo/")
