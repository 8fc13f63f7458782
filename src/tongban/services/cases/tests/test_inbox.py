"""The inbox: whose, in which order, how many; the same number of queries for one case and for many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tongban.services.cases import api as cases
from tongban.services.cases.api.inbox import _filtered, _paths, _reach
from tongban.services.cases.models import Case, Clock, Involvement, Matter, Work
from tongban.services.cases.models.case import FAR
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db


def numbers(by: Subject, at: dt.datetime, **filters: str) -> list[str]:
    return [row.number for row in cases.inbox(by=by, at=at, filters=cases.Filters(**filters)).rows]


def test_the_most_urgent_comes_first_and_each_unit_sees_its_own(submitted, do, official, at: dt.datetime) -> None:
    first, second = submitted().number, submitted("opening", at=at - DAY).number
    filing = submitted("filing").number
    assert numbers(official("market.clerk"), at) == [second, first]
    assert numbers(official("health.clerk"), at) == [second]
    assert numbers(official("fire.clerk"), at) == [filing]
    do(first, "accept", "market.clerk")
    assert numbers(official("market.clerk"), at) == [second, first]


def test_a_leader_of_several_units_sees_each_case_once(submitted, official, at: dt.datetime) -> None:
    submitted("opening")
    page = cases.inbox(by=official("mayor"), at=at)
    assert [row.role for row in page.rows] == ["lead"]
    assert page.counts.total == 1


def test_nobody_else_sees_anything(submitted, resident: Subject, official, at: dt.datetime) -> None:
    submitted()
    nobody = Subject(kind="official", person="x", name="X")
    for subject in (resident, nobody):
        page = cases.inbox(by=subject, at=at)
        assert (page.rows, page.counts.total) == ((), 0)


def test_filters(submitted, do, official, at: dt.datetime) -> None:
    clerk = official("market.clerk")
    late, fresh = submitted(at=at - 30 * DAY).number, submitted().number
    do(fresh, "accept", "market.clerk")
    assert numbers(clerk, at, state="accepted") == [fresh]
    assert numbers(clerk, at, state="closed") == []
    assert numbers(clerk, at, light="red") == [late]
    assert numbers(clerk, at, light="green") == [fresh]
    assert numbers(clerk, at, offer="food", who="team") == [late, fresh]
    assert numbers(clerk, at, unit="c.health") == []
    assert numbers(clerk, at, text=fresh) == [fresh]
    assert numbers(clerk, at, text=fresh.replace("-", "").lower()) == [fresh]
    assert numbers(clerk, at, text="430700-2026") == [late, fresh]
    assert numbers(clerk, at, text="nothing") == []
    assert numbers(clerk, at, who="mine") == []
    task = cases.desk_case(number=fresh, by=clerk, at=at).tasks[0].task
    cases.claim(task=task, by=clerk, at=at)
    assert numbers(clerk, at, who="mine") == [fresh]
    counts = cases.inbox(by=clerk, at=at).counts
    assert (counts.total, counts.red, counts.green, counts.submitted, counts.accepted, counts.mine) == (
        2,
        1,
        1,
        1,
        1,
        1,
    )


def test_a_list_shows_no_full_name_of_a_person(submitted, official, at: dt.datetime) -> None:
    submitted()
    row = cases.inbox(by=official("market.clerk"), at=at).rows[0]
    assert row.applicant == "王＊＊"
    assert row.tasks[0].name.en == "Step accept"


def test_pages_follow_one_another(submitted, official, at: dt.datetime) -> None:
    made = [submitted().number for _ in range(5)]
    seen, after = [], ""
    while True:
        page = cases.inbox(by=official("market.clerk"), at=at, after=after, limit=2)
        seen += [row.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == made


@pytest.mark.parametrize("filters", [{}, {"who": "team"}, {"who": "mine"}, {"light": "red"}, {"text": "430700-2026"}])
def test_the_number_of_queries_does_not_grow(
    submitted, official, at: dt.datetime, filters: dict[str, str], django_assert_max_num_queries
) -> None:
    clerk = official("market.clerk")
    for _ in range(3):
        submitted()
        with django_assert_max_num_queries(8):
            cases.inbox(by=clerk, at=at, filters=cases.Filters(**filters))


def test_the_number_of_queries_of_a_case_does_not_grow(
    submitted, do, official, resident: Subject, at: dt.datetime
) -> None:
    from django.test.utils import CaptureQueriesContext

    def count(number: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as desk:
            cases.desk_case(number=number, by=official("market.clerk"), at=at)
        with CaptureQueriesContext(connection) as own:
            cases.case(number=number, by=resident, at=at)
        return len(desk), len(own)

    number = submitted().number
    do(number, "accept", "market.clerk")
    before = count(number)
    do(number, "examine", "market.clerk", recommendation="grant")
    for unit in ("market", "health", "fire"):
        do(number, "inspect", f"{unit}.clerk", passed=True, findings="ok", answers={"sinks": "2"})
    after = count(number)
    assert after[0] <= before[0] + 10  # whether a step can be taken back, with what others answered in it
    assert after[1] <= before[1] + 2
    assert before[0] < 60


def test_the_list_and_the_applicant_see_the_same_last_day(
    submitted, resident: Subject, official, at: dt.datetime
) -> None:
    number = submitted().number
    (row,) = cases.inbox(by=official("market.clerk"), at=at).rows
    assert row.due == cases.case(number=number, by=resident, at=at).summary.due


def test_what_the_desk_lists_is_what_is(submitted, do, resident: Subject, at: dt.datetime) -> None:
    first, second, third = submitted("opening").number, submitted().number, submitted().number
    do(first, "accept", "market.clerk")
    do(first, "decide", "market.leader", outcome="granted", article=0)
    do(second, "accept", "market.clerk")
    cases.withdraw(number=third, by=resident, at=at)
    for case in Case.objects.all():
        running = Clock.objects.filter(
            case=case, matter=None, stopped_at=None, kind__in=("acceptance", "handling")
        ).first()
        assert case.due_at == (running.due_at if running else FAR)
        rows = {row.unit: row for row in Involvement.objects.filter(case=case)}
        assert set(rows) >= {matter.unit for matter in Matter.objects.filter(case=case)}
        assert set(rows) >= {work.unit for work in Work.objects.filter(case=case)}
        assert {(row.open, row.state) for row in rows.values()} == {(case.open, case.state)}


@pytest.mark.parametrize("who", ["", "team"])
def test_the_page_is_read_from_an_index(submitted, official, at: dt.datetime, who: str) -> None:
    wanted = cases.Filters(who=who)
    clerk = official("market.clerk")
    rows = _filtered(_reach(clerk, at=at, paths=_paths(clerk, wanted), across=True), wanted, at, clerk)
    plan = rows.order_by("due_at", "pk")[:50].explain()
    assert "cases_desk_" in plan or connection.vendor == "postgresql"
    if who == "team" and connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite; PostgreSQL chooses by statistics")
@pytest.mark.parametrize("who", ["", "team"])
def test_counts_are_read_from_indexes_alone(submitted, official, at: dt.datetime, who: str) -> None:
    clerk = official("market.clerk")
    with CaptureQueriesContext(connection) as queries:
        cases.inbox(by=clerk, at=at, filters=cases.Filters(who=who))
    counted = [one["sql"] for one in queries if "COUNT(" in one["sql"]]
    assert len(counted) == 3  # by state and light, taken tasks, unread
    with connection.cursor() as cursor:
        for sql in counted:
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            steps = [row[3] for row in cursor.fetchall() if "cases_" in row[3]]
            assert all("COVERING INDEX" in step for step in steps), (sql, steps)


anything = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    ["|", "2026-01-01|x", "9999-12-31T00:00:00+00:00|1", "１|２"]
)


@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=anything, after=anything, unit=anything, offer=anything, state=anything)
def test_no_filter_is_an_error(  # noqa: PLR0917 (one name a filter)
    official, at: dt.datetime, text: str, after: str, unit: str, offer: str, state: str
) -> None:
    clerk = official("market.clerk")
    cases.inbox(by=clerk, at=at, filters=cases.Filters(text=text), after=after)
    cases.inbox(by=clerk, at=at, filters=cases.Filters(unit=unit, offer=offer, state=state, light=text), after=after)
    cases.my_cases(by=clerk, at=at, after=after)
