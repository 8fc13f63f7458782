"""A service designer records a trip at the desk: form, process, what is expected; plays it; sees what it comes past."""

import pytest

from tongban.channels.desk.tests.test_forms import given, page

pytestmark = pytest.mark.django_db
DRAFT = "/desk/forms/shop-sign/draft"
TRIPS, TRIP = f"{DRAFT}/trips", f"{DRAFT}/trips/at-night"


@pytest.fixture()
def owner(city):
    client = city.client("cgj.leader", language="en")
    assert client.post(DRAFT).url == DRAFT
    return client


@pytest.fixture()
def begun(owner):
    """A trip that was begun and whose form is not filled in yet."""
    found = page(owner.get(f"{DRAFT}/new-trip"))
    data = given(found, "//main//form")
    assert "name = 沈知行" in data["resident"]
    data |= {"name": "at-night", "zh": "夜间", "en": "At night", "source": "城市市容和环境卫生管理条例"}
    data |= {"kind": "company", "offer": "shop-sign", "registers": "legal_entities.name = 夜宵店"}
    assert owner.post(f"{DRAFT}/new-trip", data).url == f"{TRIP}/fill"
    return owner


def fill(client, **answers):
    """Fills in every page, each answer as its question is named."""
    where = f"{TRIP}/fill"
    for _page in range(9):
        found = page(client.get(where))
        data = given(found, "//main//form[.//input[@name='seen']]")
        data |= {name: value for name, value in answers.items() if name.split("-")[0] in names(found)}
        where = client.post(where, data).url
        if where == TRIP:
            return page(client.get(TRIP))
    raise AssertionError(where)


def names(found):
    return {one.split("-")[0] for one in found.xpath("//main//form//@name")}


ANSWERS = {
    "premises_division": "430702", "premises_address": "武陵区演示街2号", "sign_text": "夜宵店", "sign_width": "3",
    "sign_height": "0.9", "terrace": "no", "truth": "true",
}  # fmt: skip


def step(client, act, status=302, **more):
    """Does an act as its page offers it."""
    found = page(client.get(f"{TRIP}/step", {"act": act, "part": "shop-sign"}))
    data = given(found, "//main//form[.//input[@name='act']]") | more
    answer = client.post(f"{TRIP}/step", data)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def test_a_trip_begins_with_samples_and_registers_typed_in(begun):
    text = begun.get(f"{TRIP}/text").content.decode()
    assert 'kind = "company"' in text
    assert '"legal_entities.name" = "夜宵店"' in text
    assert "沈知行" not in text  # the sample is understood
    wrong = begun.post(f"{DRAFT}/new-trip", {"name": "at-night", "registers": "nonsense"})
    assert wrong.status_code == 422
    assert page(begun.get(TRIP)).xpath("//*[contains(@class, 'warning')]")


def test_a_designer_records_a_whole_trip_and_sees_what_it_comes_past(begun):
    found = fill(begun, **ANSWERS)
    assert found.xpath("//dt[code='sign_width']")
    step(begun, "accept", post="430700.cgj.clerk")
    step(begun, "examine", post="430700.cgj.examiner", complete="yes")
    refused = step(begun, "decide", 422, post="430700.cgj.examiner")
    assert "It is refused" in refused.content.decode()
    step(begun, "decide", post="430700.cgj.decider")
    step(begun, "wait", on="2027-01-04")
    offered = page(begun.get(f"{TRIP}/expect"))
    assert {"shown.sign_text", "hidden.terrace_area", "then.outcome"} <= set(offered.xpath("//input/@id"))
    data = given(offered, "//main//form[.//input[@name='expect']]")
    assert begun.post(f"{TRIP}/expect", data).url == TRIP
    text = begun.get(f"{TRIP}/text").content.decode()
    assert 'outcome = "granted"' in text
    assert "then = { state = " in text
    assert page(begun.post(TRIPS, {"only": "at-night"})).xpath("//tr[.//code='at-night']//*[contains(@class, 'good')]")
    found = page(begun.post(TRIPS, follow=True))
    assert found.xpath("//p[contains(@class, 'success')]")
    assert found.xpath("//*[@id='coverage']/following::*[name()='svg']")
    assert "both ways" in found.text_content()
    assert begun.post(f"{TRIP}/text", {"text": text.replace('"granted"', '"refused"'), "seen": "99"}).status_code == 409
    now = page(begun.get(TRIP)).xpath("//input[@name='seen']/@value")[0]
    begun.post(f"{TRIP}/text", {"text": text.replace('outcome = "granted"', 'outcome = "refused"', 1), "seen": now})
    begun.post(TRIPS)
    assert (
        "do not come through" in page(begun.post(f"{DRAFT}/submit", {"revision": 0, "note": "x"}), 422).text_content()
    )
    begun.post(f"{TRIP}/text", {"act": "undo", "seen": str(int(now) + 1)})
    assert begun.get(f"{TRIP}/text").content.decode() == text
    assert begun.post(f"{DRAFT}/submit", {"revision": 0, "note": "x"}).status_code == 302


def test_the_list_of_trips_takes_few_queries(begun, django_assert_max_num_queries):
    begun.post(TRIPS)
    with django_assert_max_num_queries(60):
        assert begun.get(TRIPS).status_code == 200


def test_nothing_strange_breaks_it(begun):
    for data in (
        {},
        {"page": "nothing"},
        {"page": "\0", "seen": "x"},
        {"act": "decide"},
        {"act": "wait", "on": "never"},
    ):
        for where in ("fill", "step", "expect", "text"):
            assert begun.post(f"{TRIP}/{where}", data).status_code in (200, 302, 400, 404, 409, 422), (where, data)
    assert begun.post(f"{TRIP}/text", {"text": "no toml [", "seen": "1"}).status_code in (302, 409)
    assert begun.get(TRIP).status_code == 200
    assert begun.get(f"{DRAFT}/trips/none").status_code == 404
    assert begun.post(TRIPS, {"only": "none"}).status_code == 404
