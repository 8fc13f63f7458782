"""Years from CSV and ICS, and back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.deadlines import api as deadlines
from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.api import SpecialDay, Year
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError, Text

D = dt.date
LIKE = Year("cn", 2027, "notice invented for this test", ())
AT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
CSV = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-03,working,调休上班\n"
ICS = """BEGIN:VCALENDAR\r
BEGIN:VTIMEZONE\r
RRULE:FREQ=YEARLY\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20271001\r
DTEND;VALUE=DATE:20271004\r
SUMMARY;LANGUAGE="zh:CN":国庆\r
 节 假期\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20271010\r
CATEGORIES:WORKING\r
SUMMARY:a\\, b\\; c\\\\d\r
END:VEVENT\r
END:VCALENDAR\r
"""
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=100) | st.sampled_from(
    ["=1+1", "'=x", "'", "a, b; c\\n", '"', "元旦 假期 " * 12 + "班", "-"]
).map(str.strip)
one_day = st.builds(
    lambda place, kind, zh, en: SpecialDay(
        D(2027, 1, 1) + dt.timedelta(place), kind != "holiday", Text(zh, en), "12:00" if kind == "half" else ""
    ),
    st.integers(0, 364), st.sampled_from(["holiday", "working", "half"]), names, names,
)  # fmt: skip
years = st.lists(one_day, max_size=12, unique_by=lambda day: day.date).map(
    lambda days: Year("cn", 2027, LIKE.source, tuple(sorted(days, key=lambda day: day.date)))
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(text, like=LIKE):
    return declarations.parse(deadlines.year_text(text, like, source="file"), Year, source="file")


@settings(max_examples=60, deadline=None)
@given(years)
def test_what_is_exported_and_imported_is_the_same_year(year):
    assert read(deadlines.as_csv(year)) == year
    lines = deadlines.as_ics(year, at=AT)
    assert read(lines) == year
    assert max(len(line.encode()) for line in lines.split("\r\n")) <= 75
    assert read(deadlines.as_toml(year)) == year


@pytest.mark.parametrize("year", shipped.years("cn"), ids=lambda year: year.year)
def test_published_years_survive_the_way_out_and_in(year):
    assert read(deadlines.as_csv(year), year) == read(deadlines.as_ics(year, at=AT), year) == year


def test_days_of_foreign_calendars_are_taken_when_they_say_what_they_are():
    days = read(ICS).days
    assert [(day.date.day, day.working, day.name.zh) for day in days] == [
        (1, False, "国庆节 假期"), (2, False, "国庆节 假期"), (3, False, "国庆节 假期"), (10, True, "a, b; c\\d"),
    ]  # fmt: skip
    assert len(read(CSV).days) == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (CSV + "2026-01-04,holiday,x\n", 4, "not a day of 2027"),
        (CSV + "2027-01-03,working,x\n", 4, "stands on line 3 already"),
        (CSV + "2027-01-04,maybe,x\n", 4, "unknown kind of day “maybe”"),
        (CSV + "2027-02-30,holiday,x\n", 4, "expected a date"),
        (CSV + "2027-01-04,holiday\n", 4, "expected 3 cells, got 2"),
        (CSV + "2027-01-04,half,x\n", 4, "says until when"),
        (CSV + f"2027-01-04,holiday,{'x' * 101}\n", 4, "at most 100"),
        (CSV + '2027-01-04,holiday,"x\n', 4, "no CSV"),
        (CSV + f"2027-01-04,holiday,{'x' * 140_000}\n", 4, "no CSV"),
        ("date,kind\n", 1, "expected the columns"),
        (ICS.replace("CATEGORIES:WORKING", "RRULE:FREQ=YEARLY;COUNT=99999999"), 13, "repeated events"),
        (ICS.replace("20271004", "99991231"), 7, "1 to 366 whole days"),
        (ICS.replace("20271004", "20271001"), 7, "1 to 366 whole days"),
        (ICS.replace("20271010", "20271003"), 12, "stands on line 6 already"),
        (ICS.replace("20271010", "20271010T090000"), 12, "expected a whole day"),
        (ICS.replace("CATEGORIES:WORKING", "CATEGORIES:Party"), 13, "does not say what the day is"),
        (ICS.replace("END:VCALENDAR\r\n", ""), 15, "breaks off"),
        (ICS.replace("SUMMARY:a", "what is this"), 14, "no line of a calendar"),
        (ICS.replace("END:VTIMEZONE", "END:VEVENT"), 4, "not begun"),
    ],
)
def test_a_file_is_refused_with_line_and_reason(text, line, reason):
    with pytest.raises(DeclarationError) as refused:
        read(text)
    (first, *_more) = refused.value.problems
    assert (first.path, reason in first.message) == (f"line {line}", True), str(first)


def test_a_file_full_of_faults_tells_the_first_forty():
    with pytest.raises(DeclarationError) as refused:
        read(CSV + "x,y,z\n" * 20_000)
    assert len(refused.value.problems) == 40
