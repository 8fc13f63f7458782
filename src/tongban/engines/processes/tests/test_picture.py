import re
from itertools import pairwise

import pytest
from lxml import etree

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import flows, graph, model, node, straight
from tongban.engines.processes.wrapping import width, wrapped

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def restaurant() -> api.Graph:
    from pathlib import Path

    text = (Path(__file__).parent / "models" / "restaurant.bpmn").read_text(encoding="utf-8")
    return api.read(api.layout(text), "restaurant.bpmn")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_picture_is_well_formed_and_keeps_the_strict_policy(restaurant: api.Graph, language: str):
    text = api.picture(restaurant, current=["food"], done=["accept"], language=language)
    root = etree.fromstring(text)
    assert root.get("role") == "img"
    assert re.fullmatch(r"-?\d+ -?\d+ \d+ \d+", root.get("viewBox"))
    for element in root.iter():
        assert not {"style", "onload", "onclick", "href"} & set(element.attrib)
        assert element.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject")


def test_the_picture_has_a_title_and_says_the_state_in_words(restaurant: api.Graph):
    root = etree.fromstring(api.picture(restaurant, current=["food"], done=["accept"], language="en"))
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert title.text == "Open a restaurant"
    assert "Done: Examine for acceptance." in words.text
    assert "Under way: Examine food licence." in words.text


def test_what_is_under_way_and_done_has_classes_and_marks(restaurant: api.Graph):
    text = api.picture(restaurant, current=["food"], done=["accept", "food"], language="zh-hans")
    assert text.count("bpmn-task current") == 1
    assert text.count("bpmn-task done") == 1
    assert text.count("bpmn-badge-mark") == 2


def test_texts_are_in_the_wanted_language_and_escaped():
    hostile = graph(*straight("a")).nodes["a"].name
    assert hostile.zh == "步a"
    text = model(*straight("a")).replace('name="步a"', 'name="&lt;script&gt;alert(1)&lt;/script&gt;"')
    drawn = api.picture(api.read(text, "p.bpmn"), language="zh-hans")
    assert "<script" not in drawn
    assert "Step a" in api.picture(api.read(text, "p.bpmn"), language="en")


def test_a_file_without_diagram_is_drawn_by_our_own_layout():
    assert api.picture(graph(*straight("a", "b")), language="en").count("bpmn-task") == 2


def test_every_kind_of_element_has_an_icon():
    parts = [node(kind, kind, "<script>{}</script>" if kind == "script" else "", **more) for kind, more in {
        "user": {}, "manual": {}, "service": {"tongban_operation": "o"}, "script": {}, "rule": {"tongban_decision": "d"},
        "send": {"tongban_operation": "o"}, "receive": {"messageRef": "r-m"}, "call": {"calledElement": "x"},
    }.items()]  # fmt: skip
    chain = ["s", "user", "manual", "service", "script", "rule", "send", "receive", "call", "e"]
    lines = flows(*(f"{one}>{other}" for one, other in pairwise(chain)))
    drawn = api.picture(graph(node("start", "s"), node("end", "e"), *parts, lines), language="en")
    assert drawn.count("bpmn-icon") == 8


@pytest.mark.parametrize(
    ("text", "widest", "lines"),
    [
        ("公共场所卫生许可审查", 8, ["公共场所卫", "生许可审查"]),
        ("Examine hygiene licence", 9, ["Examine", "hygiene licence"]),
        ("Donaudampfschiff", 4, ["Donaud", "ampfsch", "iff"]),
        ("", 8, []),
    ],
)
def test_text_is_wrapped_by_words_and_chinese_by_characters(text: str, widest: float, lines: list[str]):
    assert wrapped(text, widest, 9) == lines


def test_too_long_a_text_ends_in_an_ellipsis_within_the_width():
    found = wrapped("联合现场核查与整改复查意见汇总", 5, 2)
    assert len(found) == 2
    assert found[-1].endswith("…")
    assert all(width(line) <= 5 for line in found)


def test_deeply_nested_sub_processes_are_placed_in_time():
    inner = node("user", "a")
    first = last = "a"
    for depth in range(30):
        body = (
            node("start", f"s{depth}")
            + inner
            + node("end", f"e{depth}")
            + flows(f"s{depth}>{first}", f"{last}>e{depth}")
        )
        inner = node("sub", f"sub{depth}", body)
        first = last = f"sub{depth}"
    drawn = api.picture(
        graph(node("start", "s"), inner, node("end", "e"), flows(f"s>{first}", f"{last}>e")), language="en"
    )
    assert drawn.count("bpmn-subprocess") == 30
