"""Codes and parameters are found by day; what has no source is not published."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import api, lists, parameters
from tongban.kernel.declarations import api as declarations

HEAD = "code,name_zh,name_en,parent,valid_from,valid_to,source\n"
LIST = HEAD + (
    "430700,常德市,Changde,,1988-01-23,,GB/T 2260\n"
    "430701,旧称,Old name,430700,1988-01-23,2000-12-31,GB/T 2260\n"
    "430701,新称,New name,430700,2001-01-01,,GB/T 2260\n"
)
RATES = """
[rate]
title = { zh = "费率", en = "Rate" }
unit = "CNY/m2/day"
[[rate.values]]
from = 2020-01-01
value = "0.50"
source = "Decree 1"
article = "Article 2"
local = true
verified = true
[[rate.values]]
from = 2024-01-01
value = 1.00
source = "Decree 2"
second_source = "Gazette"
article = "Article 3"
verified = true
until = 2025-12-31
[name]
title = { zh = "名", en = "Name" }
type = "text"
[[name.values]]
from = 2024-01-01
value = "0101210010"
source = "Decree 2"
article = "Article 4"
verified = true
local = true
"""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def published(db, at, tmp_path: Path) -> None:
    files = {
        "system.toml": 'id = "p"\nversion = "1"\ntitle = {zh = "包", en = "Package"}',
        "codes/divisions.csv": LIST,
        "parameters/fees.toml": RATES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    declarations.publish(declarations.read(tmp_path), at=at)


@pytest.mark.parametrize(("on", "name"), [
    ("1988-01-23", "Old name"), ("2000-12-31", "Old name"), ("2001-01-01", "New name"), ("2099-01-01", "New name"),
])  # fmt: skip
def test_a_code_has_the_name_of_the_day(published, on: str, name: str) -> None:
    found = api.code("divisions", "430701", on=day(on))
    assert (found.text.en, found.parent) == (name, "430700")


def test_codes_of_a_day_can_be_listed_under_their_parent(published) -> None:
    assert [one.code for one in api.codes("divisions", on=day("2024-01-01"))] == ["430700", "430701"]
    assert [one.text.zh for one in api.codes("divisions", on=day("1999-01-01"), parent="430700")] == ["旧称"]
    assert api.codes("divisions", on=day("1980-01-01")) == ()


@pytest.mark.parametrize(("on", "value"), [
    ("2020-01-01", "0.50"), ("2023-12-31", "0.50"), ("2024-01-01", "1.00"), ("2025-12-31", "1.00"),
])  # fmt: skip
def test_a_parameter_changes_on_its_day(published, on: str, value: str) -> None:
    assert api.number("fees.rate", on=day(on)) == Decimal(value)


def test_a_parameter_carries_its_source(published) -> None:
    found = api.parameter("fees.rate", on=day("2024-06-01"))
    assert (found.unit, found.source, found.second_source, found.article) == (
        "CNY/m2/day",
        "Decree 2",
        "Gazette",
        "Article 3",
    )
    assert found.verified
    assert found.since == day("2024-01-01")


def test_a_text_with_leading_zeros_stays_a_text(published) -> None:
    assert api.parameter("fees.name", on=day("2024-01-01")).value == "0101210010"
    with pytest.raises(api.UnknownKey, match="not a number"):
        api.number("fees.name", on=day("2024-01-01"))


@pytest.mark.parametrize(("ask", "words"), [
    (lambda: api.code("division", "430700", on=day("2024-01-01")), "did you mean 'divisions'"),
    (lambda: api.code("divisions", "43070l", on=day("2024-01-01")), "did you mean '4307"),
    (lambda: api.code("divisions", "430700", on=day("1988-01-22")), "not valid on 1988-01-22: 1988-01-23"),
    (lambda: api.codes("divisons", on=day("2024-01-01")), "did you mean 'divisions'"),
    (lambda: api.parameter("fees.rat", on=day("2024-01-01")), "did you mean 'fees.rate'"),
    (lambda: api.parameter("fee.rate", on=day("2024-01-01")), "did you mean 'fees.rate'"),
    (lambda: api.parameter("fees.rate", on=day("2019-12-31")), "no value on 2019-12-31; its values begin 2020-01-01"),
    (lambda: api.parameter("fees.rate", on=day("2026-01-01")), "no value on 2026-01-01"),
    (lambda: api.parameter("", on=day("2026-01-01")), "no parameter"),
])  # fmt: skip
def test_what_is_not_there_is_named_with_the_nearest(published, ask, words: str) -> None:
    with pytest.raises(api.UnknownKey, match=words):
        ask()


@pytest.mark.parametrize(("text", "place", "message"), [
    ("code,name\n", "line 1", "expected the columns"),
    ("", "line 1", "expected the columns"),
    (HEAD + "1,一,One,,2024-1-1,,s", "line 2", "valid_from"),
    (HEAD + "1,一,One,,2024-02-30,,s", "line 2", "valid_from"),
    (HEAD + "1,一,One,,2024-01-02,2024-01-01,s", "line 2", "lies before"),
    (HEAD + "1,一,One,s", "line 2", "expected 7 cells, got 4"),
    (HEAD + "1 2,一,One,,,,s", "line 2", "without spaces"),
    (HEAD + ",一,One,,,,s", "line 2", "code"),
    (HEAD + "1,,One,,,,s", "line 2", "name_zh"),
    (HEAD + '1,"一,One,,,,s', "line 2", "not CSV"),
])  # fmt: skip
def test_each_fault_of_a_list_names_its_line(text: str, place: str, message: str) -> None:
    with pytest.raises(declarations.DeclarationError) as wrong:
        lists.read(text, "codes/x.csv")
    assert (wrong.value.problems[0].path, message in wrong.value.problems[0].message) == (place, True)


@pytest.mark.parametrize(("rows", "message", "severity"), [
    ("1,一,One,,,,", "without a source", "error"),
    ("1,一,,,,,s", "no English name", "warning"),
    ("1,一,One,9,,,s", "unknown parent '9'", "error"),
    ("1,一,One,,2020-01-01,2020-12-31,s\n1,一,One,,2020-12-31,,s", "same time as line 2", "error"),
    ("1,一,One,2,,,s\n2,二,Two,1,,,s", "circle", "error"),
    ("1,一,One,1,,,s", "circle", "error"),
])  # fmt: skip
def test_each_doubt_about_a_list_names_its_line(rows: str, message: str, severity: str) -> None:
    found = list(lists.check(None, _item("codes", lists.read(HEAD + rows, "codes/x.csv"))))
    assert found
    assert all(message in one.message and one.severity == severity and one.path.startswith("line") for one in found)


def test_the_keys_of_a_package_come_beside_those_in_force(published, tmp_path: Path) -> None:
    brought = _item("parameters", parameters.read(TITLE + VALUE, "x"))
    package = declarations.Package(None, tmp_path, (brought,))
    assert api.parameter_keys(package) == {"fees.rate", "fees.name", "x.p"}


def _item(kind: str, value: object) -> declarations.Item:
    return declarations.Item(kind, "x", "", f"{kind}/x", "", value)


VALUE = '[[p.values]]\nfrom = 2024-01-01\nvalue = "1"\nsource = "s"\narticle = "a"\nlocal = true\nverified = true\n'
TITLE = '[p]\ntitle = {zh = "一", en = "One"}\n'


@pytest.mark.parametrize(("text", "path", "message"), [
    (TITLE + VALUE.replace('source = "s"\n', ""), "p.values[0].source", "missing"),
    (TITLE + VALUE.replace("from", "form"), "p.values[0].form", "unknown key"),
    (TITLE + VALUE.replace('"1"', '"one"'), "p", "expected a number"),
    (TITLE + VALUE.replace('"1"', "nan"), "p", "expected a number"),
    (TITLE + VALUE.replace('"1"', "true"), "p", "expected a number"),
    (TITLE + 'type = "text"\n' + VALUE.replace('"1"', "1"), "p", "expected a text"),
    (TITLE + VALUE.replace("2024-01-01", '"2024"'), "p.values[0].from", "expected a date"),
    ("p = 1", "p", "expected a table"),
])  # fmt: skip
def test_each_fault_of_a_parameter_names_its_place(text: str, path: str, message: str) -> None:
    with pytest.raises(declarations.DeclarationError) as wrong:
        parameters.read(text, "parameters/x.toml")
    assert any(one.path == path and message in one.message for one in wrong.value.problems), wrong.value.problems


@pytest.mark.parametrize(("text", "path", "severity"), [
    (TITLE + VALUE.replace('"s"', '" "'), "p.values[0].source", "error"),
    (TITLE + "values = []", "p.values", "error"),
    (TITLE + VALUE + VALUE, "p.values[1].from", "error"),
    (TITLE + VALUE + "until = 2024-06-01\n" + VALUE.replace("01-01", "06-01"), "p.values[1].from", "error"),
    (TITLE + VALUE + "until = 2023-06-01\n", "p.values[0].until", "error"),
    (TITLE + VALUE.replace("verified = true", "verified = false"), "p.values[0]", "warning"),
    (TITLE + VALUE.replace('"a"', '""'), "p.values[0].article", "error"),
    (TITLE + VALUE.replace("local = true", ""), "p.values[0].second_source", "error"),
    (TITLE.replace(', en = "One"', "") + VALUE, "p.title.en", "warning"),
])  # fmt: skip
def test_each_doubt_about_a_parameter_names_its_place(text: str, path: str, severity: str) -> None:
    found = list(parameters.check(None, _item("parameters", parameters.read(text, "parameters/x.toml"))))
    assert [(one.path, one.severity) for one in found] == [(path, severity)]


@given(st.lists(st.dates(), min_size=1, max_size=6, unique=True), st.dates())
def test_the_latest_value_that_has_begun_is_in_force(starts: list[dt.date], on: dt.date) -> None:
    rows = "".join(
        VALUE.replace("2024-01-01", start.isoformat()).replace('"1"', f'"{i}"')
        for i, start in enumerate(sorted(starts))
    )
    found = parameters.read(TITLE + rows, "x").parameters["p"].on(on)
    begun = [start for start in starts if start <= on]
    assert (found.value if found else None) == (len(begun) - 1 if begun else None)
