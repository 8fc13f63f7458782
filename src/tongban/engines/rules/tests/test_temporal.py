"""The whole calendar of FEEL: far years, nanoseconds, zones; arithmetic is exact and closed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules import moments

LAW = settings(max_examples=150, deadline=None)
years = st.one_of(st.integers(-999_999_999, 999_999_999), st.integers(-5, 5), st.integers(9_990, 10_010))
days = st.builds(moments.make_day, years, st.integers(1, 12), st.integers(1, 28))
nanos = st.integers(0, moments.DAY - 1)
zones = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=5, minutes=30))])
clocks = st.builds(moments.clock_at, nanos, zones)
far_moments = st.builds(moments.join, days, clocks)
spans = st.one_of(st.integers(-(10**24), 10**24), st.integers(-(10**12), 10**12)).map(moments.span_at)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('date("999999999-12-31")', "999999999-12-31"),
        ('date("-999999999-01-01")', "-999999999-01-01"),
        ("date(-44, 3, 15)", "-0044-03-15"),
        ('@"9999-12-31" + @"P1D"', "10000-01-01"),
        ('@"10000-01-01" - @"P1D"', "9999-12-31"),
        ('@"0001-01-01" - @"P1M"', "0000-12-01"),
        ('@"2020-02-29" + @"P8000Y"', "10020-02-29"),
        ('@"2021-01-01T24:00:00"', "2021-01-02T00:00:00"),
        ('@"10:00:00.123456789"', "10:00:00.123456789"),
        ('@"10:00:00.123456789" + @"PT0.000000211S"', "10:00:00.123457"),
        ('@"23:59:59.999999999" + @"PT0.000000001S"', "00:00:00"),
        ('@"2024-03-10T01:30:00@America/New_York" + @"PT1H"', "2024-03-10T03:30:00@America/New_York"),
        ('@"12024-07-01T12:00:00@Asia/Shanghai" - @"12024-07-01T00:00:00Z"', "PT4H"),
        ('@"999999999-12-31" - @"-999999999-01-01"', "P730484999633D"),
        ('@"P999999999999D" / @"P1D"', "999999999999"),
        ('@"PT0.000000003S" * 1.5', "PT0.000000004S"),
        ('@"PT1.S"', "PT1S"),
        ('time(11, 59, 45, duration("-PT2H45M55S"))', "11:59:45-02:45:55"),
        ('time("11:59:45+02:45:55")', "11:59:45+02:45:55"),
        ('@"2024-01-01T10:00:00@Etc/UTC"', "2024-01-01T10:00:00@Etc/UTC"),
        ('@"2021-01-02T10:10:10+01:00" - @"2021-01-01"', "P1DT9H10M10S"),
        ('years and months duration(@"-2016-01-30", @"-2017-02-28")', "-P11M"),
        ('@"-2021-01-01".weekday', "1"),
        ('day of week(@"12024-01-01")', "Monday"),
        ('last day of month(@"-0004-02-01")', "29"),
        ('@"12024-07-01T12:30:15.000000001Z".minute', "30"),
        ('date(@"12024-07-01T12:30:15Z")', "12024-07-01"),
        ('time(@"12024-07-01T12:30:15Z")', "12:30:15Z"),
        ('for d in @"9999-12-30"..@"10000-01-02" return d.day', "[30, 31, 1, 2]"),
    ],
)
def test_a_temporal_expression_is_shown_as(text, shown):
    found = rules.compile_expression(text).evaluate({})
    assert rules.shown(found.value) == shown
    assert not found.warnings


@pytest.mark.parametrize(
    "text",
    [
        'date("1000000000-01-01")', 'date("02024-01-01")', 'date("-0001-02-29")', "date(2024, 1e10, 1)",
        '@"999999999-12-31" + @"P1D"', '@"-999999999-01-01" - @"P1D"', '@"999999999-12-31" + @"P1M"',
        'time("24:00:00")', 'date and time("2024-01-01T24:00:01")', 'time("10:00:00+14:01")', 'time("10:60:00")',
        'time(1, 1, 1, duration("PT19H"))', "time(1, 1, 60)", 'duration("P1Y1D")', 'duration("P99999999999999D")',
        '@"P999999999999D" * 10', '@"P1D" / 0', '@"2024-01-01T00:00:00" - @"2024-01-01T00:00:00Z"',
        '@"2024-01-01T00:00:00" - @"2024-01-01"', '@"10:00:00" + @"P1M"', '@"P1Y" + @"P1D"',
        'time("10:00:00@Mars/Base")', '@"2024-01-01T00:00:00" < @"2024-01-01T00:00:00Z"',
    ],
)  # fmt: skip
def test_what_is_beyond_the_calendar_or_does_not_go_together_is_null_and_says_why(text):
    found = rules.compile_expression(text).evaluate({})
    assert found.value is None
    assert found.warnings


def test_times_are_compared_by_whole_seconds_and_told_apart_by_is():
    same = '@"10:30:00.0001" = @"10:30:00.0002"'
    assert rules.evaluate(same, {}) is True
    assert rules.evaluate('is(@"10:30:00.0001", @"10:30:00.0002")', {}) is False
    assert rules.evaluate('@"10:30:00.9" < @"10:30:01"', {}) is True


@LAW
@given(days, days, st.integers(-(10**12), 10**12))
def test_days_far_and_near_are_counted_alike(one, other, number):
    context = {"a": one, "b": other, "n": Decimal(number)}
    assert rules.evaluate("b + (a - b) = a", context) is True
    assert rules.evaluate("a < b", context) is (moments.day_number(one) < moments.day_number(other))
    moved = rules.evaluate('a + @"P1D" * n', context)
    assert moved is None or moments.day_number(moved) - moments.day_number(one) == number


@LAW
@given(far_moments, spans)
def test_a_moment_moved_there_and_back_is_the_same(moment, span):
    moved = rules.evaluate("m + s", {"m": moment, "s": span})
    assert moved is None or rules.evaluate("is(x - s, m)", {"m": moment, "s": span, "x": moved}) is True


@LAW
@given(st.one_of(days, clocks, far_moments, spans))
def test_a_temporal_value_survives_its_text(value):
    name = {"date": "date", "time": "time", "date and time": "date and time"}
    kind = next((kind for kind in name if rules.evaluate(f"v instance of {kind}", {"v": value})), "duration")
    assert rules.evaluate(f"{kind}(string(v))", {"v": value}) == value


@LAW
@given(st.datetimes(), st.timedeltas())
def test_near_moments_agree_with_python(moment, span):
    try:
        expected = moment + span
    except OverflowError:
        return
    assert rules.evaluate("m + s", {"m": moment, "s": span}) == expected
    assert rules.evaluate("(m + s) - m", {"m": moment, "s": span}) == span


@LAW
@given(days)
def test_properties_of_far_days_repeat_after_400_years(day):
    like = moments.make_day(day.year % 400 + 2000, day.month, day.day)
    for part in ("v.weekday", "day of year(v)", "week of year(v)", "last day of month(v)", "day of week(v)"):
        assert rules.evaluate(part, {"v": day}) == rules.evaluate(part, {"v": like})
