"""Instances moved to another version of their process: what goes with them, what forbids it, many at a time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import (
    AT,
    MESSAGE,
    Host,
    at_work,
    done,
    flows,
    graph,
    many,
    node,
    straight,
    timer,
)
from tongban.engines.processes.tests.test_faults import CrashBefore, CrashError

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
OLD = graph(*straight("a", "b", "c"))
PLAN = {"source": "v1", "target": "v2"}


class Versions(Host):
    """A host that knows two versions of each process."""

    def __init__(self, old: api.Graph, new: api.Graph) -> None:
        super().__init__(old)
        self.versions = {"v1": old, "v2": new}

    def graph(self, key: str, version: str | None) -> tuple[api.Graph, str]:  # noqa: ARG002
        return self.versions[version or "v2"], version or "v2"

    def task_moved(self, task: api.Task, at: dt.datetime) -> None:  # noqa: ARG002
        self.log.append(("moved", task.element))

    def migrated(self, business_key: str, definition: tuple[str, str], instance: int, at: dt.datetime) -> None:  # noqa: ARG002
        self.log.append(("version", definition[1]))


def begun(old: api.Graph, new: api.Graph, *keys: str, **data: object) -> Versions:
    host = Versions(old, new)
    api.register_host("test", host)
    for key in keys or ("case-1",):
        api.start(host="test", definition=("p", "v1"), graph=old, business_key=key, data=data, by="x", at=AT)
    return host


def move(mapping: dict[str, str] | None = None, **more: str) -> api.Moving:
    terms = {"host": "test", "key": "p", **PLAN, **more}
    whole = api.suggested(host="test", key="p", **PLAN) | (mapping or {})
    number = api.propose(**terms, mapping=whole, reason="新办法", by="person:ann", at=AT)
    api.confirm(migration=number, by="person:ben", at=AT)
    while api.advance(at=AT + HOUR, limit=2):
        pass
    return api.moving(migration=number)


def test_a_task_moves_with_its_data_its_holder_and_its_number():
    new = graph(*straight("a", "x", "b", "c"))
    host = begun(OLD, new, k=1)
    done("a", n=2)
    task = api.tasks(business_key="case-1", open_only=True)[0]
    api.claim(task=task.id, by="person:cy", at=AT)
    found = move()
    assert (found.state, found.moved, found.refused) == ("done", 1, 0)
    state = api.state("case-1")[0]
    assert (state.definition, state.variables) == (("p", "v2"), {"k": 1, "n": 2})
    kept = api.task(task.id)
    assert (kept.element, kept.assignee, kept.candidates) == ("b", "person:cy", task.candidates)
    assert ("moved", "b") in host.log
    assert ("version", "v2") in host.log
    api.complete(task=task.id, patch={}, by="person:cy", at=AT)
    done("c")
    assert api.state("case-1")[0].status == "completed"


def test_a_renamed_step_is_suggested_by_its_name_or_its_neighbours():
    new = graph(
        node("start", "s"), node("end", "e"), node("user", "a"), node("user", "neu").replace("步neu", "步b").replace("Step neu", "Step b"),
        node("user", "c"), flows("s>a", "a>neu", "neu>c", "c>e"),
    )  # fmt: skip
    begun(OLD, new)
    assert api.suggested(host="test", key="p", **PLAN)["b"] == "neu"
    other = graph(*straight("a", "quite", "c"))
    begun(OLD, other, "case-2")
    assert api.suggested(host="test", key="p", **PLAN)["b"] == "quite"


def test_timers_keep_their_due_time_and_new_ones_begin_now():
    def model(old: str, *more: str, lines: tuple[str, ...] = ()) -> api.Graph:
        return graph(
            node("start", "s"), node("user", "a"), node("end", "e"), node("end", "e2"),
            node("boundary", old, timer("P10D"), attachedToRef="a"), *more, flows("s>a", "a>e", f"{old}>e2", *lines),
        )  # fmt: skip

    extra = (node("boundary", "new", timer("P2D"), attachedToRef="a", cancelActivity="false"), node("end", "e3"))
    begun(model("w"), model("w2", *extra, lines=("new>e3",)))
    move({"w": "w2"})
    assert {(one.element, one.due) for one in api.timers(business_key="case-1")} == {
        ("w2", AT + dt.timedelta(days=10)),
        ("new", AT + HOUR + dt.timedelta(days=2)),
    }
    assert api.tick(at=AT + dt.timedelta(days=3)) == 1
    assert api.tick(at=AT + dt.timedelta(days=11)) == 1
    assert api.state("case-1")[0].status == "completed"


def test_an_event_that_the_new_version_does_not_wait_for_is_dropped():
    old = graph(
        node("start", "s"), node("user", "a"), node("end", "e"), node("end", "e2"),
        node("boundary", "w", MESSAGE, attachedToRef="a"), flows("s>a", "a>e", "w>e2"),
    )  # fmt: skip
    begun(old, graph(*straight("a")))
    assert move().moved == 1
    assert api.message(business_key="case-1", name="news", data={}, by="x", at=AT) is None
    assert at_work() == ["a"]


def test_where_no_run_of_the_new_version_stands_an_instance_stays():
    old = graph(
        node("start", "s"), node("and", "f"), node("and", "j"), node("user", "a"), node("user", "b"), node("end", "e"),
        flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>e"),
    )  # fmt: skip
    new = graph(
        node("start", "s"), node("xor", "f", default="f-a"), node("user", "a"), node("user", "b"), node("end", "e"),
        flows("s>f", "f>a", "f>b: k", "a>e", "b>e"),
    )  # fmt: skip
    begun(old, new, "case-1", "case-2")
    done("a", key="case-2")
    found = api.preview(host="test", key="p", **PLAN, mapping=api.suggested(host="test", key="p", **PLAN))
    assert (found.total, found.looked, found.can) == (2, 2, 0)
    assert {(one.obstacle.code, one.count) for one in found.reasons} == {("unreachable", 1), ("unmapped", 1)}
    result = move()
    assert (result.moved, result.refused) == (0, 2)
    assert [key for _n, key, _why in api.stayed(migration=result.id)] == ["case-1", "case-2"]
    assert at_work("case-1") == ["a", "b"]
    assert api.state("case-1")[0].definition[1] == "v1"


def test_a_branch_parked_at_a_join_moves_with_the_flow_by_which_it_came():
    parts = (node("start", "s"), node("and", "f"), node("and", "j"), node("user", "a"), node("user", "b"))
    lines = ("s>f", "f>a", "f>b", "a>j", "b>j")
    old = graph(*parts, node("end", "e"), flows(*lines, "j>e"))
    new = graph(*parts, node("user", "z"), node("end", "e"), flows(*lines, "j>z", "z>e"))
    begun(old, new)
    done("a")
    assert move().moved == 1
    done("b")
    assert at_work() == ["z"]


def test_several_parties_move_together_but_not_to_a_step_of_one():
    def model(several: bool) -> api.Graph:
        return graph(
            node("start", "s"), node("user", "w", many('["x", "y"]') if several else ""), node("user", "z"),
            node("end", "e"), flows("s>w", "w>z", "z>e"),
        )  # fmt: skip

    begun(model(True), model(True))
    done("w")
    assert move().moved == 1
    done("w")
    assert at_work() == ["z"]
    begun(model(True), model(False), "case-2")
    api.propose(host="test", key="p", **PLAN, mapping={}, reason="x", by="person:ann", at=AT)
    assert api.preview(host="test", key="p", **PLAN, mapping={"w": "w"}).reasons[0].obstacle.code == "several"


def test_a_second_person_confirms_and_one_migration_is_open_at_a_time():
    begun(OLD, graph(*straight("a", "b")))
    terms = {"host": "test", "key": "p", **PLAN, "mapping": {}, "by": "person:ann", "at": AT}
    for wrong in ({"reason": " "}, {"target": "v1"}, {"mapping": {"a": "nothing"}}, {"mapping": {"a": "s"}}):
        with pytest.raises(api.ProcessError):
            api.propose(**{**terms, "reason": "x", **wrong})
    number = api.propose(**terms, reason="x")
    with pytest.raises(api.ProcessError):
        api.propose(**terms, reason="x")
    with pytest.raises(api.ProcessError):
        api.confirm(migration=number, by="person:ann", at=AT)
    assert api.advance(at=AT) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Migration.objects.filter(pk=number).update(state="running", settled_by="person:ann")
    api.give_up(migration=number, by="person:ann", at=AT)
    with pytest.raises(api.ProcessError):
        api.confirm(migration=number, by="person:ben", at=AT)
    assert api.moving(migration=number).state == "cancelled"
    assert api.propose(**terms, reason="x") != number


def test_a_migration_that_is_given_up_leaves_the_rest_where_they_are():
    keys = [f"case-{number}" for number in range(5)]
    begun(OLD, graph(*straight("a", "b")), *keys)
    number = api.propose(host="test", key="p", **PLAN, mapping={"a": "a"}, reason="x", by="person:ann", at=AT)
    api.confirm(migration=number, by="person:ben", at=AT)
    assert api.advance(at=AT, limit=2) == 2
    api.give_up(migration=number, by="person:cy", at=AT)
    assert api.advance(at=AT) == 0
    assert [api.state(key)[0].definition[1] for key in keys] == ["v2", "v2", "v1", "v1", "v1"]


def test_a_crash_before_any_statement_lets_the_migration_go_on_and_moves_each_once():
    keys = [f"case-{number}" for number in range(3)]
    begun(OLD, graph(*straight("a", "b")), *keys)
    number = api.propose(host="test", key="p", **PLAN, mapping={"a": "a"}, reason="x", by="person:ann", at=AT)
    api.confirm(migration=number, by="person:ben", at=AT)
    crashes = 0
    for statement in range(400):
        crash = CrashBefore(statement)
        try:
            with transaction.atomic(), connection.execute_wrapper(crash):
                api.advance(at=AT)
        except CrashError:
            crashes += 1
            found = api.moving(migration=number)
            versions = [api.state(key)[0].definition[1] for key in keys]
            assert versions.count("v2") == found.moved
        if not crash.crashed:
            break
    assert crashes > 30
    assert (api.moving(migration=number).state, api.moving(migration=number).moved) == ("done", 3)
    lines = [event.kind for key in keys for event in api.history(key)]
    assert lines.count("migrated") == 3
