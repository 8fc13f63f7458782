"""What people do around a running process: hand over, urge, copy, send back, take back, add, halt, repair."""

import datetime as dt

import pytest

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import (
    AT,
    at_work,
    done,
    flows,
    graph,
    many,
    node,
    started,
    straight,
    timer,
)

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=5)
LINE = graph(*straight("a", "b", "c"))
FORKED = graph(
    node("start", "s"), node("end", "e"), node("user", "a"), node("and", "f"), node("and", "j"), node("user", "b"),
    node("user", "c"), node("user", "d"), node("user", "z"),
    flows("s>a", "a>f", "f>b", "f>c", "b>d", "d>j", "c>j", "j>z", "z>e"),
)  # fmt: skip
PANEL = graph(
    node("start", "s"), node("user", "w", many('["x", "y"]', done="count(w) >= 3")), node("user", "z"), node("end", "e"),
    flows("s>w", "w>z", "z>e"),
)  # fmt: skip


def task(element: str, key: str = "case-1", index: int = 0) -> api.Task:
    return [one for one in api.tasks(business_key=key, open_only=True) if one.element == element][index]


def kinds(key: str = "case-1") -> list[str]:
    return [event.kind for event in api.history(key)]


def finish(element: str, at: dt.datetime, by: str = "person:bo") -> int:
    found = task(element)
    api.complete(task=found.id, patch={}, by=by, at=at)
    return found.id


def test_a_task_that_is_transferred_is_for_others_only():
    started(LINE)
    found = api.transfer(task=task("a").id, to=["post:other"], assignee="", by="person:bo", at=AT)
    assert (found.candidates, found.assignee) == (("post:other",), "")
    assert not api.worklist(candidates=["post:clerk"]).tasks
    assert [one.element for one in api.worklist(candidates=["post:other"]).tasks] == ["a"]
    with pytest.raises(api.ProcessError):
        api.transfer(task=found.id, to=[], assignee="", by="x", at=AT)


def test_who_was_delegated_a_task_gives_it_back_and_does_not_complete_it():
    started(LINE)
    number = task("a").id
    assert api.delegate(task=number, assignee="person:cy", by="person:bo", at=AT).owner == "person:bo"
    for refused in (
        lambda: api.complete(task=number, patch={}, by="person:cy", at=AT),
        lambda: api.release(task=number, by="person:cy", at=AT),
        lambda: api.complete(task=number, patch={}, by="person:bo", at=AT),
        lambda: api.resolve(task=number, by="person:bo", at=AT),
        lambda: api.delegate(task=number, assignee="person:di", by="person:cy", at=AT),
    ):
        with pytest.raises(api.ProcessError):
            refused()
    back = api.resolve(task=number, by="person:cy", at=AT)
    assert (back.assignee, back.owner) == ("person:bo", "")
    assert api.complete(task=number, patch={}, by="person:bo", at=AT).tasks[0].element == "b"
    assert kinds().count("delegated") == kinds().count("resolved") == 1


def test_urging_is_kept_and_not_repeated_at_once():
    started(LINE)
    number = task("a").id
    before = api.state("case-1")
    api.urge(task=number, by="person:bo", at=AT)
    with pytest.raises(api.ProcessError, match="urged at"):
        api.urge(task=number, by="person:cy", at=AT + dt.timedelta(hours=1))
    api.urge(task=number, by="person:bo", at=LATER)
    assert api.state("case-1") == before
    assert api.urged([number]) == {number: LATER}
    assert kinds().count("urged") == 2


def test_a_copy_is_listed_until_it_is_read_and_hinders_nobody():
    started(LINE)
    assert api.copy(business_key="case-1", to=["post:x", "post:x"], by="person:bo", at=AT, task=task("a").id) == 1
    (found,) = api.copies(references=["post:x", "person:q"])
    assert (found.element, found.name.en, found.seen) == ("a", "Step a", None)
    with pytest.raises(api.NotFound):
        api.seen(copy=found.id, references=["post:y"], at=AT)
    done("a")
    assert api.seen(copy=found.id, references=["post:x"], at=AT)
    assert not api.seen(copy=found.id, references=["post:x"], at=AT)
    assert api.copies(references=["post:x"]) == ()
    api.copy(business_key="case-1", to=["post:x"], by="person:bo", at=LATER)
    assert [one.element for one in api.copies(references=["post:x"])] == [""]
    assert len(api.copies_of("case-1")) == 2


def test_work_goes_back_to_a_step_through_which_every_way_has_led():
    started(LINE, k=1)
    done("a", n=1)
    done("b")
    ways = api.returns(task=task("c").id)
    assert [way.element for way in ways] == ["b", "a"]
    assert [way.cancelled[0][0] for way in ways] == ["c", "c"]
    assert ways[1].again == {"a", "b", "c", "e"}
    api.send_back(task=task("c").id, to="a", reason="面积不对", by="person:bo", at=AT)
    assert at_work() == ["a"]
    assert api.state("case-1")[0].variables == {"k": 1, "n": 1}
    event = next(event for event in api.history("case-1") if event.kind == "returned")
    assert (event.element, event.data["from"], event.data["reason"]) == ("a", "c", "面积不对")
    assert api.state("case-1")[0].returned == ("c",)
    done("a", **{"from": "b"})
    done("b")
    done("c")
    assert api.state("case-1")[0].returned == ()


def test_going_back_before_a_fork_takes_every_branch_away():
    started(FORKED)
    done("a")
    done("c")
    done("b")
    assert [way.element for way in api.returns(task=task("d").id)] == ["b", "a"]
    api.send_back(task=task("d").id, to="b", reason="x", by="person:bo", at=AT)
    assert at_work() == ["b"]
    done("b")
    api.send_back(task=task("d").id, to="a", reason="x", by="person:bo", at=AT)
    assert at_work() == ["a"]
    for element in ("a", "b", "c", "d", "z"):
        done(element)
    assert api.state("case-1")[0].status == "completed"


def test_nothing_goes_back_without_a_reason_or_to_where_it_may_not():
    started(FORKED)
    done("a")
    number = task("b").id
    for to, reason in (("a", " "), ("j", "x"), ("c", "x"), ("b", "x"), ("nothing", "x"), ("z", "x")):
        with pytest.raises(api.ProcessError):
            api.send_back(task=number, to=to, reason=reason, by="person:bo", at=AT)
    api.claim(task=number, by="person:cy", at=AT)
    with pytest.raises(api.Held):
        api.send_back(task=number, to="a", reason="x", by="person:bo", at=AT)
    assert at_work() == ["b", "c"]


def test_a_token_that_has_left_the_region_forbids_going_back():
    """Two ways lead to m, so x does not dominate it; going back to x from beside m would do m twice."""
    model = graph(
        node("start", "s"), node("end", "e"), node("xor", "g", default="g-x"), node("user", "x"), node("and", "f"),
        node("user", "p1"), node("user", "q"), node("xor", "n"), node("user", "m"), node("and", "f2"),
        node("user", "p2"), node("user", "q2"), node("xor", "n2"), node("and", "j"),
        flows(
            "s>g", "g>x", "g>f2: other", "x>f", "f>p1", "f>q", "q>n", "f2>p2", "f2>q2", "q2>n", "n>m", "p1>n2", "p2>n2",
            "n2>j", "m>j", "j>e",
        ),
    )  # fmt: skip
    started(model, other=False)
    done("x")
    assert [way.element for way in api.returns(task=task("p1").id)] == ["x"]
    done("q")
    assert at_work() == ["m", "p1"]
    assert api.returns(task=task("p1").id) == ()


def test_a_step_is_taken_back_while_nobody_has_begun_what_followed():
    started(LINE)
    first = finish("a", AT)
    with pytest.raises(api.ProcessError):
        api.recall(task=first, by="person:cy", at=LATER)
    assert api.recallable(task=first, by="person:bo", at=LATER)
    api.recall(task=first, by="person:bo", at=LATER)
    assert at_work() == ["a"]
    again = finish("a", LATER + dt.timedelta(minutes=1))
    api.claim(task=task("b").id, by="person:cy", at=LATER)
    assert not api.recallable(task=again, by="person:bo", at=LATER)
    with pytest.raises(api.ProcessError):
        api.recall(task=again, by="person:bo", at=LATER)
    assert at_work() == ["b"]


def test_a_branch_is_taken_back_from_its_join_while_the_other_works_on():
    started(FORKED)
    finish("a", AT + dt.timedelta(minutes=1))
    mine = finish("c", AT + dt.timedelta(minutes=2), by="person:cy")
    finish("b", AT + dt.timedelta(minutes=3))
    api.recall(task=mine, by="person:cy", at=LATER)
    assert at_work() == ["c", "d"]
    finish("d", LATER + dt.timedelta(minutes=1))
    last = finish("c", LATER + dt.timedelta(minutes=2), by="person:cy")
    with pytest.raises(api.ProcessError):
        api.recall(task=last, by="person:cy", at=LATER + dt.timedelta(minutes=3))
    assert at_work() == ["z"]


def test_a_party_is_added_while_the_step_is_open_and_refused_afterwards():
    started(PANEL)
    last = task("w").id
    api.add_party(task=last, item="u", by="person:bo", at=AT)
    assert api.parties(task=last) == ("x", "y", "u")
    assert [one.item for one in api.tasks(business_key="case-1", open_only=True)] == ["x", "y", "u"]
    with pytest.raises(api.ProcessError, match="already"):
        api.add_party(task=last, item="x", by="person:bo", at=AT)
    for _one in range(3):
        done("w")
    assert at_work() == ["z"]
    with pytest.raises(api.AlreadyDone):
        api.add_party(task=last, item="v", by="person:bo", at=AT)
    with pytest.raises(api.ProcessError, match="alone"):
        api.add_party(task=task("z").id, item="v", by="person:bo", at=AT)


def test_nothing_moves_while_a_process_is_suspended():
    model = graph(
        node("start", "s"), node("user", "a"), node("boundary", "w", timer("PT1H"), attachedToRef="a"),
        node("user", "late"), node("end", "e"), node("end", "e2"), flows("s>a", "a>e", "w>late", "late>e2"),
    )  # fmt: skip
    started(model)
    assert api.suspend(business_key="case-1", reason="复议", by="person:bo", at=AT) == 1
    assert api.suspend(business_key="case-1", reason="复议", by="person:bo", at=AT) == 0
    with pytest.raises(api.Suspended):
        done("a")
    assert api.tick(at=LATER) == 0
    assert (api.state("case-1")[0].status, at_work()) == ("suspended", ["a"])
    assert api.resume(business_key="case-1", by="person:bo", at=LATER) == 1
    assert api.tick(at=LATER) == 1
    assert at_work() == ["late"]
    assert {"suspended", "resumed"} <= set(kinds())


def test_a_suspended_process_can_be_cancelled():
    started(LINE)
    api.suspend(business_key="case-1", reason="x", by="person:bo", at=AT)
    assert api.cancel(business_key="case-1", by="person:bo", at=AT, reason="withdrawn") == 1
    assert api.state("case-1")[0].status == "cancelled"


def test_an_administrator_moves_a_token_and_sets_a_variable():
    _, step = started(LINE, k=1)
    what = api.Repair(take=(api.spots(instance=step.instance)[0].number,), put=(("c", 0),), variables={"k": 2})
    found = api.repair(instance=step.instance, what=what, reason="误录", by="person:ad", at=AT)
    assert [spot.element for spot in found] == at_work() == ["c"]
    event = api.history("case-1")[-3:]
    line = next(one for one in event if one.kind == "repaired")
    assert (line.by, line.data["reason"], line.data["before"]["variables"]["k"]) == ("person:ad", "误录", 1)
    assert line.data["after"]["variables"] == {"k": 2}


def test_a_repair_that_no_run_comes_to_is_done_only_when_it_is_wanted_all_the_same():
    _, step = started(FORKED)
    what = api.Repair(put=(("z", 0),))
    with pytest.raises(api.Doubtful):
        api.repair(instance=step.instance, what=what, reason="x", by="person:ad", at=AT)
    assert at_work() == ["a"]
    api.repair(instance=step.instance, what=what, reason="x", anyway=True, by="person:ad", at=AT)
    assert at_work() == ["a", "z"]


@pytest.mark.parametrize(
    "what",
    [
        api.Repair(),
        api.Repair(take=(99,)),
        api.Repair(take=(1,)),
        api.Repair(put=(("nothing", 0),)),
        api.Repair(put=(("j", 0),)),
        api.Repair(put=(("s", 0),)),
        api.Repair(put=(("b", 7),)),
        api.Repair(variables={"k": object()}),
    ],
)
def test_a_senseless_repair_changes_nothing(what):
    _, step = started(FORKED)
    rows = list(models.Token.objects.values())
    with pytest.raises(api.ProcessError):
        api.repair(instance=step.instance, what=what, reason="x", by="person:ad", at=AT)
    assert list(models.Token.objects.values()) == rows
