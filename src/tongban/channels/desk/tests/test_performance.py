"""Leaders read the report on a process and simulate it; clerks do not."""

import json

import pytest
from lxml import etree, html

pytestmark = pytest.mark.django_db
REPORT, SIMULATE = "/desk/processes/shop-sign/report", "/desk/processes/shop-sign/simulate"


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.content.decode())


@pytest.fixture()
def leader(city):
    return city.client("cgj.leader", language="en")


def form(client):
    """What the form of a simulation would send as it stands."""
    found = page(client.get(SIMULATE)).xpath("//form[@method='post']")[0]
    return {**dict(found.form_values()), "cases": "30"}


def started(client, **given):
    answer = client.post(SIMULATE, form(client) | given)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def test_a_report_on_a_process_without_cases_says_what_to_do(leader):
    text = page(leader.get(REPORT)).text_content()
    assert "No case has run" in text or "cases" in text
    filtered = page(leader.get(REPORT, {"from": "2030-01-01"}))
    assert "No case fits" in filtered.text_content()


def test_who_lacks_the_permission_sees_neither(city):
    for name in ("cgj.clerk", "resident"):
        client = city.client(name)
        for path in (REPORT, SIMULATE, f"{SIMULATE}/1"):
            assert client.get(path).status_code in (403, 404)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "0000-01-01", "to": "9999-12-31", "after": "99999999999999999999"},
        {"version": "no", "unit": "no", "from": "x"},
        {"from": "9999-12-31", "to": "1970-01-01", "after": "-1"},
    ],
)
def test_strange_filters_are_left_out(leader, query):
    assert leader.get(REPORT, query).status_code == 200


def test_the_log_is_downloaded_as_a_file_with_an_entry_in_the_ledger(leader):
    from tongban.trust.audit import api as audit

    before = audit.waiting()
    answer = leader.post(f"{REPORT}/export", {"format": "xes"})
    assert answer["Content-Disposition"] == 'attachment; filename="shop-sign.xes"'
    assert etree.fromstring(b"".join(answer.streaming_content)).tag.endswith("log")
    assert audit.waiting() == before + 1
    assert json.loads(b"".join(leader.post(f"{REPORT}/export", {"format": "ocel-json"}).streaming_content))[
        "objectTypes"
    ]
    assert leader.post(f"{REPORT}/export", {"format": "csv"}).status_code == 404
    assert leader.get(f"{REPORT}/export").status_code == 405


def test_a_simulation_is_started_run_kept_and_compared(leader):
    first = started(leader, title="As it is")
    while "Go on" in (text := page(leader.post(first, {"act": "run"}, follow=True)).text_content()):
        pass
    assert "people keep the limit" in text
    assert "of 30 cases ended" in text
    assert "The simulation is kept." in page(leader.post(first, {"act": "keep"}, follow=True)).text_content()
    second = started(leader, title="One way only", **{"way-0": "100", "find": ""})
    leader.post(second, {"act": "run"})
    numbers = [path.rpartition("/")[2] for path in (first, second)]
    text = page(leader.get(f"{SIMULATE}/compare", dict(zip("ab", numbers, strict=True)))).text_content()
    assert "As it is" in text
    assert "One way only" in text
    assert page(leader.get(SIMULATE)).xpath("//td[contains(., 'kept')]")


def test_an_earlier_simulation_fills_the_form(leader):
    number = started(leader, per_day="17").rpartition("/")[2]
    found = page(leader.get(SIMULATE, {"from": number})).xpath("//input[@name='per_day']/@value")
    assert found[0].startswith("17")
    assert leader.get(SIMULATE, {"from": "999999999999999999"}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cases", "0"), ("cases", "many"), ("cases", "nan"), ("per_day", "-1"), ("per_day", "1e400"), ("hours", "12-9"),
        ("hours", "all day"), ("limit", "x"), ("staff-0", "0"), ("step-0-usual", "-3"), ("way-0", "101"),
        ("wait-0", "inf"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(leader, field, value):
    answer = leader.post(SIMULATE, form(leader) | {field: value})
    assert answer.status_code == 422
    assert html.fromstring(answer.content.decode()).xpath(f"//a[@href='#{field}']")


def test_a_simulation_of_another_process_or_none_is_not_found(leader):
    number = started(leader).rpartition("/")[2]
    assert leader.get(f"/desk/processes/food-licence/simulate/{number}").status_code == 404
    assert leader.get(f"{SIMULATE}/999999999").status_code == 404
    assert leader.get(f"{SIMULATE}/compare").status_code == 404
    assert leader.get("/desk/processes/no-such/report").status_code == 404


def test_the_form_costs_the_same_however_many_simulations_there_are(leader, django_assert_max_num_queries):
    started(leader)
    with django_assert_max_num_queries(45):
        leader.get(SIMULATE)
