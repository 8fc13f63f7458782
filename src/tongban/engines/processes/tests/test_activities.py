from decimal import Decimal

import pytest

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.tests.building import ERROR, MESSAGE, TERMINATE, Player, flows, graph, many, node, timer

ENDS = (node("start", "s"), node("end", "e"))


def one(task: str, *more: str) -> Player:
    return Player(graph(*ENDS, task, *more, flows("s>t", "t>e")))


def test_a_script_writes_the_keys_of_its_context():
    play = Player(
        graph(*ENDS, node("script", "t", "<script>{total: price * 2}</script>"), flows("s>t", "t>e")), price=4
    )
    assert play.marking.data == {"price": 4, "total": Decimal(8)}


def test_an_empty_script_changes_nothing_and_another_value_is_refused():
    assert one(node("script", "t", "<script>{}</script>")).marking.data == {}
    with pytest.raises(ProcessError, match="must give a context"):
        one(node("script", "t", "<script>1 + 1</script>"))


def test_a_manual_task_is_passed_at_once():
    assert one(node("manual", "t")).ended == "completed"


def test_service_rule_and_send_tasks_are_calls_with_mapped_inputs_and_outputs():
    inner = '<extensionElements><tongban:input target="area" source="2 * size"/><tongban:output target="fee" source="amount + 1"/></extensionElements>'
    play = Player(graph(*ENDS, node("rule", "t", inner, tongban_decision="fees"), flows("s>t", "t>e")), size=3)
    opened = play.opened()[0]
    assert (opened.what, opened.inputs) == ("call", {"area": Decimal(6)})
    play.do("t", amount=10, noise=1)
    assert play.marking.data == {"size": 3, "fee": Decimal(11)}


def test_a_joint_inspection_is_one_task_for_each_department_and_gathers_all_findings():
    play = one(node("user", "t", many('["food", "fire", "health"]', collect="findings")))
    assert play.work == ["t", "t", "t"]
    play.do("t", 2, passed=True).do("t", 0, passed=False).do("t", 0, passed=True)
    found = [(one["loopCounter"], one["item"], one["passed"]) for one in play.marking.data["findings"]]
    assert found == [(0, "food", False), (1, "fire", True), (2, "health", True)]
    assert set(play.marking.data) == {"findings"}
    assert play.ended == "completed"


def test_a_countersign_is_over_when_enough_have_agreed_and_cancels_the_rest():
    condition = "count(signs[agree = true]) / numberOfInstances > 0.5"
    play = one(node("user", "t", many(times="5", done=condition, collect="signs")))
    play.do("t", agree=True).do("t", agree=False).do("t", agree=True)
    assert play.work == ["t", "t"]
    play.do("t", agree=True)
    assert (play.work, play.ended, len(play.marking.data["signs"])) == ([], "completed", 4)


def test_sequential_instances_come_one_after_another():
    play = one(node("user", "t", many("[10, 20]", sequential=True)))
    assert play.work == ["t"]
    play.do("t")
    assert play.work == ["t"]
    play.do("t")
    assert [one["item"] for one in play.marking.data["t"]] == [10, 20]


def test_no_instances_at_all_complete_at_once():
    assert one(node("user", "t", many("[]"))).marking.data == {"t": []}


@pytest.mark.parametrize("text", ["-1", "1.5", "null", '"three"'])
def test_a_count_that_is_no_whole_number_is_refused(text: str):
    with pytest.raises(ProcessError, match="How many instances"):
        one(node("user", "t", many(times=text)))


SUB = (node("start", "s2"), node("user", "a"), node("user", "b"), node("end", "e2"), flows("s2>a", "a>b", "b>e2"))


def test_each_instance_of_a_sub_process_has_its_own_data():
    play = one(node("sub", "t", "".join(SUB) + many('["x", "y"]', collect="rounds")))
    play.do("a", 0, note="for x").do("a", 0, note="for y")
    assert play.marking.data == {}
    play.do("b", 1).do("b", 0)
    assert [(one["item"], one["note"]) for one in play.marking.data["rounds"]] == [("x", "for x"), ("y", "for y")]


def test_a_sub_process_ends_when_nothing_is_left_in_it():
    play = one(node("sub", "t", "".join(SUB)))
    assert play.work == ["a"]
    play.do("a", k=1).do("b")
    assert (play.ended, play.marking.data) == ("completed", {"k": 1})


@pytest.mark.parametrize("order", [("f>a", "f>e2"), ("f>e2", "f>a")])
def test_terminate_ends_only_the_sub_process_around_it(order: tuple[str, str]):
    inner = (
        node("start", "s2") + node("and", "f") + node("user", "a") + node("end", "e2", TERMINATE) + node("end", "e3")
    )
    body = node("sub", "t", inner + flows("s2>f", *order, "a>e3"))
    play = Player(graph(*ENDS, body, node("user", "after"), flows("s>t", "t>after", "after>e")))
    assert play.work == ["after"]


def watched(event: str, **attributes: str) -> Player:
    body = node("sub", "t", "".join(SUB)) + node("boundary", "w", event, attachedToRef="t", **attributes)
    return Player(graph(*ENDS, body, node("user", "late"), node("end", "e3"), flows("s>t", "t>e", "w>late", "late>e3")))


def test_an_interrupting_timer_takes_the_activity_away():
    play = watched(timer("P1D"))
    assert [one.element for one in play.armed()] == ["w"]
    assert play.fire("w").work == ["late"]


def test_an_event_that_does_not_interrupt_leaves_the_activity_and_occurs_once():
    play = watched(timer("P1D"), cancelActivity="false").fire("w")
    assert play.work == ["a", "late"]
    assert not any(token.armed for token in play.marking.tokens.values())


def test_a_message_that_does_not_interrupt_may_come_again():
    play = watched(MESSAGE, cancelActivity="false").fire("w", n=1).fire("w", n=2)
    assert (play.work, play.marking.data) == (["a", "late", "late"], {"n": 2})


def test_an_error_end_is_caught_at_the_border_of_its_sub_process():
    inner = (
        node("start", "s2")
        + node("and", "f")
        + node("user", "a")
        + node("user", "b")
        + node("end", "bad", ERROR)
        + node("end", "e2")
    )
    body = node("sub", "t", inner + flows("s2>f", "f>a", "f>b", "a>bad", "b>e2"))
    events = node("boundary", "all", "<errorEventDefinition/>", attachedToRef="t") + node(
        "boundary", "own", ERROR, attachedToRef="t"
    )
    model = graph(
        *ENDS,
        body,
        events,
        node("user", "x1"),
        node("user", "x2"),
        flows("s>t", "t>e", "all>x1", "own>x2", "x1>e", "x2>e"),
    )
    assert Player(model).do("a").work == ["x2"]


def test_an_error_that_nobody_catches_ends_the_process_as_failed():
    play = Player(graph(*ENDS[:1], node("user", "a"), node("end", "bad", ERROR), flows("s>a", "a>bad"))).do("a")
    assert (play.ended, play.marking.error, play.marking.tokens) == ("failed", "broken", {})


def test_a_failed_call_is_caught_by_its_code_or_left_as_it_was():
    body = node("service", "t", tongban_operation="o") + node("boundary", "w", ERROR, attachedToRef="t")
    model = graph(*ENDS, body, node("user", "late"), flows("s>t", "t>e", "w>late", "late>e"))
    caught = Player(model)
    assert caught.fail("t", "broken") is True
    assert caught.work == ["late"]
    other = Player(model)
    assert other.fail("t", "odd") is False
    assert other.work == ["t"]


def test_an_error_in_one_of_many_instances_is_caught_at_the_whole_activity():
    body = node("service", "t", many(times="3"), tongban_operation="o") + node(
        "boundary", "w", ERROR, attachedToRef="t"
    )
    play = Player(graph(*ENDS, body, node("user", "late"), flows("s>t", "t>e", "w>late", "late>e")))
    assert play.fail("t", "broken")
    assert play.work == ["late"]


def test_a_throw_comes_last_so_that_a_branch_about_to_listen_hears_it():
    body = [
        node("and", "f"),
        node("throw", "t", MESSAGE),
        node("manual", "m1"),
        node("manual", "m2"),
        node("catch", "c", MESSAGE),
    ]
    more = [node("user", "a"), node("end", "e2")]
    play = Player(graph(*ENDS, *body, *more, flows("s>f", "f>t", "f>m1", "m1>m2", "m2>c", "t>e", "c>a", "a>e2")))
    assert play.work == ["a"]
    assert play.thrown == []


def test_a_thrown_message_goes_only_to_its_correlation_key():
    catches = [node("catch", name, MESSAGE, tongban_correlation=f'"{name}"') for name in ("c1", "c2")]
    body = [node("and", "f"), *catches, node("user", "go"), node("throw", "t", MESSAGE, tongban_correlation='"c2"')]
    more = [node("user", "a1"), node("user", "a2"), node("end", "e2"), node("end", "e3")]
    lines = flows("s>f", "f>c1", "f>c2", "f>go", "go>t", "t>e", "c1>a1", "c2>a2", "a1>e2", "a2>e3")
    assert Player(graph(*ENDS, *body, *more, lines)).do("go").work == ["a2"]


def test_a_message_start_begins_with_its_own_event():
    model = graph(
        node("start", "s"),
        node("start", "s3", MESSAGE),
        node("user", "a"),
        node("user", "b"),
        node("end", "e"),
        flows("s>a", "s3>b", "a>e", "b>e"),
    )
    assert Player(model).work == ["a"]
    assert Player(model, message="news").work == ["b"]
    with pytest.raises(ProcessError, match="no start event for unknown"):
        Player(model, message="unknown")
