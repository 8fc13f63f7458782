"""Officials read the forms of the node; their owners change them by pages or as text; somebody else publishes."""

import pytest
from lxml import html

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations

pytestmark = pytest.mark.django_db
FORM = "/desk/forms/food-licence"
DRAFT = f"{FORM}/draft"


def page(answer, status=200):
    assert answer.status_code == status, (answer.status_code, answer.content[:300])
    return html.fromstring(answer.content.decode())


@pytest.fixture()
def owner(city):
    return city.client("scjgj.leader", language="en")


@pytest.fixture()
def publisher(city):
    return city.client("xzsp.leader", language="en")


@pytest.fixture()
def text(owner):
    assert owner.post(DRAFT).url == DRAFT
    return owner.get(f"{DRAFT}/text").content.decode()


def given(found, form="//main//form[.//input[@name='mark']][1]"):
    """What a form of a page holds as it stands."""
    box = found.xpath(form)[0]
    data = {}
    for one in box.xpath(".//input|.//textarea|.//select"):
        name = one.get("name")
        if one.tag == "select":
            chosen = one.xpath("./option[@selected]/@value") or one.xpath("./option/@value")[:1]
            data[name] = chosen[0]
        elif one.get("type") == "checkbox":
            if one.get("checked") is not None:
                data.setdefault(name, []).append(one.get("value"))
        else:
            data[name] = (one.text or "").removeprefix("\n") if one.tag == "textarea" else one.get("value") or ""
    return data


def test_forms_are_found_by_their_names_and_questions(city, django_assert_max_num_queries):
    client = city.client("cgj.clerk", language="en")
    everything = len(page(client.get("/desk/forms")).xpath("//tbody/tr"))
    assert everything > 5
    for words in ("seats", "餐厅", "no such words"):
        assert len(page(client.get("/desk/forms", {"q": words})).xpath("//tbody/tr")) < everything
    with django_assert_max_num_queries(15):
        client.get("/desk/forms")
    assert page(client.get(FORM)).xpath("//code[text()='seats']")
    assert client.get(f"{FORM}/text").content.decode() == declarations.current("forms", "food-licence").text
    assert client.get(f"{FORM}/paper").content.startswith(b"%PDF")
    assert client.post(DRAFT).status_code == 403
    assert client.get("/desk/forms/nothing").status_code == 404


def test_every_question_of_every_form_is_saved_unchanged_as_it_is_shown(city, owner, text):
    found = page(owner.get(DRAFT))
    links = [one for one in found.xpath("//main//a/@href") if "/piece" in one]
    assert len(links) == 19
    for link in links:
        assert owner.post(link, given(page(owner.get(link)))).status_code == 302, link
    assert owner.get(f"{DRAFT}/text").content.decode() == text


def test_questions_are_added_with_what_their_kind_needs_and_saved_as_they_are_shown(owner, text):
    for kind in ("choices", "table", "computed", "photo", "geometry", "information"):
        adding = {"act": "add", "page": "food", "field": "safety_manager", "kind": kind}
        link = owner.post(f"{DRAFT}/arrange", adding).url
        before = owner.get(f"{DRAFT}/text").content.decode()
        found = page(owner.get(link))
        assert not found.xpath("//main//*[contains(@class, 'late')]"), (kind, found.text_content())
        assert owner.post(link, given(found)).status_code == 302, kind
        assert owner.get(f"{DRAFT}/text").content.decode() == before, kind
    assert len(page(owner.get(f"{DRAFT}/preview?page=food")).xpath("//section//*[starts-with(@name, 'question_')]")) > 8


def test_a_change_of_one_question_is_one_line_and_its_faults_are_said_at_once(owner, text):
    link = f"{DRAFT}/piece?page=premises&field=seats"
    data = given(page(owner.get(link)))
    answer = owner.post(link, data | {"max": "many"})
    assert "Write a number" in page(answer, 422).xpath("string(//*[@id='max-error'])")
    answer = owner.post(link, data | {"show_if": "premises_aera > 3", "stay": "1"})
    found = page(owner.get(answer.url))
    assert "premises_area" in found.xpath("string(//div[contains(@class, 'warning')])")
    assert found.xpath("//mark")
    assert owner.post(f"{DRAFT}/submit", {"revision": 1, "note": "x"}).status_code == 422
    data = given(found) | {"show_if": "premises_area > 3"}
    assert owner.post(link, data).url == f"{DRAFT}#q-seats"
    now = owner.get(f"{DRAFT}/text").content.decode().splitlines()
    assert [line for line in now if line not in text.splitlines()] == ['show_if = "premises_area > 3"']


def test_another_kind_brings_what_it_needs_and_drops_what_means_nothing_to_it(owner, text):
    link = f"{DRAFT}/piece?page=premises&field=seats"
    answer = owner.post(link, given(page(owner.get(link))) | {"kind": "choice", "stay": "1"})
    found = page(owner.get(answer.url))
    assert not found.xpath("//div[contains(@class, 'warning')]")
    assert found.xpath("//input[@name='options-0-value']/@value") == ["lease"]


def test_two_designers_at_one_question_the_second_keeps_what_was_typed(owner, text):
    link = f"{DRAFT}/piece?page=premises&field=seats"
    data = given(page(owner.get(link)))
    assert owner.post(link, data | {"max": "9"}).status_code == 302
    found = page(owner.post(link, data | {"max": "7"}), 409)
    assert found.xpath("//input[@name='max']/@value") == ["7"]
    assert "max = 9" in found.xpath("string(//pre)")
    assert owner.post(link, given(found)).status_code == 302
    assert "max = 7" in owner.get(f"{DRAFT}/text").content.decode()
    stale = owner.post(f"{DRAFT}/text", {"seen": 0, "text": text + "# mine"})
    assert "# mine" in page(stale, 409).get_element_by_id("mine").text


def test_a_draft_is_written_seen_submitted_and_published_by_another(owner, publisher, text):
    new = text.replace('en = "Seats"', 'en = "Places"')
    assert owner.post(f"{DRAFT}/text", {"seen": 0, "text": new.replace("\n", "\r\n")}).status_code == 302
    found = page(owner.get(f"{DRAFT}/submit"))
    assert "Places" in found.xpath("string(//ins)")
    assert "would move" in found.text_content()
    assert owner.post(f"{DRAFT}/submit", {"revision": 1, "note": "article 3"}).status_code == 302
    assert owner.get(DRAFT).url == f"{DRAFT}/review"
    for post in ({"verdict": "publish"}, {"verdict": "return", "reason": "x"}):
        assert owner.post(f"{DRAFT}/review", {"revision": 1, **post}).status_code == 403
    assert publisher.post(f"{DRAFT}/review", {"revision": 1, "verdict": "publish"}).status_code == 302
    assert declarations.current("forms", "food-licence").text == new
    assert page(owner.get(f"{FORM}/changes")).xpath("//ins")


def test_the_preview_goes_page_by_page_in_both_languages_and_keeps_nothing(owner, text):
    found = page(owner.get(f"{DRAFT}/preview?lang=zh&narrow=1&page=premises"))
    assert "经营面积" in found.xpath("string(//section[contains(@class, 'phone')])")
    data = given(found, "//section//form")
    found = page(owner.post(f"{DRAFT}/preview", data | {"premises_area": "1"}))
    assert found.xpath("//section//*[contains(@class, 'error')]")
    right = {"premises_division": "430702", "premises_address": "一号", "premises_area": "80", "seats": "12"}
    found = page(owner.post(f"{DRAFT}/preview", data | right))
    assert found.xpath("//section//input[@name='page']/@value") == ["food"]
    assert forms.moves() == ()
    for values in ("[", "[1]", '{"seats": {"a": 1}}'):
        assert owner.post(f"{DRAFT}/preview", data | {"values": values}).status_code == 200


@pytest.mark.parametrize(
    ("path", "posted", "status"),
    [("arrange", {"act": "add", "page": "no", "kind": "text"}, 302), ("arrange", {"act": "to", "page": "food", "to": "x"}, 302),
     ("arrange", {"act": "add", "page": "food", "kind": "x"}, 302), ("arrange", {"act": "remove", "page": "food"}, 302),
     ("text", {"text": "", "seen": "0"}, 422), ("text", {"text": "pages = [", "seen": "0"}, 302),
     ("text", {"text": "a\0", "seen": "x"}, 400), ("piece?page=food&field=x", {}, 302),
     ("piece?page=premises&field=seats", {"mark": "x"}, 409), ("piece", {"title-zh": "a\0b"}, 400)],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_words(owner, text, path, posted, status):
    assert owner.post(f"{DRAFT}/{path}", posted).status_code == status
    assert owner.get(DRAFT).status_code == 200
    assert owner.get(f"{DRAFT}/preview").status_code == 200


def test_a_red_trip_blocks_publication_and_says_why(owner, text):
    blocked = text.replace("max = 5000", "max = 1")
    assert owner.post(f"{DRAFT}/text", {"seen": 0, "text": blocked}).status_code == 302
    found = page(owner.post(f"{DRAFT}/trips", follow=True))
    assert "seats" in found.xpath("string(//tr[.//code[text()='food-licence']])")
    answer = page(owner.post(f"{DRAFT}/submit", {"revision": 1, "note": "x"}), 422)
    assert "do not come through" in answer.text_content()
    assert owner.post(f"{DRAFT}/text", {"seen": 1, "text": text + "# a word"}).status_code == 302
    assert page(owner.post(f"{DRAFT}/trips", follow=True)).xpath("//p[contains(@class, 'success')]")


def test_a_wholly_new_form_is_begun_and_published_by_another(city, owner, publisher):
    assert city.client("cgj.clerk").get("/desk/new-form").status_code == 403
    names = {"key": "market-stall", "name": "摊位", "name-en": "Market stall"}
    assert owner.post("/desk/new-form", names | {"key": "food-licence"}).status_code == 422
    place = "/desk/forms/market-stall"
    assert owner.post("/desk/new-form", names).url == f"{place}/draft"
    assert "Market stall" in page(owner.get(f"{place}/draft/submit")).text_content()
    assert owner.post(f"{place}/draft/submit", {"revision": 0, "note": "x"}).status_code == 302
    publisher.post(f"{place}/draft/review", {"revision": 0, "verdict": "publish"})
    assert "Market stall" in page(owner.get(place)).xpath("string(//h1)")
