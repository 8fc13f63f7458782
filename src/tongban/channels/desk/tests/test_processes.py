"""Officials read the processes of the node; their owners draw them anew; somebody else publishes."""

import pytest
from lxml import html

pytestmark = pytest.mark.django_db


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.content.decode())


def test_processes_are_found_by_their_names_and_steps(city):
    client = city.client("cgj.clerk", language="en")
    everything = len(page(client.get("/desk/processes")).xpath("//tbody/tr"))
    assert everything > 2
    for words, few in (("restaurant", True), ("食品", True), ("no such words", True), ("", False)):
        found = len(page(client.get("/desk/processes", {"q": words})).xpath("//tbody/tr"))
        assert (found < everything) == few
    assert city.client("resident").get("/desk/processes").status_code in (403, 404)


def test_the_list_costs_the_same_however_long_it_is(city, django_assert_max_num_queries):
    client = city.client("cgj.clerk", language="en")
    client.get("/desk/processes")
    with django_assert_max_num_queries(14):
        client.get("/desk/processes")
