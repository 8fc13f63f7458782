"""A form is changed piece by piece; the text stays that of a person, and nobody's work is lost."""

import pytest

from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks import api
from tongban.governance.formbooks.api import Spot
from tongban.governance.formbooks.tests.town import SHOP, TEXT
from tongban.trust.authority.api import Denied

AREA = Spot("shop", "area")


def question(text, name="area"):
    return next(one for page in api.outline(text).pages for one in page.questions if one.name == name)


def lines(before, after):
    return [(one.kind, one.text) for one in api.text_changes(before, after) if one.kind in ("added", "removed")]


def put(keys, seen, by, at, spot=AREA):
    return api.set_keys(form="shop", spot=spot, keys=keys, seen=seen, by=by, at=at)


def test_one_key_is_one_line_of_the_text(draft, owner, at):
    now = put({"min": 5, "kind": "number"}, question(draft.text).mark, owner, at)
    assert lines(draft.text, now.text) == [("added", "min = 5")]
    assert (now.last.how, now.last.place) == ("set", "shop / area")
    assert put({"min": 5}, question(now.text).mark, owner, at).revision == now.revision


def test_a_renamed_question_is_renamed_in_conditions(draft, owner, at):
    now = put({"name": "floor"}, question(draft.text).mark, owner, at)
    assert ("added", 'show_if = "floor > 100"') in lines(draft.text, now.text)
    assert not api.review(now.text, "shop").errors


def test_a_question_of_every_kind_begins_with_what_its_kind_needs(draft, owner, at):
    for kind in forms.kinds():
        api.add_question(form="shop", spot=AREA, kind=kind.name, by=owner, at=at)
    found = api.review(drafts.draft(**SHOP).text, "shop")
    assert {one.message.partition(" a")[0] for one in found.errors} <= {"an identifier is asked", "an identifier is"}
    assert len(found.form.fields()) == len(forms.kinds()) + 4


def test_two_designers_at_different_questions_lose_nothing_and_at_the_same_the_second_is_told(draft, owner, other, at):
    area, large = question(draft.text).mark, question(draft.text, "large").mark
    put({"min": 5}, area, owner, at)
    now = put({"required": False}, large, other, at, Spot("shop", "large"))
    assert "min = 5" in now.text
    assert "required = false\nshow_if" in now.text
    with pytest.raises(api.PieceClash) as caught:
        put({"min": 9}, area, other, at)
    assert "min = 5" in caught.value.now
    assert caught.value.name == "Other"
    api.remove(form="shop", spot=AREA, seen=question(now.text).mark, by=owner, at=at)
    with pytest.raises(api.PieceClash, match="removed or renamed") as caught:
        put({"min": 9}, area, other, at)
    assert caught.value.now == ""


def test_pieces_are_added_moved_removed_and_undone(draft, owner, at):
    of = {"form": "shop", "by": owner, "at": at}
    new = api.add_question(**of, spot=AREA, kind="table")
    page = api.add_page(**of, spot=Spot("papers"))
    api.move(**of, spot=new, to=page.page)
    api.move(**of, spot=page, to="up")
    now = drafts.draft(**SHOP)
    assert [one.id for one in api.outline(now.text).pages] == ["shop", "page-1", "papers"]
    assert [one.name for one in api.outline(now.text).pages[1].questions] == ["question_2", "question_1"]
    added = api.add_question(**of, spot=Spot("page-1", "question_1", "+"), kind="text")
    assert added == Spot("page-1", "question_1", "column_1")
    api.move(**of, spot=added, to="up")
    now = drafts.draft(**SHOP)
    assert not api.review(now.text, "shop").errors
    columns = api.outline(now.text).pages[1].questions[1].columns
    assert [one.name for one in columns] == ["day", "opens", "column_1", "closes"]
    for _turn in range(6):
        now = drafts.undo(**SHOP, seen=now.revision, by=owner, at=at)
    assert now.text == TEXT


def test_who_does_not_answer_for_it_changes_nothing(draft, official, at):
    with pytest.raises(Denied):
        put({"min": 5}, question(draft.text).mark, official("mayor", "stranger"), at)


def test_a_text_in_another_order_is_changed_as_a_whole_or_tidied(draft, owner, at):
    other = (
        forms.written(forms.read(TEXT, "shop")).partition("[[pages]]")[0]
        + 'pages = [{ id = "a", title = { zh = "甲" }, '
        'fields = [{ name = "b", kind = "text", label = { zh = "乙" } }] }]\n'
    )
    now = drafts.save(**SHOP, text=other, seen=0, how="written", by=owner, at=at)
    assert api.outline(now.text).fault
    with pytest.raises(drafts.DraftError, match="as a whole"):
        put({"min": 5}, "", owner, at, Spot("a", "b"))
    tidy = api.tidy(form="shop", seen=1, by=owner, at=at)
    assert [one.id for one in api.outline(tidy.text).pages] == ["a"]
    assert forms.read(tidy.text, "x") == forms.read(other, "x")


@pytest.mark.parametrize(
    ("text", "line", "here", "spot"),
    [
        (TEXT.replace("area > 100", "aera > 100"), 25, '"', Spot("shop", "large")),
        (TEXT.replace('"area > 100"', '"area >"'), 25, '"', Spot("shop", "large")),
        (TEXT.replace('"number"', '"nubmer"'), 16, "[", Spot("shop", "area")),
        (TEXT.replace("title = {", "title {", 1), 2, "{", None),
    ],
)
def test_each_finding_names_its_line_and_the_question_that_it_stands_in(town, text, line, here, spot):
    found = api.review(text, "shop").errors[0]
    assert (found.line, found.here, found.spot) == (line, here, spot), found


@pytest.mark.parametrize(
    "text", ["pages = [", "a = [}", "a = [=]", "a = [[", "a = {", "a = [,", "[", "[[a", 'a = "', "=", "a = [1 2]"]
)
def test_a_text_that_is_no_toml_is_told_so_and_never_waited_for(town, text):
    found = api.review(text, "shop")
    assert found.errors
    assert found.form is None
    assert api.outline(text).fault


def test_findings_stop_publication_and_a_sound_form_is_published_by_another(draft, owner, publisher, at):
    wrong = drafts.save(
        **SHOP, text=draft.text.replace("area > 100", "aera > 1"), seen=0, how="written", by=owner, at=at
    )
    with pytest.raises(drafts.DraftError) as caught:
        drafts.submit(**SHOP, note="x", revision=wrong.revision, by=owner, at=at)
    assert caught.value.field == "findings"
    drafts.undo(**SHOP, seen=1, by=owner, at=at)
    put({"label": {"zh": "营业面积", "en": "Floor area"}}, question(draft.text).mark, owner, at)
    drafts.submit(**SHOP, note="article 3", revision=3, by=owner, at=at)
    with pytest.raises(Denied):
        drafts.publish(**SHOP, revision=3, by=owner, at=at)
    version = drafts.publish(**SHOP, revision=3, by=publisher, at=at)
    assert drafts.makers(**SHOP) == {version: ("Owner", "Publisher")}


def test_it_is_foreseen_which_drafts_would_move_and_why_others_stay(town, at):
    from tongban.kernel.declarations import api as declarations

    item = declarations.current("forms", "shop")
    for place, area in enumerate(("50", "500")):
        forms.save_draft(owner=f"o{place}", key="k", form_key="shop", form_version=item.version, values={"area": area},
                         at=at)  # fmt: skip
    new = forms.read(TEXT.replace('kind = "number"', 'kind = "number"\nmax = 100'), "shop")
    found, cases = api.foresee(form="shop", new=new, at=at)
    assert (found.moved, found.stayed, cases.stayed) == (1, 1, 0)
    assert "does not accept" in found.causes[0][0]
    assert not forms.moves()


def test_a_wholly_new_form_can_be_filled_in(owner, at):
    from tongban.kernel.declarations.api import Text

    made = drafts.begin(kind="forms", key="visit", name=Text("走访", "Visit"), by=owner, at=at)
    assert not api.review(made.text, "visit").findings
    assert [one.id for one in api.outline(made.text).pages] == ["first"]
