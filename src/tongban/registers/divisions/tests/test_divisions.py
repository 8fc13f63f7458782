import csv
import datetime as dt
from itertools import pairwise

import pytest

from tongban.registers.divisions import api as divisions
from tongban.registers.divisions.loading import DATA

TODAY = dt.date(2026, 11, 23)


@pytest.fixture()
def loaded(db, at):
    divisions.load(at=at)


def test_changde_has_its_nine_counties_in_both_languages(loaded):
    names = {one.code: one.name for one in divisions.children(code="430700", on=TODAY)}
    assert len(names) == 9
    assert (names["430723"].zh, names["430723"].en) == ("澧县", "Li County")
    assert all(name.en for name in names.values())


def test_a_path_leads_from_the_province_to_the_street(loaded):
    path = divisions.path(code="430702001", on=TODAY)
    assert [one.level for one in path] == ["province", "prefecture", "county", "township"]
    assert [one.name.zh for one in path] == ["湖南省", "常德市", "武陵区", "启明街道"]


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("432400", dt.date(1987, 6, 1), "常德地区"),
        ("432424", dt.date(1987, 6, 1), "澧县"),
        ("439005", dt.date(1990, 1, 1), "津市市"),
        ("430781", dt.date(1995, 1, 1), "津市市"),
        ("330184", dt.date(2000, 1, 1), "余杭市"),
        ("330110", TODAY, "余杭区"),
        ("330113", TODAY, "临平区"),
    ],
)
def test_a_code_means_what_it_meant_on_the_date(loaded, code, on, name):
    assert divisions.division(code=code, on=on).name.zh == name


@pytest.mark.parametrize(
    ("code", "on"),
    [("432424", TODAY), ("430702", dt.date(1987, 12, 31)), ("999999", TODAY), ("", TODAY), ("\ud7ff", TODAY)],
)
def test_a_code_that_is_not_in_use_is_unknown(loaded, code, on):
    with pytest.raises(divisions.UnknownDivision):
        divisions.division(code=code, on=on)


def test_the_changes_of_a_code_tell_its_story(loaded):
    stories = [(c.year, c.old_code, c.new_code) for c in divisions.changes(code="430781")]
    assert stories == [(1995, "439005", "430781")]


def test_use_between_two_dates(loaded):
    def used(code):
        return divisions.used(code=code, since=dt.date(1985, 1, 1), until=TODAY)

    assert used("432424") is True  # abolished in 1988
    assert used("430702") is True  # founded in 1988
    assert used("123456") is False


def test_an_empty_register_cannot_say(db):
    assert divisions.used(code="430702", since=TODAY, until=TODAY) is None


def test_loading_again_changes_nothing(loaded, at):
    assert divisions.load(at=at) == 0


def test_the_present_holds_every_county_and_each_once(loaded):
    provinces = divisions.children(code="", on=TODAY)
    assert len(provinces) == 34
    assert len({one.code for one in provinces}) == 34


def test_no_code_has_two_meanings_at_once_and_every_parent_is_listed():
    with (DATA / "divisions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    codes = {row["code"] for row in rows}
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        assert row["level"] == "1" or row["parent"] in codes
        spans.setdefault(row["code"], []).append((int(row["valid_from"] or 0), int(row["valid_to"] or 9999)))
    for span in spans.values():
        ordered = sorted(span)
        assert all(start < end for start, end in ordered)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered))
