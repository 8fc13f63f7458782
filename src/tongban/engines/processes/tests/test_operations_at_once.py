"""Two people do the same thing at once: exactly one wins, and the other hears why; a crash leaves nothing half done."""

import datetime as dt

import pytest

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import AT, at_work, done, graph, started, straight
from tongban.engines.processes.tests.test_faults import crashing
from tongban.engines.processes.tests.test_moving import begun
from tongban.engines.processes.tests.test_withdrawing import MINUTE, Desk, panel

LINE = graph(*straight("a", "b", "c"))
LATER = AT + dt.timedelta(hours=1)


def task(element: str, key: str) -> int:
    return next(one.id for one in api.tasks(business_key=key, open_only=True) if one.element == element)


def tried(act):
    def work() -> str:
        try:
            act()
        except api.ProcessError as error:
            return type(error).__name__
        return "mine"

    return work


def back(number: int, by: str):
    return tried(lambda: api.send_back(task=number, to="a", reason="x", by=by, at=LATER))


def test_two_send_the_same_work_back_and_one_does(shared):
    for place in range(4):
        key = f"case-{place}"
        started(LINE, key=key)
        done("a", key=key)
        number = task("b", key)
        assert sorted(shared(back(number, "person:x"), back(number, "person:y"))) == ["AlreadyDone", "mine"]
        assert at_work(key) == ["a"]


def test_a_step_is_taken_back_or_the_next_is_claimed_never_both(shared):
    for place in range(6):
        key = f"case-{place}"
        started(LINE, key=key)
        first = task("a", key)
        api.complete(task=first, patch={}, by="person:bo", at=AT)
        second = task("b", key)
        found = shared(
            tried(lambda: api.recall(task=first, by="person:bo", at=LATER)),  # noqa: B023 (called at once)
            tried(lambda: api.claim(task=second, by="person:cy", at=LATER)),  # noqa: B023 (the same)
        )
        assert found in (["mine", "AlreadyDone"], ["TooLate", "mine"])
        assert at_work(key) == (["a"] if found[0] == "mine" else ["b"])


def test_one_of_two_who_urge_at_once_is_told_that_it_was_urged(shared):
    started(LINE)
    number = task("a", "case-1")
    urge = tried(lambda: api.urge(task=number, by="person:x", at=AT))
    assert sorted(shared(urge, urge)) == ["TooSoon", "mine"]


def test_two_workers_move_each_instance_once(shared):
    keys = [f"case-{place}" for place in range(8)]
    begun(LINE, graph(*straight("a", "b")), *keys)
    number = api.propose(
        host="test", key="p", source="v1", target="v2", mapping={"a": "a"}, reason="x", by="person:ann", at=AT
    )
    api.confirm(migration=number, by="person:ben", at=AT)
    assert sum(shared(lambda: api.advance(at=AT), lambda: api.advance(at=AT))) == len(keys)
    found = api.moving(migration=number)
    assert (found.state, found.moved, found.refused) == ("done", len(keys), 0)
    moved = [event.kind for key in keys for event in api.history(key)].count("migrated")
    assert moved == len(keys)


@pytest.mark.django_db
def test_a_crash_before_any_statement_of_an_operation_changes_nothing():
    started(LINE, key="case")
    api.complete(task=task("a", "case"), patch={}, by="person:bo", at=AT)
    first = api.tasks(business_key="case")[0].id
    instance = api.state("case")[0].instance
    acts = [
        lambda: api.recall(task=first, by="person:bo", at=LATER),
        lambda: api.transfer(task=task("a", "case"), to=["post:x"], assignee="person:cy", by="person:bo", at=LATER),
        lambda: api.delegate(task=task("a", "case"), assignee="person:di", by="person:cy", at=LATER),
        lambda: api.resolve(task=task("a", "case"), by="person:di", at=LATER),
        lambda: api.complete(task=task("a", "case"), patch={}, by="person:cy", at=LATER),
        lambda: api.send_back(task=task("b", "case"), to="a", reason="x", by="person:bo", at=LATER),
        lambda: api.suspend(business_key="case", reason="x", by="person:bo", at=LATER),
        lambda: api.resume(business_key="case", by="person:bo", at=LATER),
        lambda: api.repair(
            instance=instance, what=api.Repair(variables={"k": 1}), reason="x", by="person:bo", at=LATER
        ),
    ]
    assert all(crashing(act) > 3 for act in acts)
    assert at_work("case") == ["a"]


def test_at_once_an_answer_is_withdrawn_or_the_next_step_begun_and_nothing_twice(shared):
    for place in range(4):
        desk = Desk(panel("ab"), key=f"case-{place}")
        desk.answer("a")
        later = desk.at + MINUTE
        back = tried(lambda: api.recall(task=desk.mine["a"], by="person:a", at=later))  # noqa: B023 (called at once)
        last = desk.open()["b"]
        other = tried(lambda: api.complete(task=last, patch={"says": "no"}, by="person:b", at=later))  # noqa: B023
        assert sorted(shared(back, other, back)) == ["TooLate", "mine", "mine"]
        assert sorted(desk.open()) == ["a"]
        desk.answer("a")
        second = desk.open()["z"]
        back = tried(lambda: api.recall(task=desk.mine["a"], by="person:a", at=later))  # noqa: B023
        begin = tried(lambda: api.claim(task=second, by="person:q", at=later))  # noqa: B023
        assert shared(back, begin) in (["mine", "AlreadyDone"], ["TooLate", "mine"])
