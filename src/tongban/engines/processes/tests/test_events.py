from tongban.engines.processes.tests.building import (
    BELL,
    CANCEL,
    ERROR,
    MESSAGE,
    SIGNAL,
    TERMINATE,
    UP,
    around,
    flows,
    many,
    node,
    straight,
    timer,
    when,
)
from tongban.engines.processes.tests.scripted import played, run, several, tasks, told

LINK = '<linkEventDefinition name="L"/>'


def forked(*branches: str, ways: tuple[str, ...]) -> tuple[str, ...]:
    return (node("start", "s"), node("and", "f"), *branches, node("end", "e"), flows("s>f", *ways))


def test_a_signal_reaches_all_that_wait_and_a_throw_comes_last():
    parts = forked(
        node("throw", "t", SIGNAL), node("catch", "c1", SIGNAL), node("catch", "c2", SIGNAL), node("user", "a"),
        node("user", "b"), ways=("f>t", "f>c1", "f>c2", "t>e", "c1>a", "c2>b", "a>e", "b>e"),
    )  # fmt: skip
    outcome = run(*parts)
    assert outcome.open == ("a", "b")
    assert told(outcome, "caught") == ["c1", "c2"]


def test_a_condition_that_holds_already_fires_at_once_else_when_data_make_it_hold():
    parts = forked(
        node("catch", "c", when("n > 1")), node("user", "w"), node("user", "a"),
        ways=("f>c", "f>w", "c>a", "a>e", "w>e"),
    )  # fmt: skip
    assert run(*parts, n=2).open == ("w", "a")
    assert run(*parts, n=1).open == ("c", "w")
    assert run(*parts, n=1, script=({"complete": "w", "data": {"n": 5}},)).open == ("a",)


def test_a_condition_at_a_boundary_fires_each_time_it_becomes_true():
    boundary = node("boundary", "k", when("n > 1"), attachedToRef="w", cancelActivity="false")
    parts = (
        node("start", "s"), node("and", "f"), node("user", "w"), boundary, node("user", "k1"), node("user", "d"),
        node("end", "e"), flows("s>f", "f>w", "f>d", "w>e", "k>k1", "k1>e", "d>d2", "d2>d3", "d3>d4", "d4>e"),
        *(node("user", name) for name in ("d2", "d3", "d4")),
    )  # fmt: skip
    steps = tuple(
        {"complete": name, "data": {"n": value}} for name, value in (("d", 2), ("d2", 3), ("d3", 0), ("d4", 9))
    )
    assert run(*parts, n=0, script=steps).open.count("k1") == 2
    assert run(*parts, n=0, script=steps[:2]).open.count("k1") == 1


def test_each_node_is_entered_once_and_left_once():
    parts = (
        node("start", "s"), node("catch", "c", MESSAGE), node("event", "g"), node("catch", "d", SIGNAL),
        node("catch", "x", BELL), node("user", "a"), node("boundary", "k", timer("PT1H"), attachedToRef="a"),
        node("end", "e"), flows("s>c", "c>g", "g>d", "g>x", "d>a", "x>a", "a>e", "k>e"),
    )  # fmt: skip
    outcome = run(*parts, script=({"message": "news"}, {"signal": "alarm"}, {"advance": "PT1H"}))
    assert told(outcome, "entered") == ["s", "c", "g", "d", "a", "k", "e"]
    assert told(outcome, "completed") == ["s", "c", "g", "d", "k", "e"]
    assert told(outcome, "caught") == ["c", "d", "k"]
    assert told(outcome, "cancelled") == ["a"]


def test_a_link_leads_on_in_the_same_scope():
    parts = (
        node("start", "s"),
        node("throw", "t", LINK),
        node("catch", "c", LINK),
        node("user", "a"),
        node("end", "e"),
    )
    outcome = run(*parts, flows("s>t", "c>a", "a>e"))
    assert (outcome.open, told(outcome, "thrown"), told(outcome, "caught")) == (("a",), ["t"], ["c"])


MANY = MESSAGE + SIGNAL


def test_one_of_several_triggers_is_enough_unless_all_are_asked_for():
    parts = (node("start", "s"), node("user", "a"), node("end", "e"), flows("s>c", "c>a", "a>e"))
    assert run(*parts, node("catch", "c", MANY), script=({"signal": "alarm"},)).open == ("a",)
    both = node("catch", "c", MANY, parallelMultiple="true")
    assert run(*parts, both, script=({"signal": "alarm"},)).open == ("c",)
    assert run(*parts, both, script=({"signal": "alarm"}, {"signal": "alarm"})).open == ("c",)
    assert run(*parts, both, script=({"signal": "alarm"}, {"message": "news"})).open == ("a",)


def test_an_event_throws_all_of_its_triggers():
    parts = forked(
        node("catch", "c", SIGNAL), node("catch", "d", BELL), node("throw", "t", SIGNAL + BELL),
        ways=("f>c", "f>d", "f>t", "c>e", "d>e", "t>e"),
    )  # fmt: skip
    assert run(*parts).state == "completed"


def test_escalations_reach_the_nearest_catcher_and_let_the_rest_go_on():
    inner = (
        node("start", "is")
        + node("throw", "t", UP)
        + node("user", "a")
        + node("end", "ie")
        + flows("is>t", "t>a", "a>ie")
    )
    for interrupting, opened in (("true", ("k1",)), ("false", ("a", "k1"))):
        boundary = node("boundary", "k", UP, attachedToRef="x", cancelActivity=interrupting)
        parts = (node("start", "s"), node("sub", "x", inner), boundary, node("user", "k1"), node("end", "e"))
        assert sorted(run(*parts, flows("s>x", "x>e", "k>k1", "k1>e")).open) == sorted(opened)


def test_terminate_ends_its_own_sub_process_only():
    inner = (
        node("start", "is") + node("and", "f") + node("user", "a") + node("user", "b") + node("end", "z", TERMINATE)
        + flows("is>f", "f>a", "f>b", "b>z") + node("end", "ie") + flows("a>ie")
    )  # fmt: skip
    parts = (node("start", "s"), node("sub", "x", inner), node("user", "after"), node("end", "e"))
    outcome = run(*parts, flows("s>x", "x>after", "after>e"), script=("b",))
    assert (outcome.open, told(outcome, "cancelled")) == (("after",), ["a"])


def test_activities_without_flows_begin_with_their_scope_and_end_their_way():
    outcome = run(node("user", "a"), node("user", "b"), script=("a", "b"))
    assert (tasks(outcome), outcome.state) == (["a", "b"], "completed")
    sub = node("sub", "x", node("user", "i") + node("user", "j"))
    assert run(node("start", "s"), sub, flows("s>x"), script=("i", "j")).state == "completed"


def test_an_empty_sub_process_completes_at_once():
    assert run(node("start", "s"), node("sub", "x"), node("end", "e"), flows("s>x", "x>e")).state == "completed"


def test_so_many_tokens_begin_an_activity_and_leave_it_as_its_quantities_say():
    parts = (node("start", "s"), node("user", "a", completionQuantity="2"), node("user", "b", startQuantity="2"))
    outcome = run(*parts, node("end", "e"), flows("s>a", "a>b", "b>e"), script=("a", "b"))
    assert (tasks(outcome), outcome.state) == (["a", "b"], "completed")
    waiting = run(node("start", "s"), node("user", "b", startQuantity="2"), node("end", "e"), flows("s>b", "b>e"))
    assert (waiting.state, waiting.open) == ("running", ())


def repeat(condition: str, **attributes: str) -> str:
    words = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    inner = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    return f"<standardLoopCharacteristics {words}>{inner}</standardLoopCharacteristics>"


def looped(loop: str, **data: object):
    parts = (node("start", "s"), node("user", "a", loop), node("end", "e"), flows("s>a", "a>e"))
    return run(*parts, script=tuple({"complete": "a", "data": {"n": count}} for count in range(1, 6)), **data)


def passes(outcome) -> list[tuple[str, int | None]]:
    return [(line.event, line.loop) for line in outcome.lines if line.element == "a"]


def test_a_loop_asks_after_each_pass_or_before_it():
    outcome = looped(repeat("n = 1"), n=0)
    assert passes(outcome) == [
        ("entered", None), ("entered", 0), ("completed", 0), ("entered", 1), ("completed", 1), ("completed", None),
    ]  # fmt: skip
    assert passes(looped(repeat("n = 1", testBefore="true"), n=0)) == [("entered", None), ("completed", None)]


def test_a_loop_ends_at_its_maximum_and_a_negative_one_fails():
    assert len(passes(looped(repeat("", loopMaximum="3")))) == 8
    assert looped(repeat("", loopMaximum="-1")).state == "failed"
    parts = (node("start", "s"), node("user", "a", many(times="0 - 1")), node("end", "e"), flows("s>a", "a>e"))
    assert run(*parts).state == "failed"


def test_no_way_that_leads_on_fails_in_a_run():
    parts = (node("start", "s"), node("xor", "g"), node("user", "a"), node("user", "b"), node("end", "e"))
    outcome = run(*parts, flows("s>g", "g>a: n > 1", "g>b: n > 2", "a>e", "b>e"), n=0)
    assert (outcome.state, outcome.open) == ("failed", ())
    assert "No way leads on" in outcome.errors[0]


CALLER = (
    node("start", "s"), node("call", "c", calledElement="inner"), node("boundary", "k", ERROR, attachedToRef="c"),
    node("boundary", "u", UP, attachedToRef="c", cancelActivity="false"), node("user", "rescue"), node("user", "told"),
    node("end", "e"), flows("s>c", "c>e", "k>rescue", "rescue>e", "u>told", "told>e"),
)  # fmt: skip


def inner(trigger: str) -> tuple[str, ...]:
    return (node("start", "i-s"), node("user", "i-a"), node("end", "i-e", trigger), flows("i-s>i-a", "i-a>i-e"))


def test_errors_and_escalations_of_a_called_process_reach_its_caller():
    assert played(several(outer=CALLER, inner=inner(ERROR)), "i-a").open == ("rescue",)
    outcome = played(several(outer=CALLER, inner=inner(UP)), "i-a", "told")
    assert (tasks(outcome), outcome.state) == (["i-a", "told"], "completed")
    assert {line.instance for line in outcome.lines} == {1, 2}


def test_a_called_process_that_cannot_be_found_fails():
    assert run(*CALLER).state == "failed"


def test_a_process_may_begin_by_all_of_several_messages():
    gate = node("event", "g", instantiate="true", eventGatewayType="Parallel")
    events = (node("catch", "c", MESSAGE), node("catch", "d", '<messageEventDefinition messageRef="r-n"/>'))
    parts = (gate, *events, node("user", "a"), node("user", "b"), node("end", "e"))
    lines = flows("g>c", "g>d", "c>a", "d>b", "a>e", "b>e")
    outcome = run(*parts, lines, script=({"message": "news"}, "a"))
    assert (outcome.state, outcome.open) == ("running", ("g",))
    assert run(*parts, lines, script=({"message": "news"}, {"message": "other"})).open[:2] == ("a", "b")


def test_a_receive_task_may_begin_a_process():
    parts = (node("receive", "r", messageRef="r-m", instantiate="true"), node("user", "a"), node("end", "e"))
    outcome = run(*parts, flows("r>a", "a>e"), script=({"message": "news", "data": {"n": 1}},))
    assert (outcome.open, str(outcome.data["n"])) == (("a",), "1")


def test_timers_fire_in_order_each_at_its_own_time():
    parts = (
        node("start", "s"), node("user", "a"),
        node("boundary", "k", timer("R3/PT2H", "timeCycle"), attachedToRef="a", cancelActivity="false"),
        node("boundary", "z", timer("PT5H"), attachedToRef="a"), node("script", "w", SEEN, scriptFormat="feel"),
        node("user", "late"), node("end", "e"), flows("s>a", "a>e", "k>w", "w>e", "z>late", "late>e"),
    )  # fmt: skip
    outcome = run(*parts, script=({"advance": "P1D"},), seen=[])
    assert outcome.open == ("late",)
    assert [str(one) for one in outcome.data["seen"]] == ["11", "13"]  # in the node's zone


SEEN = "<script>{seen: append(seen, time(now()).hour)}</script>"


def test_straight_models_run_through():
    assert tasks(run(*straight("a", "b"), script=("a", "b"))) == ["a", "b"]


def beside(inner: str, triggers: str, **attributes: str) -> tuple[str, ...]:
    """A sub-process with an event of several triggers at its border, all of which must occur."""
    return (
        node("start", "s"), node("sub", "x", inner), node("end", "e"), node("user", "k1"), node("end", "ke"),
        node("boundary", "k", triggers, attachedToRef="x", parallelMultiple="true", **attributes),
        flows("s>x", "x>e", "k>k1", "k1>ke"),
    )  # fmt: skip


RISING = (
    node("start", "is") + node("user", "b") + node("throw", "t", UP) + node("user", "a") + node("end", "ie")
    + flows("is>b", "b>t", "t>a", "a>ie")
)  # fmt: skip


def test_an_escalation_counts_among_triggers_that_must_all_occur():
    parts = beside(RISING, MESSAGE + UP)
    assert run(*parts, script=("b",)).open == ("a",)
    assert run(*parts, script=("b", {"message": "news"})).open == ("k1",)
    assert run(*parts, script=({"message": "news"}, "b")).open == ("k1",)
    outcome = run(*beside(RISING, MESSAGE + UP, cancelActivity="false"), script=({"message": "news"}, "b"))
    assert sorted(outcome.open) == ["a", "k1"]


def test_an_error_is_caught_as_the_last_of_triggers_that_must_all_occur():
    inner = node("start", "is") + node("user", "a") + node("end", "ie") + flows("is>a", "a>ie")
    parts, broken = beside(inner, MESSAGE + ERROR), {"error": "broken", "at": "a"}
    assert run(*parts, script=({"message": "news"}, broken)).open == ("k1",)
    assert run(*parts, script=(broken,)).state == "failed"
    assert run(*parts, script=({"message": "news"}, {"error": "odd", "at": "a"})).state == "failed"


def test_an_event_sub_process_gathers_escalations_of_its_scope():
    handler = around(SIGNAL + UP, "h").replace("<startEvent ", '<startEvent parallelMultiple="true" ')
    parts = (
        node("start", "s"),
        node("user", "b"),
        node("throw", "t", UP),
        node("user", "a"),
        node("end", "e"),
        handler,
    )
    ways = flows("s>b", "b>t", "t>a", "a>e")
    assert run(*parts, ways, script=("b",)).open == ("a",)
    assert run(*parts, ways, script=("b", {"signal": "alarm"})).open == ("h-t",)


def test_a_cancelled_transaction_is_left_by_its_event_among_others():
    inner = node("start", "is") + node("user", "a") + node("end", "no", CANCEL) + flows("is>a", "a>no")
    parts = (
        node("start", "s"), node("transaction", "x", inner), node("end", "e"), node("user", "k1"),
        node("boundary", "k", MESSAGE + CANCEL, attachedToRef="x"), flows("s>x", "x>e", "k>k1", "k1>e"),
    )  # fmt: skip
    assert run(*parts, script=("a",)).open == ("k1",)
