"""Officials read the processes of the node; their owners draw them anew; somebody else publishes."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations

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


PROCESS = "/desk/processes/food-licence"
DRAFT = f"{PROCESS}/draft"


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


def edited(text):
    return re.sub(r'(<userTask\b[^>]*tongban:name-en=")[^"]*', r"\1Look twice", text, count=1)


def upload(client, text, seen=0):
    file = SimpleUploadedFile("x.bpmn", text if isinstance(text, bytes) else text.encode())
    return client.post(f"{DRAFT}/upload", {"seen": seen, "file": file})


def test_a_process_is_read_by_every_official_with_its_diagram_steps_and_versions(city, owner):
    reader = city.client("cgj.leader", language="en")
    found = page(reader.get(PROCESS))
    assert found.xpath("//svg[@role='img']")
    assert found.xpath("//tr[starts-with(@id, 'step-')]")
    assert not found.xpath("//form[@method='post']")
    assert page(owner.get(PROCESS)).xpath("//form[@method='post']")
    for client in (reader, city.client("cgj.clerk")):
        assert client.post(DRAFT).status_code == 403
        assert client.get(DRAFT).status_code == 403
    assert reader.get("/desk/processes/nothing").status_code == 404


def test_a_process_leads_only_where_this_official_may_go(city):
    for account in ("cgj.clerk", "scjgj.leader", "xzsp.leader"):
        client = city.client(account)
        page = client.get(PROCESS).content.decode()
        for name in ("simulate", "report", "migrate"):
            path = f"{PROCESS}/{name}"
            assert (f'href="{path}"' in page) == (client.get(path).status_code == 200), (account, name)


def test_the_file_and_the_picture_can_be_taken_away(city):
    client = city.client("cgj.clerk")
    file = client.get(f"{PROCESS}/bpmn")
    assert file["Content-Disposition"] == 'attachment; filename="food-licence.bpmn"'
    assert file.content.decode() == declarations.current("processes", "food-licence").text
    assert client.get(f"{PROCESS}/svg").content.startswith(b"<svg")


def test_a_draft_is_uploaded_compared_submitted_and_published_by_another(text, owner, publisher):
    assert upload(owner, edited(text)).status_code == 302
    assert "Look twice" in page(owner.get(DRAFT)).text_content()
    changes = page(owner.get(f"{DRAFT}/submit"))
    assert len(changes.xpath("//svg")) == 2
    assert changes.xpath("//svg//*[contains(@class, 'mark-changed')]")
    assert len(set(changes.xpath("//@id"))) == len(changes.xpath("//@id"))
    revision = changes.xpath("//input[@name='revision']/@value")[0]
    assert owner.post(f"{DRAFT}/submit", {"revision": revision, "note": ""}).status_code == 422
    assert owner.post(f"{DRAFT}/submit", {"revision": revision, "note": "why"}).status_code == 302
    assert owner.post(f"{DRAFT}/review", {"revision": revision, "verdict": "publish"}).status_code == 403
    assert publisher.post(f"{DRAFT}/review", {"revision": revision, "verdict": "publish"}).status_code == 302
    shown = page(publisher.get(PROCESS))
    assert "changed here" in shown.text_content()
    compared = page(publisher.get(shown.xpath("//a[contains(@href, 'compare')]/@href")[0]))
    assert "Look twice" in compared.text_content()


def test_what_is_no_model_is_refused_and_the_draft_stays(text, owner):
    for data in (b"", b"\xff\xfe\x00", b"no", b"<a/>", b"<!DOCTYPE a><a/>"):
        answer = upload(owner, data)
        assert answer.status_code == 422
        assert "file-error" in answer.content.decode()
    assert owner.get(f"{DRAFT}/text").content.decode() == text


def test_who_saves_second_keeps_what_was_drawn(text, owner):
    assert upload(owner, edited(text)).status_code == 302
    mine = text.replace("</definitions>", "<!-- mine --></definitions>")
    answer = owner.post(f"{DRAFT}/draw", {"seen": 0, "text": mine.replace("\n", "\r\n")})
    assert answer.status_code == 409
    found = html.fromstring(answer.content.decode())
    assert "mine" in found.get_element_by_id("mine").text
    seen = found.xpath("//textarea[@id='mine']/ancestor::form/input[@name='seen']/@value")[0]
    assert owner.post(f"{DRAFT}/draw", {"seen": seen, "text": mine}).status_code == 302
    assert owner.get(f"{DRAFT}/text").content.decode().strip() == mine.strip()
    restored = {"act": "restore", "seen": 2, "revision": 0}
    assert owner.post(f"{DRAFT}/act", restored).status_code == 302
    assert owner.get(f"{DRAFT}/text").content.decode() == text


def test_a_wholly_new_process_is_begun_and_published_by_another(city, owner, publisher):
    assert city.client("cgj.clerk").get("/desk/new-process").status_code == 403
    names = {"key": "site-visit", "name": "现场走访", "name-en": "Site visit"}
    refused = owner.post("/desk/new-process", names | {"key": "food-licence"})
    assert refused.status_code == 422
    assert "现场走访" in refused.content.decode()
    place = "/desk/processes/site-visit"
    assert owner.post("/desk/new-process", names).url == f"{place}/draft"
    assert owner.get(place).url == f"{place}/draft"
    assert "site-visit" in page(owner.get("/desk/processes")).xpath("//main//div[@class='notice']//code/text()")
    for path in ("draft", "draft/try", "draft/draw", "draft/submit"):
        assert "Site visit" in owner.get(f"{place}/{path}").content.decode(), path
    assert owner.post(f"{place}/draft/submit", {"revision": 0, "note": "x"}).status_code == 302
    assert page(publisher.get(f"{place}/draft/review")).xpath("//svg")
    publisher.post(f"{place}/draft/review", {"revision": 0, "verdict": "publish"})
    assert "Site visit" in page(owner.get(place)).xpath("string(//h1)")


def test_a_draft_can_be_given_up(text, owner):
    assert owner.post(f"{DRAFT}/act", {"act": "discard"}).url == PROCESS
    assert owner.get(DRAFT).status_code == 302
    assert owner.post(f"{DRAFT}/draw", {"seen": 0, "text": text}).url == PROCESS


def test_a_draft_is_tried_click_by_click_and_nothing_is_kept(text, owner):
    before = dict(processes.running())
    found = page(owner.get(f"{DRAFT}/try"))
    assert "under way" in found.text_content()
    first = found.xpath("//button[starts-with(@value, 'complete ')]/@value")[0]
    given = {one.get("name"): one.get("value") for one in found.xpath("//form[1]//input[@type='hidden']")}
    found = page(owner.post(f"{DRAFT}/try", {**given, "act": first, "data": '{"accepted": true, "joint": false}'}))
    assert found.xpath("//svg//*[contains(@class, 'done')]")
    assert "is done" in found.text_content()
    given = {one.get("name"): one.get("value") for one in found.xpath("//form[1]//input[@type='hidden']")}
    assert "0" not in page(owner.post(f"{DRAFT}/try", {**given, "act": "undo"})).xpath("//input[@name='script']/@value")
    assert processes.running() == before


@pytest.mark.parametrize(
    "given",
    [{"script": "["}, {"script": "[1]"}, {"start": "["}, {"start": "[1]"},
     {"act": "advance", "value": "long"}, {"act": "complete accept", "data": "x"}, {"script": "[{}]"}],
)  # fmt: skip
def test_steps_that_do_not_fit_are_refused_with_words(text, owner, given):
    answer = owner.post(f"{DRAFT}/try", given)
    assert answer.status_code == 422
    assert b"error" in answer.content


def test_a_step_that_does_not_fit_leaves_the_run_and_what_was_typed(text, owner):
    answer = owner.post(f"{DRAFT}/try", {"act": "complete accept", "data": "{oops", "script": "[]"})
    assert answer.status_code == 422
    found = html.fromstring(answer.content.decode())
    assert found.xpath("//textarea[@id='data']")[0].text.strip() == "{oops"
    assert found.xpath("//button[starts-with(@value, 'complete ')]")
    assert found.xpath("//svg")


def test_a_fault_that_two_checks_find_is_told_once(text, owner):
    owner.post(
        f"{DRAFT}/draw", {"seen": 0, "text": re.sub(r"(<conditionExpression[^>]*>)", r"\1nonsense(", text, count=1)}
    )
    said = [one.text_content() for one in page(owner.get(DRAFT)).xpath("//ul[@class='plain']/li[contains(., 'FEEL')]")]
    assert len(said) == 1
    assert "error" in said[0]


def loaded(client, path):
    """What a page loads besides itself, compressed: by the file's name without its hash."""
    found = page(client.get(path))
    names = [*found.xpath("//script/@src"), *found.xpath("//link[@rel='stylesheet']/@href")]
    answers = {name: client.get(name, headers={"accept-encoding": "gzip"}) for name in names}
    return {name.split("/static/")[1].split(".")[0]: len(one.content) for name, one in answers.items()}


def test_only_the_page_of_the_editor_carries_it_and_within_its_budget(text, owner):
    files = loaded(owner, f"{DRAFT}/draw")
    assert "bpmn-js/bpmn-modeler" in files
    assert sum(files.values()) < 220_000
    for other in (PROCESS, DRAFT, f"{DRAFT}/try", f"{DRAFT}/submit"):
        assert set(loaded(owner, other)) == {"tongban"}


def test_the_editor_keeps_the_policy_of_all_pages(text, owner):
    policies = {owner.get(path)["Content-Security-Policy"] for path in (f"{DRAFT}/draw", DRAFT)}
    assert len(policies) == 1
    assert "unsafe" not in policies.pop()
