"""What is changed is changed; everything else of the text stays to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms.api import shaping

FORMS = sorted((Path(__file__).parents[4] / "systems" / "approvals" / "forms").glob("*.toml"))
TEXT = """# about the form
title = { zh = "店", en = "Shop" }  # called so by law

# the first page
[[pages]]
id = "a"
title = { zh = "甲", en = "A" }

# asked because of article 3
[[pages.fields]]
name = "one"   # a short name
kind = "text"
label.zh = "一"
label.en = "One"
length = 40

[[pages.fields]]
name = "two"
kind = "choice"
show_if = 'one = "one"'

[pages.fields.label]
zh = "二"

[[pages.fields.options]]
value = "x" # the first
label = { zh = "甲" }

[[pages]]
id = "b"
title = { zh = "乙" }

[[pages.fields]]
name = "three"
kind = "table"
label = { zh = "三" }
columns = [
  # the day comes first
  { name = "day", kind = "date", label = { zh = "日" } },
  { name = "sum", kind = "money", label = { zh = "额" } }, # in yuan
]
"""


def lines(text: str) -> set[str]:
    return set(text.splitlines())


@pytest.mark.parametrize(
    ("place", "keys", "gone", "come"),
    [
        ((), {"title": {"zh": "新"}}, {'title = { zh = "店", en = "Shop" }  # called so by law'},
         {'title = { zh = "新" }  # called so by law'}),
        ((0, 0), {"length": 80, "name": "one"}, {"length = 40"}, {"length = 80"}),
        ((0, 0), {"hint": {"zh": "话"}}, set(), {'hint = { zh = "话" }'}),
        ((0, 0), {"label": {"zh": "壹"}}, {'label.zh = "一"', 'label.en = "One"'}, {'label = { zh = "壹" }'}),
        ((0, 0), {"length": None}, {"length = 40"}, set()),
        ((0, 1), {"label": {"zh": "贰"}}, {"[pages.fields.label]", 'zh = "二"'}, {'label = { zh = "贰" }'}),
        ((1,), {"show_if": "one = two"}, set(), {'show_if = "one = two"'}),
        ((1, 0, 1), {"required": False}, {'  { name = "sum", kind = "money", label = { zh = "额" } }, # in yuan'},
         {'  { name = "sum", kind = "money", label = { zh = "额" }, required = false }, # in yuan'}),
    ],
)  # fmt: skip
def test_a_changed_key_changes_its_own_lines_only(place, keys, gone, come):
    new = shaping.set_keys(TEXT, place, keys)
    assert (lines(TEXT) - lines(new), lines(new) - lines(TEXT)) == (gone, come)


def test_pieces_are_added_moved_and_removed_with_the_comments_above_them():
    moved = shaping.move(TEXT, (0, 0), (1, 0))
    assert '# asked because of article 3\n[[pages.fields]]\nname = "one"' in moved
    assert [one["name"] for one in shaping.means(moved)["pages"][1]["fields"]] == ["one", "three"]
    assert shaping.move(moved, (1, 0), (0, 0)) == TEXT
    assert shaping.move(shaping.move(TEXT, (0,), (1,)), (1,), (0,)) == TEXT
    added = shaping.add_field(TEXT, (1, 1), {"name": "four", "kind": "text", "label": {"zh": "四"}})
    assert shaping.remove(added, (1, 1)) == TEXT
    paged = shaping.add_page(TEXT, 1, {"id": "n", "title": {"zh": "新"}}, {"name": "five", "kind": "text"})
    assert shaping.remove(paged, (1,)) == TEXT
    assert "# asked because" not in shaping.remove(TEXT, (0, 0))


def test_columns_are_added_moved_and_removed_in_their_list():
    said = {"name": "note", "kind": "text", "label": {"zh": "注"}}
    added = shaping.add_column(TEXT, (1, 0), said)
    assert lines(TEXT) <= lines(added) | {'  { name = "sum", kind = "money", label = { zh = "额" } }, # in yuan'}
    swapped = shaping.move(added, (1, 0, 0), (1, 0, 1))
    assert [one["name"] for one in shaping.means(swapped)["pages"][1]["fields"][0]["columns"]] == ["sum", "day", "note"]
    assert shaping.remove(added, (1, 0, 2)) == TEXT
    with pytest.raises(shaping.Unshapely):
        shaping.remove(shaping.remove(TEXT, (1, 0, 0)), (1, 0, 0))


def test_a_renamed_question_is_renamed_in_expressions_and_not_in_their_texts():
    new = shaping.rename(TEXT, (0, 0), "uno")
    assert "show_if = 'uno = \"one\"'" in new
    assert shaping.means(new)["pages"][0]["fields"][0]["name"] == "uno"


@pytest.mark.parametrize(
    "text", ["pages = [", "pages = [{ id = 'a', fields = [{ name = 'b' }] }]", "pages = 3", "a = nan"]
)
def test_what_is_written_in_another_way_is_left_to_who_edits_the_text(text):
    with pytest.raises((shaping.Unshapely, LookupError)):
        shaping.set_keys(text, (0, 0), {"name": "x"})


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = WORDS | st.integers(-99, 99) | st.booleans() | st.fixed_dictionaries({"zh": WORDS, "en": WORDS}) | st.none()
KEYS = st.dictionaries(st.sampled_from(["label", "hint", "length", "min", "show_if", "required"]), VALUES, max_size=3)


@settings(max_examples=50, deadline=None)
@given(form=st.sampled_from([TEXT, *(one.read_text() for one in FORMS)]), data=st.data())
def test_whatever_is_done_in_turn_the_text_says_what_was_meant_and_keeps_its_comments(form, data):
    text = form
    for _turn in range(4):
        pages = shaping.means(text)["pages"]
        page = data.draw(st.integers(0, len(pages) - 1))
        field = data.draw(st.integers(0, len(pages[page]["fields"]) - 1))
        what = data.draw(st.sampled_from(["set", "move", "page", "add"]))
        if what == "set":
            text = shaping.set_keys(text, (page, field), data.draw(KEYS))
        elif what == "move" and len(pages[page]["fields"]) > 1:
            text = shaping.move(text, (page, field), (data.draw(st.integers(0, len(pages) - 1)), 0))
        elif what == "page":
            text = shaping.move(text, (page,), (data.draw(st.integers(0, len(pages) - 1)),))
        elif what == "add":
            text = shaping.add_field(text, (page, field), {"name": "new", "kind": "text", "label": data.draw(WORDS)})
    for comment in ("# about the form", "# the first page", "# asked because of article 3", "# the day comes first"):
        assert form.count(comment) == text.count(comment)
