from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tongban.engines.deadlines import api as deadlines
from tongban.engines.deadlines import shipped
from tongban.kernel.declarations.api import DeclarationError
from tongban.kernel.outbox.models import Message

D = dt.date
YEAR = """
region = "cn"
year = 2027
source = "State Council General Office, notice of 2026 on holidays of 2027 (invented for this test)"
[[days]]
date = 2027-01-04
working = false
name = {zh = "元旦", en = "New Year"}
[[days]]
date = 2027-01-10
working = true
"""


def test_the_shipped_calendar_knows_the_make_up_days_of_2026():
    calendar = shipped.calendar("cn")
    made_up = [D(2026, 1, 4), D(2026, 2, 14), D(2026, 2, 28), D(2026, 5, 9), D(2026, 9, 20), D(2026, 10, 10)]
    assert all(calendar.works(day.toordinal()) for day in made_up)
    free = [D(2026, 1, 2), D(2026, 2, 16), D(2026, 10, 7), D(2026, 9, 25)]
    assert not any(calendar.works(day.toordinal()) for day in free)
    assert sorted(calendar.years) == [2023, 2024, 2025, 2026]


def test_working_days_of_published_years_are_as_many_as_announced():
    """2026: 365 days, 104 weekend days, 6 worked weekends, 19 free weekdays (counted on the notice)."""
    calendar = shipped.calendar("cn")
    assert calendar.between(D(2026, 1, 1).toordinal(), D(2026, 12, 31).toordinal()) == 365 - 104 + 6 - 19


@pytest.mark.django_db
def test_publishing_a_year_settles_what_was_provisional_and_tells(at):
    facts = {"start": D(2026, 12, 30), "limit": deadlines.Limit(6, "working_days")}
    before = deadlines.compute(**facts, calendar=deadlines.calendar("cn"))
    assert deadlines.load_calendar(region="cn", text=YEAR, source="cn-2027.toml", at=at) == (
        2023,
        2024,
        2025,
        2026,
        2027,
    )
    after = deadlines.compute(**facts, calendar=deadlines.calendar("cn"))
    assert (before.due, before.provisional) == (D(2027, 1, 7), True)
    assert (after.due, after.provisional) == (D(2027, 1, 8), False)
    assert [(line.rule, line.note.en) for line in after.ledger if line.note.zh] == [("holiday", "New Year")]
    assert Message.objects.get().kind == "deadlines.CalendarPublished"
    assert deadlines.published_years("cn") == (2023, 2024, 2025, 2026, 2027)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_correction_replaces_its_year(at):
    deadlines.load_calendar(region="cn", at=at)
    assert deadlines.load_calendar(region="cn", at=at) == ()
    assert deadlines.load_calendar(region="cn", text=YEAR, at=at) == (2027,)
    assert deadlines.load_calendar(region="cn", text=YEAR, at=at) == ()
    corrected = YEAR.replace("2027-01-04", "2027-01-05")
    assert deadlines.load_calendar(region="cn", text=corrected, at=at) == (2027,)
    calendar = deadlines.calendar("cn")
    assert calendar.works(D(2027, 1, 4).toordinal())
    assert not calendar.works(D(2027, 1, 5).toordinal())


@pytest.mark.django_db
def test_another_region_has_its_own_weekend(at):
    text = 'region = "xx"\nyear = 2026\nsource = "Gazette 1"\nweekend = [5, 6]\ndays = []'
    assert deadlines.load_calendar(region="xx", text=text, at=at) == (2026,)
    assert not deadlines.calendar("xx").works(D(2026, 3, 6).toordinal())
    with pytest.raises(LookupError):
        deadlines.calendar("yy")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("2027-01-04", "2026-01-04", "put it in the file of its own year"),
        ("2027-01-10", "2027-01-04", "stands twice"),
        ('region = "cn"', 'region = "us"', "is for region"),
        ("working = true", "workin = true", "did you mean 'working'"),
        ("year = 2027", "year = 2027\nweekend = [0]", "ISO weekdays"),
        (
            "State Council General Office, notice of 2026 on holidays of 2027 (invented for this test)",
            "",
            "names its source",
        ),
    ],
)
def test_a_faulty_file_is_refused_with_its_place_and_changes_nothing(at, before, after, says):
    with pytest.raises(DeclarationError, match=says):
        deadlines.load_calendar(region="cn", text=YEAR.replace(before, after), source="cn-2027.toml", at=at)
    assert deadlines.published_years("cn") == (2023, 2024, 2025, 2026)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_calendar_costs_one_query(at, django_assert_num_queries):
    deadlines.load_calendar(region="cn", at=at)
    deadlines.calendar("cn")
    with django_assert_num_queries(1):
        deadlines.calendar("cn")


def test_each_rule_of_the_ledger_is_said_in_both_languages():
    found = deadlines.compute(
        start=D(2026, 9, 17),
        limit=deadlines.Limit(10, "working_days"),
        calendar=shipped.calendar("cn"),
        pauses=[deadlines.Pause(D(2026, 9, 22), D(2026, 9, 24), "hearing")],
        extensions=[deadlines.Extension(1, "weeks")],
        roll="next_working_day",
    )
    with translation.override("en"):
        english = [deadlines.explain(line) for line in found.ledger]
    with translation.override("zh-hans"):
        chinese = [deadlines.explain(line) for line in found.ledger]
    assert "The clock stands: hearing." in english
    assert "暂停计时：听证。" in chinese
    assert any(sentence.startswith("第 1 次延长") for sentence in chinese)
    assert not set(english) & set(chinese)
