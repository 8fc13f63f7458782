import pytest

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.tests.building import TERMINATE, Player, flows, graph, node, straight, timer


def choice(kind: str, *lines: str, default: str = "") -> Player:
    attributes = {"default": default} if default else {}
    body = [node("user", name) for name in "ab"] + [node("end", "e"), node("start", "s")]
    return graph(*body, node(kind, "g", **attributes), flows("s>g", "a>e", "b>e", *lines))


def test_an_exclusive_gateway_takes_the_first_way_whose_condition_holds():
    model = choice("xor", "g>a: n > 1", "g>b: n > 0")
    assert Player(model, n=2).work == ["a"]
    assert Player(model, n=1).work == ["b"]


def test_the_default_way_is_taken_when_no_condition_holds_or_is_unknown():
    model = choice("xor", "g>a: n > 1", "g>b", default="g-b")
    assert Player(model, n=0).work == ["b"]
    assert Player(model).work == ["b"]


def test_a_choice_without_any_way_is_an_error_that_names_the_gateway():
    with pytest.raises(ProcessError, match=r"No way leads on from .*\(g\)"):
        Player(choice("xor", "g>a: n > 1", "g>b: n > 2"), n=0)


def test_an_inclusive_gateway_takes_every_way_whose_condition_holds():
    model = choice("or", "g>a: n > 0", "g>b: n > 1")
    assert Player(model, n=1).work == ["a"]
    assert Player(model, n=2).work == ["a", "b"]


def test_the_default_flow_is_taken_if_no_conditional_one_was_even_when_an_unconditional_one_is():
    body = [node("user", name) for name in "abc"] + [
        node("end", "e"),
        node("start", "s"),
        node("or", "g", default="g-c"),
    ]
    model = graph(*body, flows("s>g", "g>a", "g>b: n > 1", "g>c", "a>e", "b>e", "c>e"))
    assert Player(model, n=0).work == ["a", "c"]
    assert Player(model, n=2).work == ["a", "b"]


def test_a_parallel_join_waits_for_each_flow():
    body = [node("user", name) for name in "abc"] + [
        node("start", "s"),
        node("end", "e"),
        node("and", "f"),
        node("and", "j"),
    ]
    play = Player(graph(*body, flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e")))
    assert play.do("b").work == ["a"]
    assert play.do("a").work == ["c"]


LOOP = graph(
    node("start", "s"), node("xor", "again"), node("and", "f"), node("user", "a"), node("user", "b"), node("and", "j"),
    node("user", "c"), node("xor", "g", default="g-again"), node("end", "e"),
    flows("s>again", "again>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>g", "g>again", "g>e: good"),
)  # fmt: skip


@pytest.mark.parametrize("first", ["ab", "ba"])
@pytest.mark.parametrize("second", ["ab", "ba"])
def test_a_parallel_join_in_a_loop_waits_in_every_round_whatever_the_order(first: str, second: str):
    play = Player(LOOP)
    for order, good in ((first, False), (second, False), (first, True)):
        play.do(order[0])
        assert play.work == [order[1]]
        play.do(order[1])
        assert play.work == ["c"]
        play.do("c", good=good)
    assert play.ended == "completed"


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_join_keeps_what_each_branch_wrote_and_what_neither_named(order: str):
    body = [node("user", name) for name in "zab"] + [
        node("start", "s"),
        node("end", "e"),
        node("and", "f"),
        node("and", "j"),
    ]
    play = Player(graph(*body, flows("s>z", "z>f", "f>a", "f>b", "a>j", "b>j", "j>e")))
    play.do("z", opinion_a="none", opinion_b="none", other=1)
    for name in order:
        play.do(name, **{f"opinion_{name}": f"{name} refuses"})
    assert play.marking.data == {"opinion_a": "a refuses", "opinion_b": "b refuses", "other": 1}


def test_an_inclusive_join_fires_only_when_no_token_can_still_arrive():
    body = [node("user", name) for name in "abcd"] + [
        node("start", "s"),
        node("end", "e"),
        node("or", "g"),
        node("or", "j"),
    ]
    model = graph(*body, flows("s>g", "g>a: x > 0", "g>b: x > 1", "g>c: x > 2", "a>j", "b>j", "c>j", "j>d", "d>e"))
    play = Player(model, x=2)
    assert play.do("b").work == ["a"]
    assert play.do("a").work == ["d"]
    assert Player(model, x=1).do("a").work == ["d"]


def test_an_inclusive_join_does_not_wait_for_a_branch_that_turned_away():
    body = [node("user", name) for name in "abcd"] + [node("start", "s"), node("end", "e"), node("end", "e2")]
    gates = [node("and", "f"), node("xor", "g", default="g-c"), node("or", "j")]
    model = graph(*body, *gates, flows("s>f", "f>a", "f>b", "b>g", "g>j: join", "g>c", "c>e2", "a>j", "j>d", "d>e"))
    play = Player(model)
    assert play.do("a").work == ["b"]
    assert play.do("b", join=False).work == ["c", "d"]


def test_an_inclusive_join_in_a_loop_does_not_wait_for_a_branch_that_waits_for_it():
    gates = [node("xor", "again"), node("and", "f"), node("or", "g", default="g-m"), node("or", "h"), node("and", "j")]
    more = [
        node("manual", "m"),
        node("user", "a"),
        node("user", "b"),
        node("user", "c"),
        node("xor", "x", default="x-again"),
    ]
    lines = [
        "s>again",
        "again>f",
        "f>g",
        "f>b",
        "g>a: left",
        "g>m",
        "a>h",
        "m>h",
        "h>j",
        "b>j",
        "j>c",
        "c>x",
        "x>again",
        "x>e: good",
    ]
    play = Player(graph(node("start", "s"), node("end", "e"), *gates, *more, flows(*lines)), left=True)
    for good in (False, True):
        assert play.work == ["a", "b"]
        assert play.do("b").do("a").work == ["c"]
        play.do("c", good=good)
    assert play.ended == "completed"


def test_an_event_based_gateway_goes_the_way_of_the_first_event():
    body = [
        node("start", "s"),
        node("event", "g"),
        node("catch", "t", timer("P30D")),
        node("receive", "r", messageRef="r-m"),
    ]
    model = graph(
        *body,
        node("user", "a"),
        node("user", "b"),
        node("end", "e"),
        flows("s>g", "g>t", "g>r", "t>a", "r>b", "a>e", "b>e"),
    )
    assert Player(model).fire("t").work == ["a"]
    answered = Player(model).fire("r", answer=3)
    assert (answered.work, answered.marking.data) == (["b"], {"answer": 3})


def test_terminate_takes_everything_else_away():
    body = [
        node("start", "s"),
        node("and", "f"),
        node("user", "a"),
        node("user", "b"),
        node("end", "e"),
        node("end", "t", TERMINATE),
    ]
    play = Player(graph(*body, flows("s>f", "f>a", "f>b", "a>e", "b>t")))
    play.do("b")
    assert (play.ended, play.marking.tokens) == ("terminated", {})


def test_a_model_that_never_waits_is_stopped():
    body = [
        node("start", "s"),
        node("xor", "g"),
        node("xor", "h", default="h-g"),
        node("end", "e"),
        node("manual", "w"),
    ]
    with pytest.raises(ProcessError, match="runs in circles"):
        Player(graph(*body, flows("s>g", "g>w", "w>h", "h>g", "h>e: false")))


def test_a_straight_process_ends_and_leaves_nothing():
    play = Player(graph(*straight("a", "b"))).do("a").do("b")
    assert (play.ended, play.marking.tokens) == ("completed", {})
