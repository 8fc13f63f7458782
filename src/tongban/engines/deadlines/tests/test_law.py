"""Limits that statutes set, worked out by hand on the published calendar of 2026.

Holidays and make-up days: State Council General Office, notice on holidays of 2026 (1-7 October free, 20 September and
10 October worked; 25 September free). Administrative Licensing Law (2019): art. 32, 42, 44, 45, 47; art. 82: days are
working days. Regulation on the Disclosure of Government Information (2019): art. 26, 30, 32, 33; working days by text.
"""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause

D = dt.date
LAW = [
    ("licensing 32: five days to ask for a supplement", D(2026, 9, 17), 5, [], [], D(2026, 9, 23)),
    ("licensing 42: twenty days over Mid-Autumn and National Day", D(2026, 9, 17), 20, [], [], D(2026, 10, 21)),
    ("licensing 42: ten days more by the head", D(2026, 9, 17), 20, [10], [], D(2026, 11, 4)),
    ("licensing 42: joint handling, forty-five days", D(2026, 3, 2), 45, [], [], D(2026, 5, 8)),
    ("licensing 42: joint handling, fifteen days more", D(2026, 3, 2), 45, [15], [], D(2026, 5, 28)),
    ("licensing 44: ten days to deliver", D(2026, 10, 21), 10, [], [], D(2026, 11, 4)),
    ("licensing 45: expert review of a week is not counted", D(2026, 9, 17), 20, [], [(D(2026, 9, 21), D(2026, 9, 28))], D(2026, 10, 27)),
    ("licensing 47: twenty days to hold the hearing", D(2026, 4, 30), 20, [], [], D(2026, 6, 1)),
    ("disclosure 26: twenty days to publish", D(2026, 2, 9), 20, [], [], D(2026, 3, 13)),
    ("disclosure 30: seven days to ask for a supplement", D(2026, 2, 12), 7, [], [], D(2026, 2, 28)),
    ("disclosure 32: fifteen days for a third party", D(2026, 4, 1), 15, [], [], D(2026, 4, 23)),
    ("disclosure 33: twenty days, twenty more", D(2026, 9, 17), 20, [20], [], D(2026, 11, 18)),
]  # fmt: skip


@pytest.mark.parametrize("case", LAW, ids=[case[0] for case in LAW])
def test_the_law_s_own_limits(case):
    _name, start, amount, more, paused, due = case
    found = compute(
        start=start,
        limit=Limit(amount, "working_days"),
        calendar=shipped.calendar("cn"),
        extensions=[Extension(days, "working_days") for days in more],
        pauses=[Pause(first, after, "expert_review") for first, after in paused],
    )
    assert (found.due, found.provisional) == (due, False)


def test_a_supplement_under_the_disclosure_rules_starts_the_clock_again():
    """Disclosure 30: the period counts from the day on which the supplement arrived."""
    found = compute(
        start=D(2026, 9, 17),
        limit=Limit(20, "working_days"),
        calendar=shipped.calendar("cn"),
        pauses=[Pause(D(2026, 9, 22), D(2026, 10, 8), "supplement", "restart")],
    )
    assert found.due == D(2026, 11, 4)
    assert {line.rule for line in found.ledger if line.last < D(2026, 10, 8)} == {
        "restarted: supplement",
        "paused: supplement",
    }


@pytest.mark.parametrize(
    ("start", "limit", "count_from", "due"),
    [
        (D(2027, 1, 31), Limit(1, "months"), "next_day", D(2027, 2, 28)),
        (D(2028, 1, 31), Limit(1, "months"), "next_day", D(2028, 2, 29)),
        (D(2027, 1, 31), Limit(1, "months", month_end="overflow"), "next_day", D(2027, 3, 1)),
        (D(2027, 1, 31), Limit(1, "months"), "same_day", D(2027, 2, 28)),
        (D(2026, 1, 15), Limit(1, "months"), "same_day", D(2026, 2, 14)),
        (D(2024, 2, 29), Limit(1, "years"), "next_day", D(2025, 2, 28)),
        (D(2024, 2, 29), Limit(4, "years"), "next_day", D(2028, 2, 29)),
        (D(2026, 3, 2), Limit(2, "weeks"), "next_day", D(2026, 3, 16)),
        (D(2026, 3, 2), Limit(2, "weeks"), "same_day", D(2026, 3, 15)),
        (D(2026, 3, 2), Limit(1, "working_days"), "same_day", D(2026, 3, 2)),
        (D(2026, 3, 1), Limit(1, "working_days"), "same_day", D(2026, 3, 2)),
        (D(2026, 3, 2), Limit(10, "calendar_days", factor=3), "next_day", D(2026, 4, 1)),
        (D(2026, 3, 2), Limit(0, "working_days"), "next_day", D(2026, 3, 2)),
    ],
)
def test_how_periods_end(start, limit, count_from, due):
    assert compute(start=start, limit=limit, calendar=shipped.calendar("cn"), count_from=count_from).due == due


def test_a_pause_that_begins_on_the_due_day_moves_it_and_one_the_day_after_does_not():
    def due(first):
        pauses = [Pause(first, first + dt.timedelta(days=7), "hearing")]
        limit, calendar = Limit(5, "working_days"), shipped.calendar("cn")
        return compute(start=D(2026, 3, 2), limit=limit, calendar=calendar, pauses=pauses).due

    assert due(D(2026, 3, 9)) == D(2026, 3, 16)
    assert due(D(2026, 3, 10)) == D(2026, 3, 9)


def test_an_open_pause_holds_the_clock_until_somebody_says_what_day_it_is():
    facts = {
        "start": D(2026, 3, 2),
        "limit": Limit(5, "working_days"),
        "calendar": shipped.calendar("cn"),
        "pauses": [Pause(D(2026, 3, 4), None, "supplement")],
    }
    assert (compute(**facts).due, compute(**facts).status) == (None, "paused")
    today = compute(**facts, as_of=D(2026, 3, 10))
    assert (today.due, today.status, today.remaining) == (D(2026, 3, 16), "paused", 4)


def test_a_year_that_is_not_published_is_provisional():
    limit, calendar = Limit(20, "working_days"), shipped.calendar("cn")
    assert not compute(start=D(2026, 11, 23), limit=limit, calendar=calendar).provisional
    assert compute(start=D(2026, 12, 14), limit=limit, calendar=calendar).provisional
    assert compute(start=D(2022, 12, 20), limit=limit, calendar=calendar).provisional
    days = Limit(60, "calendar_days")
    assert not compute(start=D(2026, 12, 14), limit=days, calendar=calendar).provisional
    assert compute(start=D(2026, 12, 14), limit=days, calendar=calendar, roll="next_working_day").provisional
