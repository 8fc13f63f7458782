import datetime as dt

import pytest
from django.db import connection

from tongban.engines.processes import api, models, timers
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import Timer
from tongban.engines.processes.tests.building import AT, at_work, done, flows, graph, node, started, timer

ENDS = (node("start", "s"), node("end", "e"))
DAY = dt.timedelta(days=1)


def watched(event: str, key: str = "p", **attributes: str) -> api.Graph:
    late = (node("boundary", "w", event, attachedToRef="a", **attributes), node("user", "late"), node("end", "e2"))
    return graph(*ENDS, node("user", "a"), *late, flows("s>a", "a>e", "w>late", "late>e2"), key=key)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("duration", "P2DT3H", AT + 2 * DAY + dt.timedelta(hours=3)),
        ("duration", "P1W", AT + 7 * DAY),
        ("duration", 'duration("P1D")', AT + DAY),
        ("duration", "limit", AT + 3 * DAY),
        ("duration", "months", dt.datetime(2027, 2, 23, 1, 0, tzinfo=dt.UTC)),
        ("date", "2026-12-01T08:00:00+08:00", dt.datetime(2026, 12, 1, tzinfo=dt.UTC)),
        ("date", "2026-12-01", dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)),
        ("date", "day", dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)),
        ("duration", "text", AT + dt.timedelta(hours=5)),
    ],
)
def test_a_timer_reads_iso_8601_and_feel(kind: str, text: str, expected: dt.datetime):
    known = {"limit": 3 * DAY, "day": dt.date(2026, 12, 1), "text": "PT5H"}
    if text == "months":
        text = 'duration("P3M")'
    assert timers.due(Timer(kind, text, 1), known, "t", AT).at == expected


@pytest.mark.parametrize("text", ["nothing", '"soon"', "P99999999999D", "12", "true"])
def test_a_timer_without_date_or_duration_is_refused(text: str):
    with pytest.raises(ProcessError):
        timers.due(Timer("duration", text, 1), {}, "t", AT)


def test_months_are_counted_by_the_calendar():
    start = dt.datetime(2026, 1, 30, 17, 0, tzinfo=dt.UTC)  # the 31st in the node's zone
    assert timers.after(start, "P1M") == dt.datetime(2026, 2, 27, 17, 0, tzinfo=dt.UTC)
    assert timers.after(start, "P1Y") == dt.datetime(2027, 1, 30, 17, 0, tzinfo=dt.UTC)


pytestmark = pytest.mark.django_db


def test_a_due_timer_fires_once_and_not_before_its_time():
    started(watched(timer("P1D")))
    assert api.tick(at=AT + DAY - dt.timedelta(seconds=1)) == 0
    assert api.tick(at=AT + DAY) == 1
    assert api.tick(at=AT + DAY) == 0
    assert at_work() == ["late"]


def test_a_timer_of_a_completed_task_is_gone():
    started(watched(timer("P1D")))
    done("a")
    assert models.Wait.objects.count() == 0
    assert api.tick(at=AT + 9 * DAY) == 0


def test_the_host_computes_limits_and_a_timer_can_be_moved():
    host, _ = started(watched("<timerEventDefinition/>", tongban_limit="acceptance"))
    found = api.timers(business_key="case-1")[0]
    assert (found.element, found.due, found.properties) == ("w", AT + host.limit, {"limit": "acceptance"})
    api.reschedule(timer=found.id, due=AT + 40 * DAY, by="person:bo", at=AT)
    assert api.tick(at=AT + 39 * DAY) == 0
    assert api.tick(at=AT + 40 * DAY) == 1
    with pytest.raises(api.NotFound):
        api.reschedule(timer=found.id, due=AT, by="person:bo", at=AT)


def test_a_cycle_fires_as_often_as_it_says_each_at_its_own_time():
    started(watched(timer("R3/P1D", "timeCycle"), cancelActivity="false"))
    assert api.tick(at=AT + DAY) == 1
    assert api.tick(at=AT + 9 * DAY) == 2
    assert at_work() == ["a", "late", "late", "late"]
    assert api.timers(business_key="case-1") == []


def test_an_endless_cycle_ends_with_its_task():
    started(watched(timer("R/P1D", "timeCycle"), cancelActivity="false"))
    assert api.tick(at=AT + 5 * DAY, limit=3) == 3
    done("a")
    assert api.tick(at=AT + 50 * DAY) == 0


def test_a_timer_that_cannot_fire_hinders_no_other_and_can_be_freed():
    bad = graph(
        *ENDS,
        node("catch", "c", timer("P1D")),
        node("xor", "g"),
        node("user", "u"),
        node("user", "v"),
        flows("s>c", "c>g", "g>u: ok = 1", "g>v: ok = 2", "u>e", "v>e"),
    )
    other = watched(timer("P2D"), key="q")
    started(bad, other)
    api.start(host="test", definition=("q", "v1"), graph=other, business_key="case-2", data={}, by="x", at=AT)
    assert api.tick(at=AT + 3 * DAY) == 1
    stuck = api.timers(business_key="case-1")[0]
    assert "No way leads on" in stuck.stuck
    assert api.tick(at=AT + 3 * DAY) == 0
    models.Instance.objects.filter(business_key="case-1").update(data={"ok": 1})
    assert api.retry_timer(timer=stuck.id, by="person:op", at=AT).stuck == ""
    assert api.tick(at=AT + 3 * DAY) == 1
    assert at_work() == ["u"]


def test_a_timer_that_begins_when_another_fires_runs_in_the_same_tick_if_it_is_due():
    both = graph(
        *ENDS,
        node("catch", "c", timer("P1D")),
        node("catch", "d", timer("PT0S")),
        node("user", "a"),
        flows("s>c", "c>d", "d>a", "a>e"),
    )
    started(both)
    assert api.tick(at=AT + DAY) == 2
    assert at_work() == ["a"]


YEARLY = graph(
    node("start", "s", timer("R2/P1D", "timeCycle")), node("user", "a"), node("end", "e"), flows("s>a", "a>e")
)


def test_a_scheduled_process_starts_by_the_clock_under_keys_of_its_own():
    host, _ = started(watched(timer("P300D")), YEARLY, key="other")
    host.graphs["p"] = YEARLY
    found = api.schedule(
        host="test", definition=("p", "v2"), graph=YEARLY, business_key="inspection", by="system", at=AT
    )
    assert found == [AT + DAY]
    api.schedule(host="test", definition=("p", "v2"), graph=YEARLY, business_key="inspection", by="system", at=AT)
    assert api.tick(at=AT + 3 * DAY) == 2
    assert api.tick(at=AT + 30 * DAY) == 0
    assert at_work("inspection/20261124T010000Z") == ["a"]
    assert at_work("inspection/20261125T010000Z") == ["a"]


def test_a_task_says_when_it_is_due():
    _, step = started(graph(*ENDS, node("user", "a", tongban_due="P3D"), flows("s>a", "a>e")))
    assert step.tasks[0].due == AT + 3 * DAY
    assert api.task(step.tasks[0].id).due == AT + 3 * DAY


def test_the_poll_does_not_walk_past_timers_of_processes_that_stand_still(django_assert_num_queries):
    found = started(watched(timer("P1D")))[1]
    api.suspend(business_key=found.business_key, reason="an order", by="person:bo", at=AT)
    with django_assert_num_queries(3):  # timers, schedules, letters: none of them comes upon what stands still
        assert api.tick(at=AT + 9 * DAY) == 0
    due = models.Wait.objects.filter(due__lte=AT + 9 * DAY, stuck="", held=False).order_by("due", "id")
    if connection.vendor == "postgresql":  # it would read a table of so few rows as a whole
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "process_due" in due.explain()
    assert not due.exists()
    api.resume(business_key=found.business_key, by="person:bo", at=AT + 9 * DAY)
    assert api.tick(at=AT + 9 * DAY) == 1
