"""Patterns in ratings: praise in a row, and bad marks beyond what chance explains."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tongban.governance.supervision.patterns import LEAST, ROW, badly, in_a_row
from tongban.openness.evaluation.api import Mark, interval

NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)


def marks(
    *, person: str = "ann", count: int = ROW, apart: int = 60, stars: int = 5, worded: bool = False
) -> list[Mark]:
    return [Mark(person, "u", stars, worded, NOON + i * dt.timedelta(seconds=apart)) for i in range(count)]


def test_many_full_marks_within_minutes_are_found_once_a_day():
    found = list(in_a_row(marks(count=30)))
    assert [one.subject for one in found] == ["ann:2026-11-23"]


def test_praise_in_words_spread_out_or_less_than_full_is_no_pattern():
    for given_marks in (marks(worded=True), marks(apart=600), marks(stars=4), marks(count=ROW - 1)):
        assert list(in_a_row(given_marks)) == []


def test_an_official_rated_far_worse_than_colleagues_is_found_and_one_like_them_is_not():
    bad = marks(person="bob", count=15, stars=1) + marks(person="bob", count=15)
    others = marks(person="ann", count=190) + marks(person="ann", count=10, stars=2)
    assert [person for person, _ in badly(bad + others, quarter="2026-Q4")] == ["bob"]
    few = marks(person="bob", count=LEAST - 1, stars=1)
    assert list(badly(few + others, quarter="2026-Q4")) == []


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_narrows_with_more_cases(hits: int, misses: int):
    low, high = interval(hits, hits + misses)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low <= hits / (hits + misses) <= high
        more = interval(hits * 4, (hits + misses) * 4)
        assert more[1] - more[0] <= high - low
