from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.processes import api, declarations
from tongban.engines.processes.tests.building import (
    ERROR,
    HEAD,
    MESSAGE,
    flows,
    graph,
    model,
    node,
    straight,
    timer,
)
from tongban.kernel.declarations.api import DeclarationError

ENDS = node("start", "s") + node("end", "e")


def refusal(*parts: str) -> str:
    with pytest.raises(DeclarationError) as caught:
        api.read(model(*parts), "p.bpmn")
    return str(caught.value)


def around(element: str, *more: str) -> tuple[str, ...]:
    return ENDS, element, *more, flows("s>t", "t>e")


REFUSED = {
    "complex gateway": (around("<complexGateway id='t'/>"), "complexGateway 't': is not among"),
    "vendor attribute": (around(node("user", "t").replace(">", ' camunda:assignee="x">', 1)), "vendor attribute 'camunda:assignee'"),
    "vendor element": (around(node("user", "t", "<extensionElements><camunda:formData/></extensionElements>")), "vendor element 'camunda:formData'"),
    "misspelt attribute": (around(node("user", "t", defualt="x")), "did you mean 'default'"),
    "script of another language": (around(node("script", "t", "<script>x</script>", scriptFormat="groovy")), "scriptFormat='groovy'"),
    "broken FEEL": ((ENDS, node("xor", "t"), node("end", "e2"), flows("s>t", "t>e: a >", "t>e2: b")), "not FEEL"),
    "JUEL": ((ENDS, node("xor", "t"), node("end", "e2"), flows("s>t", "t>e: ${a}", "t>e2: b")), "JUEL of another engine"),
    "unknown message": (around(node("receive", "t", messageRef="zz")), "there is no message 'zz'"),
    "unknown error": (around(node("user", "t"), node("boundary", "w", '<errorEventDefinition errorRef="zz"/>', attachedToRef="t"), flows("w>e")), "there is no error 'zz'"),
    "catch without trigger": (around(node("catch", "t")), "waits for nothing"),
    "bad duration": (around(node("catch", "t", timer("P5X"))), "expected an ISO 8601 duration"),
    "error that does not interrupt": (around(node("user", "t"), node("boundary", "w", ERROR, attachedToRef="t", cancelActivity="false"), flows("w>e")), "always interrupts"),
    "boundary of a gateway": (around(node("xor", "t"), node("boundary", "w", timer("P1D"), attachedToRef="t"), flows("w>e")), "attached to an activity"),
    "loop without number": (around(node("user", "t", "<multiInstanceLoopCharacteristics/>")), "either loopCardinality"),
    "flow to nowhere": ((ENDS, flows("s>e", "s>nothing")), "no element 'nothing'"),
    "flow across a border": ((ENDS, node("sub", "t", node("start", "s2") + node("end", "e2") + flows("s2>e2")), flows("s>t", "t>e2")), "may not cross the border"),
    "dead end": ((ENDS, node("user", "t"), flows("s>t", "s>e")), "nothing follows"),
    "start of a sub-process": (around(node("sub", "t", node("start", "s2", MESSAGE) + node("end", "e2") + flows("s2>e2"))), "may have no message trigger"),
    "foreign default": ((ENDS, node("xor", "t", default="s-t"), flows("s>t", "t>e")), "does not start here"),
    "event gateway to a task": ((ENDS, node("event", "t"), node("user", "a"), node("catch", "c", MESSAGE), flows("s>t", "t>a", "t>c", "a>e", "c>e")), "must lead to catching events"),
    "same id twice": ((ENDS, node("user", "s"), flows("s>e")), "stands twice"),
    "no start": ((node("user", "t"), node("end", "e"), flows("t>e")), "needs a start event"),
    "bad cycle": (around(node("user", "t"), node("boundary", "w", timer("R0/P1D", "timeCycle"), attachedToRef="t", cancelActivity="false"), flows("w>e")), "expected an ISO 8601 cycle"),
    "unreached": ((ENDS, node("user", "t"), flows("s>e", "t>e")), "nothing leads here"),
    "bad output name": (around(node("user", "t", tongban_outputs="a-b 1x")), "'1x' is not a variable's name"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_it_refuses(fault: str):
    parts, expected = REFUSED[fault]
    text = refusal(*parts)
    assert __import__("re").search(expected, text), text
    assert "p.bpmn: " in text


def test_a_fault_names_its_line():
    text = model(*around("\n\n" + node("user", "t", unknown="1")))
    with pytest.raises(DeclarationError) as caught:
        api.read(text, "p.bpmn")
    assert [problem.path for problem in caught.value.problems] == ["line 3"]


@pytest.mark.parametrize(
    "text",
    ["", "<a/>", "<a", "\0", "<!DOCTYPE a><a/>", HEAD + "</definitions>", "x" * 6_000_000],
    ids=lambda text: text[:9],
)
def test_what_is_no_model_is_refused_and_never_crashes(text: str):
    with pytest.raises(DeclarationError):
        api.read(text, "p.bpmn")


def test_names_properties_and_declared_outputs_are_read():
    found = graph(*around(node("user", "t", tongban_act="examine", tongban_outputs="a, b"))).nodes["t"]
    assert (found.name.zh, found.name.en, found.properties["act"], found.writes) == (
        "步t",
        "Step t",
        "examine",
        ("a", "b"),
    )


def test_lanes_and_annotations_are_kept_as_drawing():
    lanes = '<laneSet id="ls"><lane id="l1" name="窗口"><flowNodeRef>s</flowNodeRef></lane></laneSet>'
    note = (
        '<textAnnotation id="n1"><text>注意</text></textAnnotation><association id="n2" sourceRef="n1" targetRef="s"/>'
    )
    found = graph(lanes, *straight("a"), note)
    assert [(lane.id, lane.nodes) for lane in found.lanes] == [("l1", ("s",))]
    assert [(one.kind, one.name.zh) for one in found.notes] == [("textAnnotation", "注意"), ("association", "")]


def test_a_process_is_named_after_its_file():
    with pytest.raises(DeclarationError, match="let both be one"):
        declarations.read(model(*straight("a"), key="other"), "pack/processes/p.bpmn")


RESTAURANT = (Path(__file__).parent / "models" / "restaurant.bpmn").read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(0, len(RESTAURANT)),
    length=st.integers(0, 200),
    text=st.sampled_from(["", "<", '"', "&", "x", "<x/>", "-1"]),
)
def test_a_damaged_file_is_read_or_refused_and_never_crashes(start: int, length: int, text: str):
    damaged = RESTAURANT[:start] + text + RESTAURANT[start + length :]
    try:
        found = api.read(damaged, "restaurant.bpmn")
    except DeclarationError:
        return
    api.check(found)
    assert api.picture(found, language="en").startswith("<svg")
