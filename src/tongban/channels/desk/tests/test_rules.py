"""Owners of rules change a table in the desk; somebody else publishes; nobody else comes near."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from tongban.kernel.declarations import api as declarations

pytestmark = pytest.mark.django_db
RULE = "/desk/rules/food-licence"
DRAFT = f"{RULE}/draft"
TABLE, LINE = "business-type-table", "business-type-r1"
CELLS = ("true", "-", '"kitchen"', "食品安全法第三十五条")


@pytest.fixture()
def owner(city):
    return city.client("scjgj.leader", language="en")


@pytest.fixture()
def publisher(city):
    return city.client("xzsp.leader", language="en")


@pytest.fixture()
def draft(owner):
    assert owner.post(DRAFT).url == DRAFT
    return page(owner.get(DRAFT))


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.content.decode())


def row(client, line=LINE):
    found = page(client.get(f"{DRAFT}/row", {"table": TABLE, "row": line}))
    return {one.get("name"): one.get("value") or one.text or "" for one in found.xpath("//form[@novalidate]//*[@name]")}


def save(client, cells, line=LINE, **more):
    posted = {**row(client, line), **{f"cell-{n}": text for n, text in enumerate(cells)}, **more}
    return client.post(f"{DRAFT}/row", posted)


def replayed(client):
    assert client.post(f"{DRAFT}/replay").status_code == 302


def submit(client, **more):
    found = page(client.get(f"{DRAFT}/submit"))
    revision = found.xpath("//input[@name='revision']/@value")[0]
    return client.post(f"{DRAFT}/submit", {"revision": revision, "note": "a new word", **more})


def test_rules_are_found_by_their_words_and_services(city):
    client = city.client("cgj.clerk", language="en")
    names = [one.text for one in page(client.get("/desk/rules")).xpath("//tbody//a")]
    assert names == [
        "Food business licence", "Open a restaurant: which parts apply", "Shop sign and outdoor seating",
        "Who examines a shop sign",
    ]  # fmt: skip
    for words, found in (("shop-sign", 2), ("城市道路管理条例", 1), ("no such words", 0)):
        assert len(page(client.get("/desk/rules", {"q": words})).xpath("//tbody//a")) == found


def test_a_rule_is_read_by_every_official_and_changed_by_its_owners_only(city, owner):
    reader = city.client("cgj.leader", language="en")
    for client, buttons in ((owner, 1), (reader, 0)):
        found = page(client.get(RULE))
        assert len(found.xpath("//form[@method='post']")) == buttons
        assert "Exactly one row applies" in found.text_content()
    assert reader.post(DRAFT).status_code == 403
    assert reader.get(DRAFT).status_code == 403
    assert city.client("cgj.clerk").get(DRAFT).status_code == 403
    assert city.client("resident").get("/desk/rules").status_code in (403, 404)


def test_a_picture_shows_what_depends_on_what(city):
    found = page(city.client("cgj.clerk").get("/desk/rules/restaurant"))
    assert found.xpath("//svg")


def test_a_faulty_row_keeps_what_was_written_and_says_what_is_wrong_beside_the_cell(draft, owner):
    answer = save(owner, ("true", "-", '"kitchen', ""))
    assert answer.status_code == 422
    found = html.fromstring(answer.content.decode())
    assert found.get_element_by_id("cell-2").get("value") == '"kitchen'
    assert "closing quotation mark" in found.get_element_by_id("error-2").text_content()
    assert "article" in found.get_element_by_id("error-3").text_content()
    assert {one.get("href") for one in found.xpath("//div[contains(@class,'errors')]//a")} == {"#cell-2", "#cell-3"}
    assert len(page(owner.get(DRAFT)).xpath("//button[@value='undo']")) == 0


def test_what_another_changed_is_shown_beside_what_one_wrote(draft, owner):
    first = row(owner)
    save(owner, CELLS)
    posted = first | {"cell-2": '"canteen"'}
    answer = owner.post(f"{DRAFT}/row", posted)
    assert answer.status_code == 409
    found = html.fromstring(answer.content.decode())
    assert (found.get_element_by_id("cell-2").get("value"), found.xpath("//ins/text()")[0]) == (
        '"canteen"',
        '"kitchen"',
    )
    again = {
        one.get("name"): one.get("value") or one.text or "" for one in found.xpath("//form[@novalidate]//*[@name]")
    }
    assert owner.post(f"{DRAFT}/row", again).status_code == 302
    assert '"canteen"' in page(owner.get(DRAFT)).text_content()


def test_rows_are_added_moved_removed_and_undone(draft, owner):
    new = {f"cell-{n}": text for n, text in enumerate(("false", "-", '"other"', "x"))}
    assert owner.post(f"{DRAFT}/row", {"table": TABLE, "after": LINE, **new}).status_code == 302
    lines = page(owner.get(DRAFT)).xpath(f"//*[@id='{TABLE}']//tbody/tr/@id")
    assert lines[1] == f"{TABLE}-{TABLE}-r4"
    added = f"{TABLE}-r4"
    for act, place in (("down", 2), ("up", 1), ("remove", None)):
        seen = row(owner, added)["seen"]
        owner.post(f"{DRAFT}/act", {"table": TABLE, "row": added, "act": act, "seen": seen})
        now = page(owner.get(DRAFT)).xpath(f"//*[@id='{TABLE}']//tbody/tr/@id")
        assert (now.index(f"{TABLE}-{added}") if place else len(now)) == (place or 3)
    undo = page(owner.get(DRAFT)).xpath("//input[@name='seen']/@value")[0]
    owner.post(f"{DRAFT}/act", {"act": "undo", "seen": undo})
    assert len(page(owner.get(DRAFT)).xpath(f"//*[@id='{TABLE}']//tbody/tr")) == 4


def test_a_try_marks_the_rows_that_apply_and_can_be_kept(draft, owner):
    asked = {"decision": "business type", "in-food_scope": ["hot", "cold"], "try": "1"}
    for place in (f"{RULE}/try", f"{DRAFT}/try"):
        found = page(owner.get(place, asked))
        assert found.xpath("//div[@class='verdict good']/h2/text()") == ['"catering"']
        assert len(found.xpath("//tr[@class='hit']")) == 1
    kept = asked | {"name": "hot food", "expected": '"catering"'}
    assert owner.post(f"{DRAFT}/try", kept | {"name": " "}).status_code == 422
    assert owner.post(f"{DRAFT}/try", kept).status_code == 302
    save(owner, CELLS)
    found = page(owner.get(f"{DRAFT}/try"))
    assert "otherwise" in found.text_content()
    drop = found.xpath("//button[@name='drop']/@value")[0]
    owner.post(f"{DRAFT}/try", {"drop": drop})
    assert not page(owner.get(f"{DRAFT}/try")).xpath("//button[@name='drop']")


def test_a_spreadsheet_goes_out_and_comes_back(draft, owner):
    book = load_workbook(io.BytesIO(owner.get(f"{RULE}/xlsx?draft").content))
    book.worksheets[0]["D3"] = '"kitchen"'
    out = io.BytesIO()
    book.save(out)
    assert owner.post(f"{DRAFT}/upload", {"book": SimpleUploadedFile("a.xlsx", out.getvalue())}).status_code == 302
    assert '"kitchen"' in page(owner.get(DRAFT)).text_content()
    for file in (b"", b"nothing", out.getvalue()):  # the last one was made before the change
        answer = owner.post(f"{DRAFT}/upload", {"book": SimpleUploadedFile("a.xlsx", file)})
        assert answer.status_code == 422


def test_two_people_publish_and_the_next_decision_goes_by_it(draft, owner, publisher):
    before = declarations.current("rules", "food-licence").version
    save(owner, CELLS)
    assert submit(owner).status_code == 422  # not replayed yet
    replayed(owner)
    assert submit(owner, note=" ").status_code == 422
    assert submit(owner).status_code == 302
    assert save_refused(owner)
    found = page(owner.get(f"{DRAFT}/review"))
    assert not found.xpath("//button[@name='verdict']")
    assert owner.post(f"{DRAFT}/review", {"verdict": "publish", "revision": "1"}).status_code == 403
    found = page(publisher.get(f"{DRAFT}/review"))
    assert [one.text_content() for one in found.xpath("//ins")][:1] == ['now: "kitchen"']
    assert publisher.post(f"{DRAFT}/review", {"verdict": "return", "reason": "", "revision": "1"}).status_code == 422
    assert publisher.post(f"{DRAFT}/review", {"verdict": "publish", "revision": "1"}).url == RULE
    asked = {"decision": "business type", "in-food_scope": ["hot"], "try": "1"}
    assert '"kitchen"' in page(owner.get(f"{RULE}/try", asked)).xpath("//div[@class='verdict good']/h2/text()")
    now = declarations.current("rules", "food-licence").version
    changes = page(owner.get(f"{RULE}/compare", {"from": before, "to": now}))
    assert [one.text_content() for one in changes.xpath("//del")][:1] == ['before: "catering"']
    assert "published by" in page(owner.get(RULE)).text_content()
    assert page(owner.get(RULE, {"version": before})).xpath("//p[@class='notice warning']")


def save_refused(client) -> bool:
    found = client.get(f"{DRAFT}/row", {"table": TABLE, "row": LINE})
    posted = {"table": TABLE, "row": LINE, "seen": "x", **{f"cell-{n}": text for n, text in enumerate(CELLS)}}
    return found.status_code == 200 and client.post(f"{DRAFT}/row", posted).status_code == 422


def test_a_returned_draft_says_why(draft, owner, publisher):
    save(owner, CELLS)
    replayed(owner)
    submit(owner)
    posted = {"verdict": "return", "reason": "Which order says so?", "revision": "1"}
    assert publisher.post(f"{DRAFT}/review", posted).status_code == 302
    assert "Which order says so?" in page(owner.get(DRAFT)).text_content()


@pytest.mark.parametrize(
    "path",
    ["", "/xlsx", "/dmn", "/try?try=1&decision=%22&in-food_scope=%22", "/compare?from=x&to=", "?version=%F0%9F%98%80"],
)
def test_odd_requests_get_an_answer(owner, draft, path):
    assert owner.get(f"{RULE}{path}").status_code in (200, 404)
    assert owner.get(f"/desk/rules/none{path}").status_code == 404


def test_odd_forms_change_nothing(owner, draft):
    for name in ("row", "act", "upload", "try", "submit", "replay"):
        for posted in ({}, {"table": "<x>", "row": "’", "act": "up", "edit": "9" * 99, "drop": "x"}):
            assert owner.post(f"{DRAFT}/{name}", posted).status_code in (302, 422, 409)
    assert not page(owner.get(DRAFT)).xpath("//button[@value='undo']")


@pytest.mark.parametrize("path", ["/desk/rules", RULE, f"{RULE}/try", DRAFT, f"{DRAFT}/try", f"{DRAFT}/submit"])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    path, owner, draft, django_assert_num_queries, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(40) as seen:
            assert owner.get(path).status_code == 200
        return len(seen.captured_queries)

    count()
    before = count()
    new = {f"cell-{n}": text for n, text in enumerate(("false", "false", '"other"', "x"))}
    for n in range(3):
        owner.post(f"{DRAFT}/row", {"table": TABLE, "after": LINE, **new})
        kept = {"decision": "business type", "in-food_scope": "hot", "try": "1", "name": f"case {n}", "expected": "1"}
        owner.post(f"{DRAFT}/try", kept)
    count()
    assert count() == before


@pytest.fixture()
def overtaken(draft, owner, at):
    """The draft changed a cell of a row; another version changed the article of it."""
    save(owner, CELLS)
    item = declarations.current("rules", "food-licence")
    theirs = item.text.replace("食品安全法第三十五条", "食品安全法第三十六条", 1)
    return declarations.amend(kind="rules", key="food-licence", text=theirs, base=item.version, at=at)


def test_an_overtaken_draft_brings_the_new_version_in_and_can_undo_it(overtaken, owner):
    found = page(owner.get(DRAFT))
    assert "Bring it into the draft" in found.text_content()
    found = page(owner.get(f"{DRAFT}/merge"))
    posted = {one.get("name"): one.get("value") for one in found.xpath("//form[@novalidate]//input[@type='hidden']")}
    for name in found.xpath("//input[@type='radio']/@name"):
        posted[name] = "theirs"
    assert owner.post(f"{DRAFT}/merge", posted).url == DRAFT
    text = page(owner.get(DRAFT)).text_content()
    assert "第三十六条" in text
    assert "Bring it into the draft" not in text
    assert owner.get(f"{DRAFT}/merge").url == DRAFT
    assert owner.post(f"{DRAFT}/merge", posted).url == DRAFT


def test_a_conflict_without_a_choice_is_marked_and_nothing_is_brought_in(overtaken, owner):
    line = row(owner)
    cells = [line[f"cell-{n}"] for n in range(4)]
    save(owner, (*cells[:3], "食品安全法第三十七条"))
    found = page(owner.get(f"{DRAFT}/merge"))
    assert len(found.xpath("//fieldset")) == 1
    posted = {one.get("name"): one.get("value") for one in found.xpath("//form[@novalidate]//input[@type='hidden']")}
    answer = owner.post(f"{DRAFT}/merge", posted)
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.content.decode()
    assert "Bring it into the draft" in page(owner.get(DRAFT)).text_content()
    key = found.xpath("//input[@type='radio']/@name")[0]
    assert owner.post(f"{DRAFT}/merge", {**posted, key: "mine"}).url == DRAFT
    assert "第三十七条" in page(owner.get(DRAFT)).text_content()


@pytest.mark.parametrize("posted", [{}, {"revision": "x", "version": "x"}, {"revision": "9" * 40, "version": "ü" * 99}])
def test_odd_merges_get_an_answer(overtaken, owner, posted):
    assert owner.post(f"{DRAFT}/merge", posted).status_code == 422


def exported(client, path):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


def test_the_lists_of_rules_and_processes_leave_as_they_are_filtered_and_hold_no_formula(city):
    client = city.client("cgj.clerk", language="en")
    for kind in ("rules", "processes"):
        everything = exported(client, f"/desk/{kind}.csv")
        found = exported(client, f"/desk/{kind}.csv?q=food")
        assert 1 < len(found) < len(everything)
        assert {row[0] for row in found} >= {"food-licence"}
        assert f"/desk/{kind}.csv?q=food" in client.get(f"/desk/{kind}?q=food").content.decode()
        assert city.client("resident").get(f"/desk/{kind}.csv").status_code in (403, 404)
    assert len(exported(client, "/desk/processes.csv?show=draft")) == 1
    text = re.sub(r' name="[^"]*"', ' name="=1+1"', declarations.current("rules", "shop-sign").text, count=1)
    declarations.begin(kind="rules", key="odd", text=text, at=timezone.now())
    assert exported(client, "/desk/rules.csv?q=odd")[1][1] == "'=1+1"


NOISE = {
    "key": "noise-limits", "name": "噪声限值", "name-en": "Noise limits", "policy": "UNIQUE",
    "asked-0-label": "夜间 / At night", "asked-0-name": "night", "asked-0-type": "boolean",
    "asked-2-label": "<区>", "asked-2-name": "zone", "asked-2-type": "string",
    "result-label": "分贝 / Decibels", "result-name": "limit", "result-type": "number",
}  # fmt: skip


def test_a_wholly_new_rule_begins_with_its_columns_and_is_published_by_another(city):
    owner, publisher = city.client("scjgj.leader", language="en"), city.client("xzsp.leader", language="en")
    assert city.client("scjgj.clerk").get("/desk/new-rule").status_code == 403
    assert owner.get("/desk/new-rule").status_code == 200
    for wrong in (
        {"key": "food-licence"}, {"name": ""}, {"asked-0-name": "not"}, {"asked-2-name": "night"}, {"policy": "ANY"},
        {"asked-0-type": "list"}, {"result-name": ""}, {"result-name": "Limit 1"},
    ):  # fmt: skip
        refused = owner.post("/desk/new-rule", NOISE | wrong)
        assert refused.status_code == 422, wrong
        assert "夜间 / At night" in refused.content.decode()
    place = "/desk/rules/noise-limits"
    assert owner.post("/desk/new-rule", NOISE).url == f"{place}/draft"
    assert owner.get(place).url == f"{place}/draft"
    assert "noise-limits" in owner.get("/desk/rules").content.decode()
    for path in ("draft", "draft/try", "draft/replay", "draft/submit", "draft/row?table=t-limit&row=r1"):
        found = owner.get(f"{place}/{path}")
        assert (found.status_code, "Noise limits" in found.content.decode()) == (200, True), path
    assert "At night" in owner.get(f"{place}/draft").content.decode()
    assert owner.get(f"{place}/draft/merge").url == f"{place}/draft"
    assert owner.post(f"{place}/draft/submit", {"revision": 0, "note": "x"}).status_code == 422  # no article yet
    row = html.fromstring(owner.get(f"{place}/draft/row?table=t-limit&row=r1").content.decode())
    seen = row.xpath("//input[@name='seen']/@value")[0]
    cells = {"cell-0": "-", "cell-1": "-", "cell-2": "55", "cell-3": "噪声法第一条"}
    assert owner.post(f"{place}/draft/row", {"table": "t-limit", "row": "r1", "seen": seen, **cells}).status_code == 302
    assert owner.post(f"{place}/draft/submit", {"revision": 1, "note": "x"}).status_code == 302
    assert "At night" in publisher.get(f"{place}/draft/review").content.decode()
    publisher.post(f"{place}/draft/review", {"revision": 1, "verdict": "publish"})
    assert "Noise limits" in publisher.get(place).content.decode()
