"""Everything that BPMN draws is drawn: from the file's own interchange, or by our own layout; marks say something of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tongban.engines.processes import api
from tongban.engines.processes.icons import PATHS
from tongban.kernel.declarations.api import DeclarationError

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tongban="https://tongban.dev/bpmn">'
KINDS = (
    "message", "timer", "signal", "conditional", "error", "escalation", "terminate", "link", "compensate", "cancel",
)  # fmt: skip
POOLS = f"""{HEAD}<collaboration id="c"><participant id="us" name="本局" processRef="p"/><participant id="you" name="You"/>
<messageFlow id="m" name="Ask" sourceRef="a" targetRef="you"/></collaboration>
<process id="p"><startEvent id="s"/><userTask id="a" name="审查" tongban:name-en="Examine"/><endEvent id="e"/>
<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/></process></definitions>"""


def process(*parts: str) -> str:
    return f'{HEAD}<process id="p">{"".join(parts)}</process></definitions>'


def drawn(text: str, **more) -> etree._Element:
    return etree.fromstring(api.picture(api.scene(api.layout(text)), language="en", **more))


def classes(root: etree._Element) -> list[str]:
    return [one.get("class") or "" for one in root.iter()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("event", ["startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "endEvent"])
def test_every_event_has_its_mark(event: str, kind: str):
    root = drawn(process(f'<{event} id="x"><{kind}EventDefinition/></{event}>'))
    assert "bpmn-icon" in classes(root)
    assert kind.replace("compensate", "compensation") in PATHS


def test_events_of_several_kinds_have_a_mark_of_their_own():
    two = "<messageEventDefinition/><timerEventDefinition/>"
    either = etree.tostring(drawn(process(f'<startEvent id="x">{two}</startEvent>')))
    every = etree.tostring(drawn(process(f'<startEvent id="x" parallelMultiple="true">{two}</startEvent>')))
    assert PATHS["multiple"].encode() in either
    assert PATHS["parallelMultiple"].encode() in every


def test_what_does_not_interrupt_is_dashed_and_what_events_start_is_dotted():
    inner = '<startEvent id="x" isInterrupting="false"><signalEventDefinition/></startEvent>'
    root = drawn(process(f'<subProcess id="sub" triggeredByEvent="true">{inner}</subProcess>'))
    assert [one.get("stroke-dasharray") for one in root.iter("{*}circle")] == ["4 3"]
    assert "2 3" in [one.get("stroke-dasharray") for one in root.iter("{*}rect")]


def test_activities_show_that_they_repeat_and_undo():
    marks = {
        "<standardLoopCharacteristics/>": "standard",
        "<multiInstanceLoopCharacteristics/>": "parallel",
        '<multiInstanceLoopCharacteristics isSequential="true"/>': "sequential",
    }
    for inner, name in marks.items():
        assert PATHS[name].encode() in etree.tostring(drawn(process(f'<userTask id="a">{inner}</userTask>')))
    undone = drawn(process('<userTask id="a" isForCompensation="true"/>'))
    assert PATHS["compensation"].encode() in etree.tostring(undone)


def test_pools_and_messages_are_placed_by_our_own_layout():
    scene = api.scene(api.layout(POOLS))
    assert scene.diagram is not None
    boxes, lines = scene.diagram.shapes, scene.diagram.lines
    assert set(boxes) == {"us", "you", "s", "a", "e"}
    assert set(lines) == {"m", "f", "g"}
    assert boxes["us"].y + boxes["us"].height < boxes["you"].y
    assert boxes["us"].x < boxes["a"].x
    assert boxes["a"].x + boxes["a"].width < boxes["us"].x + boxes["us"].width
    assert lines["m"].points[-1][1] == boxes["you"].y
    assert sum("bpmn-pool" in one for one in classes(drawn(POOLS))) >= 2


def test_marks_and_returned_steps_are_said_by_shape_and_in_words():
    marks = {"a": api.Mark("new", "added", "Examine: new"), "f": api.Mark("3 d", "heat-5")}
    root = drawn(POOLS, marks=marks, returned=["a"], anchor="one")
    assert any("mark-added" in one and "returned" in one for one in classes(root))
    assert {one.text for one in root.iter("{*}text")} >= {"new", "3 d"}
    assert "Examine: new" in root.find("{*}desc").text
    assert "Returned: Examine." in root.find("{*}desc").text
    assert root.find("{*}title").get("id") == "one-title"


def test_hostile_names_and_marks_are_escaped():
    text = POOLS.replace("You", "&lt;script&gt;").replace('id="a"', 'id="a&quot;&gt;&lt;b&gt;"')
    shown = api.picture(api.scene(text), marks={"us": api.Mark("<i>", '"><i>', "<i>")}, anchor='"><i>')
    assert "<script" not in shown
    assert "<i>" not in shown
    etree.fromstring(shown)


@given(st.text(max_size=60))
def test_any_text_is_a_scene_or_is_refused(text: str):
    for whole in (text, process(text)):
        try:
            etree.fromstring(api.picture(api.scene(whole)))
        except DeclarationError:
            continue


@given(
    numbers=st.lists(st.sampled_from(["0", "-5", "1e9", "nan", "inf", "x", "", "99999"]), min_size=4, max_size=4),
    level=st.sampled_from(["true", "false", "x"]),
)
def test_strange_interchange_is_drawn_as_far_as_it_goes(numbers: list[str], level: str):
    place = " ".join(f'{name}="{value}"' for name, value in zip(("x", "y", "width", "height"), numbers, strict=True))
    shapes = "".join(
        f'<di:BPMNShape bpmnElement="{one}" isHorizontal="{level}"><dc:Bounds {place}/></di:BPMNShape>'
        for one in ("us", "you", "s", "a", "e")
    )
    interchange = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        f'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><di:BPMNPlane>{shapes}</di:BPMNPlane></di:BPMNDiagram>'
    )
    etree.fromstring(api.picture(api.scene(POOLS.replace("</definitions>", f"{interchange}</definitions>"))))
