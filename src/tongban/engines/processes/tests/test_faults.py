"""A crash before any statement leaves everything as it was, and the same command then succeeds."""

import pytest
from django.db import OperationalError, connection

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import AT, MESSAGE, Host, flows, graph, many, node, timer

pytestmark = pytest.mark.django_db
INNER = graph(node("start", "s"), node("user", "i"), node("end", "e"), flows("s>i", "i>e"), key="inner")
RICH = graph(
    node("start", "s"), node("end", "e"), node("and", "f"), node("and", "j"),
    node("user", "a"), node("boundary", "w", timer("P1D"), attachedToRef="a"), node("end", "e2"),
    node("user", "b", many('["x", "y"]')), node("call", "c", calledElement="inner"),
    node("service", "t", tongban_operation="o"), node("catch", "m1", MESSAGE),
    flows("s>f", "f>a", "f>b", "f>c", "f>m1", "w>e2", "a>j", "b>j", "c>j", "m1>t", "t>j", "j>e"),
)  # fmt: skip


class CrashError(OperationalError):
    pass


class CrashBefore:
    """Lets so many statements pass, then fails once."""

    def __init__(self, number: int) -> None:
        self.left, self.crashed = number, False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not self.crashed:
            self.crashed = True
            raise CrashError(sql)
        self.left -= 1
        return execute(sql, params, many, context)


def picture() -> list[object]:
    """Every row of every table of the block."""
    tables = [models.Instance, models.Token, models.Task, models.Candidate, models.Wait, models.Call, models.History]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def crashing(command) -> int:
    """Runs a command with a crash before its first, second, … statement; returns how many there were."""
    before = picture()
    for number in range(200):
        crash = CrashBefore(number)
        try:
            with connection.execute_wrapper(crash):
                command()
        except CrashError:
            assert picture() == before
            continue
        assert not crash.crashed
        assert picture() != before
        return number
    raise AssertionError("never came through")


def task(element: str) -> int:
    return next(one.id for one in api.tasks(business_key="case", open_only=True) if one.element == element)


def test_a_crash_before_any_statement_of_a_whole_run_changes_nothing():
    api.register_host("test", Host(RICH, INNER))
    commands = [
        lambda: api.start(
            host="test", definition=("p", "v1"), graph=RICH, business_key="case", data={"k": 1}, by="x", at=AT
        ),
        lambda: api.complete(task=task("b"), patch={"n": 1}, by="x", at=AT),
        lambda: api.message(business_key="case", name="news", data={"m": 1}, by="x", at=AT),
        lambda: api.claim(task=task("b"), by="x", at=AT),
        lambda: api.complete(task=task("b"), patch={"n": 2}, by="x", at=AT),
        lambda: api.complete(task=task("i"), patch={}, by="x", at=AT),
        lambda: api.finish_call(call=api.calls(business_key="case")[0].id, patch={"o": 1}, at=AT),
        lambda: api.complete(task=task("a"), patch={}, by="x", at=AT),
    ]
    assert all(crashing(command) > 5 for command in commands)
    found = api.state("case")[0]
    assert (found.status, found.variables["k"], found.variables["o"], len(found.variables["b"])) == (
        "completed",
        1,
        1,
        2,
    )
    assert models.Token.objects.count() == 0


def test_a_crash_while_cancelling_changes_nothing():
    api.register_host("test", Host(RICH, INNER))
    api.start(host="test", definition=("p", "v1"), graph=RICH, business_key="case", data={}, by="x", at=AT)
    assert crashing(lambda: api.cancel(business_key="case", by="x", at=AT, reason="r")) > 10
    assert models.Instance.objects.filter(status="running").count() == 0


def test_a_crash_while_a_timer_fires_lets_it_fire_later_and_once():
    api.register_host("test", Host(RICH, INNER))
    api.start(host="test", definition=("p", "v1"), graph=RICH, business_key="case", data={}, by="x", at=AT)
    crashes = 0
    for number in range(60):
        crash = CrashBefore(number)
        try:
            with connection.execute_wrapper(crash):
                api.tick(at=AT.replace(day=25))
        except CrashError:
            crashes += 1
        if not crash.crashed:
            break
        assert not models.Wait.objects.exclude(stuck="").exists()
    assert crashes > 10
    assert [event.element for event in api.history("case") if event.kind == "fired"] == ["w"]
