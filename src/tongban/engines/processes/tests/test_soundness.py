import pytest

from tongban.engines.processes import api, layout
from tongban.engines.processes.statespace import Explorer
from tongban.engines.processes.tests.building import ERROR, flows, graph, model, node, straight, timer

ENDS = (node("start", "s"), node("end", "e"))


def codes(*parts: str) -> list[tuple[str, str]]:
    return [(one.code, one.element) for one in api.check(graph(*parts)) if one.code != "no-diagram"]


def tasks(names: str) -> list[str]:
    return [node("user", name) for name in names]


def test_a_join_that_waits_for_a_way_not_taken_is_a_deadlock():
    parts = [
        *ENDS,
        node("xor", "g", default="g-b"),
        *tasks("ab"),
        node("and", "j"),
        flows("s>g", "g>a: x", "g>b", "a>j", "b>j", "j>e"),
    ]
    found = next(one for one in api.check(graph(*parts)) if one.code == "deadlock")
    assert (found.severity, found.element) == ("error", "j")
    assert "wait for ever for" in found.message


def test_an_exclusive_join_of_parallel_ways_is_unsafe():
    assert codes(
        *ENDS, node("and", "f"), *tasks("abc"), node("xor", "j"), flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e")
    ) == [("unsafe", "c")]


def test_a_step_that_no_run_reaches_is_dead():
    assert codes(*ENDS, *tasks("auv"), flows("s>a", "a>e", "u>v", "v>u")) == [("dead", "u"), ("dead", "v")]


def test_a_process_that_can_never_end_is_endless():
    parts = [*ENDS, node("xor", "g", default="g-e"), *tasks("ab"), flows("s>g", "g>e", "g>a: k", "a>b", "b>a")]
    assert [code for code, _ in codes(*parts) if code == "endless"] == ["endless"]


def test_a_correct_process_with_events_has_no_findings():
    late = (
        node("boundary", "w", timer("P1D"), attachedToRef="a", cancelActivity="false"),
        node("end", "e2"),
        *tasks("z"),
    )
    caught = (node("boundary", "v", ERROR, attachedToRef="a"),)
    assert codes(*ENDS, *tasks("a"), *late, *caught, flows("s>a", "a>e", "w>z", "z>e2", "v>e")) == []


def test_an_event_that_does_not_interrupt_adds_a_token():
    late = (node("boundary", "w", timer("P1D"), attachedToRef="a", cancelActivity="false"), *tasks("b"))
    assert codes(*ENDS, *tasks("a"), *late, flows("s>a", "a>b", "w>b", "b>e")) == [("unsafe", "b")]


def test_two_branches_that_write_one_key_are_an_error():
    one, other = node("user", "a", tongban_outputs="opinion"), node("script", "b", "<script>{opinion: 1}</script>")
    forked = [*ENDS, node("and", "f"), node("and", "j"), flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>e")]
    assert codes(*forked, one, other) == [("lost-update", "a")]
    assert codes(*ENDS, one, other, flows("s>a", "a>b", "b>e")) == []
    inner = node(
        "sub",
        "b",
        node("start", "s2") + node("user", "c", tongban_outputs="opinion") + node("end", "e2") + flows("s2>c", "c>e2"),
    )
    assert codes(*forked, one, inner) == [("lost-update", "a")]


def test_branches_that_exclude_one_another_may_write_the_same_key():
    one, other = node("user", "a", tongban_outputs="opinion"), node("user", "b", tongban_outputs="opinion")
    assert (
        codes(
            *ENDS,
            one,
            other,
            node("xor", "f", default="f-b"),
            node("xor", "j"),
            flows("s>f", "f>a: x", "f>b", "a>j", "b>j", "j>e"),
        )
        == []
    )


def test_untranslated_and_missing_names_are_warnings():
    found = codes(
        *ENDS,
        node("user", "a").replace('tongban:name-en="Step a"', ""),
        node("user", "b").replace('name="步b" tongban:name-en="Step b"', ""),
        flows("s>a", "a>b", "b>e"),
    )
    assert found == [("untranslated", "a"), ("unnamed", "b")]


def test_a_missing_diagram_is_an_error_that_says_what_to_run():
    found = api.check(graph(*straight("a")))
    assert [(one.severity, one.code) for one in found] == [("error", "no-diagram")]
    assert "tongban process layout" in found[0].message
    laid_out = api.layout(model(*straight("a")))
    assert api.check(api.read(laid_out, "p.bpmn")) == []
    partly = laid_out.replace('bpmnElement="a"', 'bpmnElement="other"')
    assert [one.element for one in api.check(api.read(partly, "p.bpmn"))] == ["a"]
    assert layout.layout(laid_out) == laid_out


WIDE = [f"{name}{step}" for name in "abcdefghi" for step in range(3)]


def wide(*, broken: bool) -> api.Graph:
    """Nine branches of three steps: 4^9 states."""
    lines = ["s>f", "j>e", *(f"f>{name}0" for name in "abcdefghi"), *(f"{name}2>j" for name in "abcdefghi")]
    lines += [f"{name}{step}>{name}{step + 1}" for name in "abcdefghi" for step in range(2)]
    gate: list[str] = []
    if broken:
        gate = [node("xor", "g", default="g-a0"), node("end", "out")]
        lines = ["f>g" if line == "f>a0" else line for line in lines] + ["g>a0", "g>out: left"]
    return graph(
        *ENDS, node("and", "f"), node("and", "j"), *gate, *(node("user", name) for name in WIDE), flows(*lines)
    )


@pytest.mark.parametrize("broken", [False, True])
def test_a_wide_process_is_still_judged(broken: bool):
    found = {one.code for one in api.check(wide(broken=broken))} - {"no-diagram"}
    assert found == ({"too-large", "deadlock"} if broken else {"too-large"})


def test_the_reduced_space_is_small():
    assert len(Explorer(wide(broken=False), "", reduced=True).explore().reached) < 100


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


def test_a_link_leads_on_to_its_other_end():
    parts = [*ENDS, node("and", "f"), *tasks("ab"), node("throw", "l", link("x")), node("catch", "m", link("x"))]
    assert codes(*parts, node("and", "j"), flows("s>f", "f>a", "a>l", "m>j", "f>b", "b>j", "j>e")) == []


def test_an_inclusive_join_waits_for_what_a_link_brings():
    parts = [
        *ENDS,
        node("or", "f", default="f-b"),
        *tasks("ab"),
        node("throw", "l", link("x")),
        node("catch", "m", link("x")),
    ]
    assert codes(*parts, node("or", "j"), flows("s>f", "f>a: p", "a>l", "m>j", "f>b", "b>j", "j>e")) == []


def test_an_activity_that_needs_more_tokens_than_come_is_a_deadlock():
    assert codes(*ENDS, node("user", "a", startQuantity="2"), flows("s>a", "a>e")) == [("deadlock", "a")]


def test_an_activity_that_gets_all_the_tokens_it_needs_is_sound():
    parts = [*ENDS, node("user", "a", completionQuantity="2"), node("user", "b", startQuantity="2")]
    assert codes(*parts, flows("s>a", "a>b", "b>e")) == []


def test_compensation_and_event_sub_processes_are_not_dead():
    undo = node("boundary", "w", "<compensateEventDefinition/>", attachedToRef="a")
    handler = node("user", "h", isForCompensation="true") + '<association id="l" sourceRef="w" targetRef="h"/>'
    inner = node("start", "s2", timer("P1D")) + node("end", "e2") + flows("s2>e2")
    assert codes(*ENDS, *tasks("a"), undo, handler, node("sub", "g", inner, triggeredByEvent="true"), flows("s>a", "a>e")) == []  # fmt: skip


def test_activities_without_flows_begin_and_end_with_the_process():
    assert codes(*tasks("ab")) == []


def test_every_way_to_begin_is_explored():
    parts = [
        node("receive", "r", messageRef="r-m", instantiate="true"),
        node("and", "j"),
        *tasks("b"),
        node("end", "e"),
    ]
    assert codes(*parts, node("start", "s"), flows("s>b", "b>j", "r>j", "j>e")) == [("deadlock", "j")]


def test_an_event_that_may_end_the_scope_ends_what_runs_for_ever():
    inner = node("start", "s2", timer("P1D")) + node("end", "e2") + flows("s2>e2")
    loop = [*ENDS, *tasks("ab"), node("xor", "m"), flows("s>m", "m>a", "a>b", "b>m")]
    found = [code for code, _ in codes(*loop, node("sub", "g", inner, triggeredByEvent="true"), flows("b>e"))]
    assert "endless" not in found
