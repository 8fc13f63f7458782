"""What the words of a request mean at their edges, case by case and worked out by hand."""

from __future__ import annotations

import pytest

from tongban.engines.deadlines import wire

PLAIN = {"weekend": [6, 7]}


def days(amount=10, unit="calendar_days", start="2026-03-02", **more):  # a Monday
    return wire.answer({"start": start, "limit": {"amount": amount, "unit": unit}, "calendar": PLAIN} | more)


def pause(first, to, policy="continue"):
    return {"from": first, "to": to, "policy": policy, "cause": "supplement"}


CASES = [
    ("a pause wholly before the start", [pause("2026-02-01", "2026-02-20")], "2026-03-12"),
    ("a pause over the start: the day of the start is not in the period", [pause("2026-02-27", "2026-03-04")], "2026-03-13"),
    ("a pause after the due day", [pause("2026-03-13", "2026-03-20")], "2026-03-12"),
    ("a pause that begins on the due day", [pause("2026-03-12", "2026-03-20")], "2026-03-20"),
    ("a pause that ends on the due day", [pause("2026-03-11", "2026-03-12")], "2026-03-13"),
    ("a pause of no day", [pause("2026-03-05", "2026-03-05")], "2026-03-12"),
    ("pauses that overlap count once", [pause("2026-03-04", "2026-03-08"), pause("2026-03-06", "2026-03-10")], "2026-03-18"),
    ("a pause inside another", [pause("2026-03-04", "2026-03-14"), pause("2026-03-06", "2026-03-08")], "2026-03-22"),
    ("a restart", [pause("2026-03-05", "2026-03-20", "restart")], "2026-03-30"),
    ("a restart on the same day", [pause("2026-03-05", "2026-03-05", "restart")], "2026-03-15"),
    ("a restart that begins when the period is over", [pause("2026-03-13", "2026-03-20", "restart")], "2026-03-12"),
    ("a restart that begins on the due day", [pause("2026-03-12", "2026-03-20", "restart")], "2026-03-30"),
    ("a restart in the time that a restart gave", [pause("2026-03-05", "2026-03-20", "restart"), pause("2026-03-28", "2026-04-02", "restart")], "2026-04-12"),
    ("a restart that overlaps another", [pause("2026-03-05", "2026-03-20", "restart"), pause("2026-03-18", "2026-03-25", "restart")], "2026-04-04"),
    ("a restart, then a pause", [pause("2026-03-05", "2026-03-20", "restart"), pause("2026-03-22", "2026-03-24")], "2026-04-01"),
]  # fmt: skip


@pytest.mark.parametrize(("pauses", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_where_a_pause_lies_decides_whether_it_moves_the_end(pauses, due):
    assert days(pauses=pauses)["due"] == due


def test_an_open_pause_needs_to_know_the_day():
    two = [pause("2026-03-04", None), pause("2026-03-06", None)]
    assert days(pauses=two) | {"ledger": 0} == {
        "due": None, "provisional": False, "status": "paused", "remaining": None, "ledger": 0,
    }  # fmt: skip
    found = days(pauses=two, as_of="2026-03-10")
    assert (found["due"], found["status"], found["remaining"]) == ("2026-03-19", "paused", 9)
    assert days(pauses=[pause("2026-03-04", None, "restart")], as_of="2026-03-10")["due"] == "2026-03-21"
    assert days(pauses=[pause("2026-03-11", None, "restart")], as_of="2026-03-10")["due"] == "2026-03-12"
    late = days(pauses=[pause("2026-03-20", None)], as_of="2026-03-25")
    assert (late["due"], late["status"], late["remaining"]) == ("2026-03-12", "overdue", -7)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "count_from", "due"),
    [
        ("2026-03-07", 1, "working_days", "same_day", "2026-03-09"),  # a Saturday does not count: Monday is day 1
        ("2026-03-06", 1, "working_days", "same_day", "2026-03-06"),
        ("2026-03-07", 1, "calendar_days", "same_day", "2026-03-07"),
        ("2026-03-07", 0, "working_days", "next_day", "2026-03-07"),
        ("2027-01-29", 1, "months", "next_day", "2027-02-28"),
        ("2027-01-29", 1, "months", "same_day", "2027-02-28"),
        ("2027-01-28", 1, "months", "same_day", "2027-02-27"),
        ("2027-02-28", 1, "months", "next_day", "2027-03-28"),
        ("2026-11-30", 3, "months", "next_day", "2027-02-28"),
        ("2024-02-29", 1, "years", "same_day", "2025-02-28"),
        ("2024-03-01", 4, "years", "same_day", "2028-02-29"),
        ("2026-03-02", 1, "weeks", "same_day", "2026-03-08"),
        ("0001-01-01", 1, "working_days", "same_day", "0001-01-01"),
        ("9999-12-30", 1, "calendar_days", "next_day", "9999-12-31"),
        ("2026-03-02", 100_000, "working_days", "next_day", "2409-06-22"),
    ],
)
def test_how_periods_end(start, amount, unit, count_from, due):
    assert days(amount, unit, start, count_from=count_from)["due"] == due


def test_paused_days_move_a_month_by_as_many_days_and_extensions_go_on_from_there():
    stood = [pause("2027-02-01", "2027-02-04")]
    assert days(1, "months", "2027-01-31", pauses=stood)["due"] == "2027-03-03"
    month = [{"amount": 1, "unit": "months"}]
    assert days(1, "months", "2027-01-31", pauses=stood, extensions=month)["due"] == "2027-04-03"
    over = wire.answer({"start": "2027-01-31", "limit": {"amount": 1, "unit": "months", "month_end": "overflow"}})
    assert over["due"] == "2027-03-01"


def test_rolling_is_done_once_after_the_extensions():
    more = [{"amount": 1, "unit": "calendar_days"}]
    assert days(5, roll="next_working_day")["due"] == "2026-03-09"  # Saturday 7 March
    assert days(5, roll="next_working_day", extensions=more)["due"] == "2026-03-09"
    assert days(5, roll="previous_working_day", extensions=more)["due"] == "2026-03-06"


def test_a_restart_forgets_the_days_before_it_and_extensions_count_after_it():
    found = days(pauses=[pause("2026-03-05", "2026-03-20", "restart")], extensions=[{"amount": 2, "unit": "weeks"}])
    assert found["due"] == "2026-04-13"
    assert [line["rule"] for line in found["ledger"]] == [
        "restarted: supplement", "paused: supplement", "start", "calendar_day", "extension 1: calendar_day",
    ]  # fmt: skip


def test_only_a_date_that_depends_on_an_unpublished_day_is_provisional():
    until = PLAIN | {"published_until": "2026-03-10"}
    assert not days(6, "working_days", calendar=until)["provisional"]
    assert days(7, "working_days", calendar=until)["provisional"]
    assert not days(30, calendar=until)["provisional"]
    assert days(30, calendar=until, roll="next_working_day")["provisional"]
    assert not days(30, calendar=PLAIN, roll="next_working_day")["provisional"]


def test_half_days_count_and_the_ledger_says_so():
    found = days(5, "working_days", calendar=PLAIN | {"half_days": ["2026-03-05", "2026-03-07"]})
    assert found["due"] == "2026-03-07"
    assert [line["from"] for line in found["ledger"] if line["rule"] == "half_day"] == ["2026-03-05", "2026-03-07"]


def test_hours_keep_the_clock_of_their_start():
    def due(start, **more):
        return days(24, "hours", start, **more)["due"]

    assert due("2026-03-06T10:00") == "2026-03-07T10:00:00"
    assert due("2026-03-06T10:00:00+08:00") == "2026-03-07T10:00:00+08:00"
    assert due("2026-03-06T10:00Z", pauses=[pause("2026-03-06T20:00+08:00", "2026-03-06T21:00+08:00")]) == (
        "2026-03-07T11:00:00+00:00"
    )
    assert due("2026-03-06") == "2026-03-07T00:00:00"
    assert days(24, "hours", "2026-03-06T10:00", pauses=[pause("2026-03-07", "2026-03-09")], as_of="2026-03-06T12:00")[
        "remaining"
    ] == 22  # fmt: skip
