import pytest

from tongban.engines.processes.tests.building import (
    ERROR,
    MESSAGE,
    SIGNAL,
    UP,
    around,
    flows,
    many,
    node,
    straight,
    timer,
    when,
)
from tongban.engines.processes.tests.scripted import run, tasks, told

TRIGGERS = {
    MESSAGE: {"message": "news"},
    SIGNAL: {"signal": "alarm"},
    timer("PT1H"): {"advance": "PT1H"},
    when("n > 1"): {"message": "news", "data": {"n": 2}},
    UP: {"escalation": "up", "at": "a"},
    ERROR: {"error": "broken", "at": "a"},
}


def listening(trigger: str) -> tuple[str, ...]:
    """A second listener that brings data in, for conditions."""
    return (around(MESSAGE, "m", interrupting=False),) if "condition" in trigger else ()


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_one_that_interrupts_ends_everything_else_in_its_scope(trigger: str):
    parts = (*straight("a", "b"), around(trigger, "h"), *listening(trigger))
    outcome = run(*parts, script=(TRIGGERS[trigger], "h-t"))
    assert "a" in told(outcome, "cancelled")
    assert (tasks(outcome), outcome.state) == (["h-t"], "completed")


@pytest.mark.parametrize("trigger", [one for one in TRIGGERS if one != ERROR])
def test_one_that_does_not_interrupt_runs_beside_its_scope(trigger: str):
    parts = (*straight("a"), around(trigger, "h", interrupting=False), *listening(trigger))
    outcome = run(*parts, script=(TRIGGERS[trigger], "a", "m-t"))
    assert (outcome.state, outcome.open) == ("running", ("h-t",))
    assert run(*parts, script=(TRIGGERS[trigger], "a", "h-t", "m-t")).state == "completed"


def test_messages_begin_one_that_does_not_interrupt_again_and_again():
    parts = (*straight("a"), around(MESSAGE, "h", interrupting=False))
    outcome = run(*parts, script=({"message": "news"}, {"message": "news"}))
    assert outcome.open == ("a", "h-t", "h-t")


def test_a_cycle_begins_one_as_often_as_it_says_while_the_scope_is_open():
    parts = (*straight("a"), around(timer("R3/PT1H", "timeCycle"), "h", interrupting=False))
    assert run(*parts, script=({"advance": "PT2H"},)).open == ("a", "h-t", "h-t")
    assert run(*parts, script=({"advance": "P9D"},)).open == ("a", "h-t", "h-t", "h-t")
    assert run(*parts, script=("a", {"advance": "P9D"})).state == "completed"


def scope(*inside: str) -> tuple[str, ...]:
    inner = node("start", "is") + node("user", "a") + node("end", "ie") + flows("is>a", "a>ie") + "".join(inside)
    return (node("start", "s"), node("sub", "x", inner), node("user", "after"), node("end", "e"))


def test_the_scope_goes_on_normally_when_its_event_sub_process_has_ended():
    parts = (*scope(around(ERROR, "h")), flows("s>x", "x>after", "after>e"))
    assert run(*parts, script=({"error": "broken", "at": "a"}, "h-t")).open == ("after",)


def test_an_error_out_of_an_event_sub_process_is_caught_around_its_scope():
    inside = node("end", "bad", ERROR) + flows("h-s>bad")
    text = around(ERROR, "h", inside=inside).replace('<endEvent id="h-e"/>', "")
    parts = (*scope(text), node("boundary", "k", ERROR, attachedToRef="x"), node("user", "rescue"))
    outcome = run(
        *parts, flows("s>x", "x>after", "after>e", "k>rescue", "rescue>e"), script=({"error": "broken", "at": "a"},)
    )
    assert outcome.open == ("rescue",)


def test_the_nearest_catches_and_a_code_before_one_that_catches_all():
    catch_all = node("boundary", "k", "<errorEventDefinition/>", attachedToRef="x")
    exact = node("boundary", "k2", ERROR, attachedToRef="x")
    parts = (*scope(), catch_all, exact, node("user", "all"), node("user", "one"))
    lines = flows("s>x", "x>after", "after>e", "k>all", "k2>one", "all>e", "one>e")
    assert run(*parts, lines, script=({"error": "broken", "at": "a"},)).open == ("one",)
    assert run(*parts, lines, script=({"error": "other", "at": "a"},)).open == ("all",)


def test_an_uncaught_error_fails_with_everything_cleared_and_an_uncaught_escalation_does_nothing():
    outcome = run(*straight("a", "b"), script=({"error": "broken", "at": "a"},))
    assert (outcome.state, outcome.open, told(outcome, "cancelled")) == ("failed", (), ["a"])
    assert run(*straight("a"), script=({"escalation": "up", "at": "a"},)).open == ("a",)


def test_each_instance_of_a_sub_process_has_listeners_of_its_own():
    inner = node("start", "is") + node("user", "a") + node("end", "ie") + flows("is>a", "a>ie") + around(ERROR, "h")
    loop = many('["x", "y"]')
    sub = node("sub", "x", loop + inner)
    parts = (node("start", "s"), sub, node("end", "e"), flows("s>x", "x>e"))
    outcome = run(*parts, script=({"error": "broken", "at": "a"},))
    assert sorted(outcome.open) == ["a", "h-t"]
    assert run(*parts, script=({"error": "broken", "at": "a"}, "h-t", "a")).state == "completed"


def test_a_listener_inside_an_event_sub_process_listens_only_while_it_runs():
    inside = '<userTask id="h-t"/>' + flows("h-s>h-t", "h-t>h-e") + around(SIGNAL, "g")
    parts = (*straight("a"), around(MESSAGE, "h", inside=inside, interrupting=False))
    assert run(*parts, script=({"signal": "alarm"},)).open == ("a",)
    assert run(*parts, script=({"message": "news"}, {"signal": "alarm"})).open == ("a", "g-t")
