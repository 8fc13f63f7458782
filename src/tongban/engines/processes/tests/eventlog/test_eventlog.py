"""Questions to the event log, over a past whose answers can be told by hand."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from tongban.engines.processes.eventlog import (
    Slice,
    arrivals,
    catches,
    flows,
    follows,
    hand_overs,
    repeats,
    steps,
    totals,
    traces,
    variants,
    versions,
)
from tongban.engines.processes.tests.building import AT
from tongban.engines.processes.tests.eventlog.past import HOUR, past

ALL = Slice("past")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def played(db) -> None:
    past()


def test_totals_count_and_time_what_ended() -> None:
    found = totals(ALL)
    assert (found.instances, dict(found.by_status)) == (6, {"completed": 5, "running": 1})
    assert (round(found.p50), round(found.p90)) == (5 * 3600, 9 * 3600)
    assert (found.first, found.last) == (AT, AT + 50 * HOUR)
    assert [(one.name, one.times) for one in versions(ALL)] == [("v1", 6)]


def test_a_slice_is_bounded_by_period_version_and_unit() -> None:
    assert totals(Slice("past", since=AT + 10 * HOUR, until=AT + 40 * HOUR)).instances == 3
    assert totals(Slice("past", versions=("v2",))).instances == 0
    assert totals(Slice("past", who=("unit:two",))).instances == 6
    assert totals(Slice("past", who=("unit:three",))).instances == 0
    assert totals(Slice("past", since=AT + 900 * HOUR)).by_status == {}


def test_what_follows_what_with_times_between() -> None:
    found = {(one.source, one.target): (one.times, round(one.p50), round(one.p90)) for one in follows(ALL)}
    assert found == {("a", "b"): (5, 3 * 3600, 3 * 3600), ("a", "a"): (2, 2 * 3600, 2 * 3600)}


def test_waiting_and_working_are_told_apart_where_somebody_claimed() -> None:
    a, b = steps(ALL)
    assert (a.element, a.done, a.cancelled, a.who) == ("a", 8, 0, "unit:one")
    assert a.whole is not None
    assert round(a.whole.p50) == 2 * 3600
    assert a.waiting is not None
    assert (a.waiting.count, round(a.waiting.p90)) == (2, 3600)
    assert a.working is not None
    assert round(a.working.p50) == 3600
    assert (b.done, b.waiting) == (5, None)


def test_ways_are_counted_by_their_flows() -> None:
    found = {one.name: one.times for one in flows(ALL)}
    assert (found["g-b"], found["g-j"]) == (6, 2)
    assert catches(ALL) == []


def test_rework_counts_what_was_done_again() -> None:
    assert [(one.element, one.instances, one.again) for one in repeats(ALL)] == [("a", 1, 2)]


def test_hand_overs_go_from_candidate_to_candidate() -> None:
    found = {(one.source, one.target): (one.times, one.cases) for one in hand_overs(ALL)}
    assert found == {("unit:one", "unit:two"): (5, 5), ("unit:one", "unit:one"): (2, 1)}


def test_variants_are_shared_orders_and_rare_ones_are_only_counted() -> None:
    found = variants(ALL, least=2)
    assert [(one.steps, one.instances) for one in found.shown] == [(("a", "b"), 4)]
    assert (found.instances, found.rare, found.rare_instances, found.cut) == (5, 1, 1, False)


def test_arrivals_are_the_gaps_between_starts() -> None:
    found = arrivals(ALL)
    assert found is not None
    assert (found.count, round(found.p50)) == (5, 10 * 3600)


def test_the_stream_tells_each_line_once_with_its_task() -> None:
    found = list(traces(ALL))
    assert [trace.business_key for trace in found] == [f"case-{number}" for number in range(6)]
    lines = [line for trace in found for line in trace.entries]
    assert len({line.id for line in lines}) == len(lines)
    rounds = [line for line in found[4].entries if line.element == "a" and line.kind == "completed"]
    assert len({line.task for line in rounds}) == 3
    assert {line.who for line in rounds} == {"unit:one"}


def test_the_stream_asks_three_times_for_each_batch(django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        list(traces(ALL))


def test_each_question_is_few_statements() -> None:
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as asked:
        totals(ALL), steps(ALL), follows(ALL), repeats(ALL), hand_overs(ALL), variants(ALL), flows(ALL)
    assert len(asked) == 2 + 2 + 1 + 1 + 1 + 1 + 1
