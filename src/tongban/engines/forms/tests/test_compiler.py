"""Seeded defects are found with their place; sound forms raise no alarm."""

from __future__ import annotations

import pytest

from tongban.engines.forms import offline
from tongban.engines.forms.toml_places import places

SOUND = """title = {zh = "测试", en = "Trial"}
[[pages]]
id = "one"
title = {zh = "一", en = "One"}
[[pages.fields]]
name = "terrace"
kind = "yesno"
label = {zh = "外摆", en = "Terrace"}
[[pages.fields]]
name = "area"
kind = "number"
label = {zh = "面积", en = "Area"}
min = 5
max = 500
[[pages.fields]]
name = "seats"
kind = "integer"
label = {zh = "座位", en = "Seats"}
min = 0
max = 100
requires = [{that = "seats <= area", because = {zh = "太多", en = "Too many"}}]
[[pages]]
id = "two"
title = {zh = "二", en = "Two"}
show_if = "terrace"
[[pages.fields]]
name = "opens"
kind = "date"
label = {zh = "日期", en = "Day"}
required = "area > 60"
[[pages.fields]]
name = "hours"
kind = "table"
label = {zh = "时间", en = "Hours"}
columns = [
  {name = "from", kind = "time", label = {zh = "起", en = "From"}},
  {name = "seats", kind = "integer", label = {zh = "座", en = "Seats"}},
]
[[pages.fields]]
name = "total"
kind = "computed"
label = {zh = "合计", en = "Total"}
value = "sum(hours.seats) * area"
places = 1
[[pages.fields]]
name = "large"
kind = "yesno"
label = {zh = "大", en = "Large"}
show_if = "seats > 50 and area < 100"
"""
DEFECTS = [
    ('"terrace"\n[[pages.fields]]\nname = "opens"', '"terasse"\n[[pages.fields]]\nname = "opens"', "pages[1].show_if", "no field"),
    ("area > 60", "aera > 60", "pages[1].fields[0].required", "no field"),
    ("area > 60", "area >> 60", "pages[1].fields[0].required", "no FEEL"),
    ("area > 60", 'area > \\"60\\"', "pages[1].fields[0].required", "cannot compare"),
    ("area > 60", "terrace > 60", "pages[1].fields[0].required", "cannot compare"),
    ("area > 60", "area", "pages[1].fields[0].required", "yields a number"),
    ("area > 60", "hours", "pages[1].fields[0].required", "asked here or later"),
    ("seats > 50 and area < 100", "seats > 100", "pages[1].fields[3].show_if", "never be shown"),
    ("seats > 50 and area < 100", "seats > 50 and seats < 51", "pages[1].fields[3].show_if", "never be shown"),
    ("seats > 50 and area < 100", "not(terrace)", "pages[1].fields[3].show_if", "never be shown"),
    ("seats > 50 and area < 100", "seats > 90 and area < seats and area > 95 and seats < 96", "pages[1].fields[3].show_if", "never"),
    ("seats > 50 and area < 100", "large", "pages[1].fields[3].show_if", "here or later"),
    ("seats > 50 and area < 100", "total > opens", "pages[1].fields[3].show_if", "cannot compare"),
    ('show_if = "terrace"', 'show_if = "terrace and not(terrace)"', "pages[1].show_if", "never be shown"),
    ("seats <= area", "seats > 100", "pages[0].fields[2].requires[0].that", "never hold"),
    ("seats <= area", "seats <= area and seats > area", "pages[0].fields[2].requires[0].that", "never hold"),
    ("seats <= area", "seats < area and area < 3", "pages[0].fields[2].requires[0].that", "never hold"),
    ("seats <= area", "seats <= total", "pages[0].fields[2].requires[0].that", "here or later"),
    ("sum(hours.seats) * area", "sum(hours.seets) * area", "pages[1].fields[2].value", ""),
    ("sum(hours.seats) * area", "sum(hours.seats) > area", "pages[1].fields[2].value", "yields true or false"),
    ("sum(hours.seats) * area", "large", "pages[1].fields[2].value", "here or later"),
    ('kind = "date"', 'kind = "dat"', "pages[1].fields[0]", "did you mean 'date'"),
    ('kind = "date"', 'kind = "date"\nplacess = 1', "pages[1].fields[0].placess", "unknown key"),
    ('kind = "date"', 'kind = "date"\nmin = 3', "pages[1].fields[0]", "date"),
    ('name = "opens"', 'name = "area"', "pages[1].fields[0].name", "second field"),
    ("min = 5\n", "min = 600\n", "pages[0].fields[1].min", "more than the most"),
]  # fmt: skip


def errors(text, name="trial.toml"):
    return [one for one in offline.examine(text, name) if one.severity == "error"]


def test_a_sound_form_raises_no_alarm():
    assert errors(SOUND) == []


@pytest.mark.parametrize(("before", "after", "path", "says"), DEFECTS)
def test_a_seeded_defect_is_found_where_it_stands(before, after, path, says):
    assert before in SOUND
    text = SOUND.replace(before, after, 1)
    found = [one for one in errors(text) if one.path == path and says in one.message]
    assert found, errors(text)
    line = next(
        n for n, (old, new) in enumerate(zip(SOUND.split("\n"), text.split("\n"), strict=False), 1) if old != new
    )
    assert found[0].line in range(line - 3, line + 1) if "dat" in before else found[0].line == line


def test_a_circle_is_named_with_its_way():
    text = SOUND.replace(
        'kind = "integer"\nlabel = {zh = "座位"', 'kind = "integer"\nshow_if = "opens = null"\nlabel = {zh = "座位"'
    )
    text = text.replace("area > 60", "seats > 1")
    assert any("a circle: seats needs opens needs seats" in one.message for one in errors(text))


def test_the_column_is_that_of_the_expression_in_the_file():
    (found,) = errors(SOUND.replace("area > 60", "area > 60 andd terrace"))
    line = 'required = "area > 60 andd terrace"'
    assert found.column == line.index("andd") + 1


def test_a_text_that_is_no_toml_names_its_line():
    (found,) = errors(SOUND.replace("min = 5", "min = = 5"))
    assert (found.line, found.path) == (SOUND[: SOUND.index("min = 5")].count("\n") + 1, "")


def test_every_key_path_has_the_line_it_stands_on():
    found = places(SOUND)
    assert found["pages[1].fields[1].columns[1].label.en"].line == 37
    assert found["pages[0].fields[2].requires[0].that"].line == 21
    assert found["title.en"].line == 1
