"""Limits that statutes set, worked out by hand on the published calendar of 2026.

Amounts are the dated parameters of the approvals package, which name article and source. Holidays and make-up days:
State Council General Office, notice on holidays of 2026. What falls between the dates below: 15-23 February free, 14 and
28 February worked; 4-6 April free; 1-5 May free, 9 May worked; 20 September worked, 25-27 September free; 1-7 October
free, 10 October worked. To check a date: count the weekdays after the start, leave out the free ones, add the worked.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause
from tongban.kernel.codes import api as codes

D = dt.date
FOLDER = Path(shipped.__file__).parents[2] / "systems" / "approvals" / "parameters"
STATUTES = {
    name: codes.read_parameters((FOLDER / f"{name}.toml").read_text(), f"{name}.toml")
    for name in ("licensing", "disclosure")
}
# limit, start, extension, days not counted (Licensing 45), due day; beside it the days that count
LAW = [
    ("licensing.supplement", D(2026, 9, 17), "", [], D(2026, 9, 23)),  # 18, 20-23 September
    ("licensing.decide", D(2026, 9, 17), "", [], D(2026, 10, 21)),  # 9 in September, 8-10 and 12-16, 19-21 October
    ("licensing.decide", D(2026, 9, 17), "licensing.decide_more", [], D(2026, 11, 4)),  # 22-30 October: 7, then 3
    ("licensing.joint", D(2026, 3, 2), "", [], D(2026, 5, 8)),  # 21 in March, 21 in April, 6-8 May
    ("licensing.joint", D(2026, 3, 2), "licensing.joint_more", [], D(2026, 5, 28)),  # 9 May, 11-15, 18-22, 25-28 May
    ("licensing.deliver", D(2026, 10, 21), "", [], D(2026, 11, 4)),  # 7 in October, 3 in November
    ("licensing.decide", D(2026, 9, 17), "", [(D(2026, 9, 21), D(2026, 9, 28))], D(2026, 10, 27)),  # 4 days stand still
    ("licensing.ask_hearing", D(2026, 4, 30), "", [], D(2026, 5, 11)),  # 6-9, 11 May
    ("licensing.hold_hearing", D(2026, 4, 30), "", [], D(2026, 6, 1)),  # 19 in May, 1 June
    ("disclosure.publish", D(2026, 2, 9), "", [], D(2026, 3, 13)),  # 10-14, 24-28 February, 10 in March
    ("disclosure.supplement", D(2026, 2, 12), "", [], D(2026, 2, 28)),  # 13, 14, 24-28 February
    ("disclosure.third_party", D(2026, 4, 1), "", [], D(2026, 4, 23)),  # 2, 3, 7-10, 13-17, 20-23 April
    ("disclosure.reply", D(2026, 9, 17), "", [], D(2026, 10, 21)),  # as the licence
    ("disclosure.reply", D(2026, 9, 17), "disclosure.reply_more", [], D(2026, 11, 18)),  # 7 in October, 13 in November
]


def _days(key: str) -> int:
    """A limit of a statute in working days, as it was in force in 2026."""
    statute, _, name = key.partition(".")
    found = STATUTES[statute].parameters[name].on(D(2026, 1, 1))
    assert (found.unit, bool(found.article and found.source)) == ("working_days", True)
    return int(found.value)


@pytest.mark.parametrize("case", LAW, ids=[f"{case[0]} {case[2]} {case[4]}" for case in LAW])
def test_the_law_s_own_limits(case):
    key, start, more, paused, due = case
    found = compute(
        start=start,
        limit=Limit(_days(key), "working_days"),
        calendar=shipped.calendar("cn"),
        extensions=[Extension(_days(more), "working_days")] if more else [],
        pauses=[Pause(first, after, "expert_review") for first, after in paused],
    )
    assert (found.due, found.provisional) == (due, False)


def test_the_days_of_the_licensing_law_are_working_days_from_its_amendment_on():
    licensing = STATUTES["licensing"].parameters
    assert licensing["days"].on(D(2026, 1, 1)).value == "working_days"
    assert "专家评审" in licensing["not_counted"].on(D(2026, 1, 1)).value
    assert licensing["decide"].on(D(2019, 4, 22)) is None
    assert STATUTES["disclosure"].parameters["reply"].on(D(2019, 5, 14)) is None


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
