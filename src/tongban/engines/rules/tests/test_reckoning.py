"""A formula is gone through part by part, with the values in it; only the way that was taken; never too much."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.rules import api

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="u">
<inputData id="a" name="area"/><inputData id="b" name="rate"/>
<decision id="base" name="base"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<informationRequirement><requiredInput href="#b"/></informationRequirement>
<literalExpression><text>{base}</text></literalExpression></decision>
<decision id="fee" name="fee"><informationRequirement><requiredDecision href="#base"/></informationRequirement>
<informationRequirement><requiredInput href="#a"/></informationRequirement>
<literalExpression><text>{fee}</text></literalExpression></decision></definitions>"""


def reckon(base: str = "area * rate", fee: str = "base", **inputs: Any) -> tuple[Any, tuple[api.Reckoning, ...]]:
    escape = {"<": "&lt;", ">": "&gt;"}
    texts = {name: "".join(escape.get(c, c) for c in text) for name, text in (("base", base), ("fee", fee))}
    model = api.read_dmn(MODEL.format(**texts), "d.dmn")
    values = {"area": 120, "rate": Decimal("3.5")} | inputs
    return api.reckon(model=model, decision="fee", inputs=values, told=api.shown)


def lines(text: str, **inputs: Any) -> list[tuple[str, str, Any]]:
    _result, found = reckon(base=text, **inputs)
    return [(one.text, one.filled, one.value) for one in found[0].lines]


def test_a_product_shows_its_values_and_what_came_of_it() -> None:
    result, (base, fee) = reckon()
    assert result == 420
    assert [(one.text, one.filled, one.value) for one in base.lines] == [("area * rate", "120 * 3.5", 420)]
    assert (fee.decision, fee.text, fee.value, fee.lines) == ("fee", "base", 420, ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("round half up(area * rate / 7, 2)", [
            ("area * rate / 7", "120 * 3.5 / 7", 60), ("round half up(area * rate / 7, 2)", "round half up(60.0, 2)", 60),
        ]),
        ("(area + 1) * rate", [("area + 1", "120 + 1", 121), ("(area + 1) * rate", "121 * 3.5", Decimal("423.5"))]),
        ("if area > 100 then area * 2 else area / 0", [
            ("area > 100", "120 > 100", True), ("area * 2", "120 * 2", 240),
        ]),
        ("if area > 500 then 1 else rate", [("area > 500", "120 > 500", False), ("rate", "", Decimal("3.5"))]),
        ("10 + (if area > 100 then 5 else 6)", [
            ("area > 100", "120 > 100", True), ("5", "", 5),
            ("10 + (if area > 100 then 5 else 6)", "10 + 5", 15),
        ]),
        ("max(area, rate) - min([area, 7])", [
            ("max(area, rate)", "max(120, 3.5)", 120), ("min([area, 7])", "min([120, 7])", 7),
            ("max(area, rate) - min([area, 7])", "120 - 7", 113),
        ]),
        ("area / (rate - 3.5)", [("rate - 3.5", "3.5 - 3.5", 0), ("area / (rate - 3.5)", "120 / 0.0", None)]),
        ("for x in 1..3 return x", []),
        ("5", []),
    ],
)  # fmt: skip
def test_parts_come_from_the_inside_out(text: str, wanted: list[tuple[str, str, Any]]) -> None:
    assert lines(text) == wanted


def test_what_is_long_comes_without_lines_but_with_its_value() -> None:
    for text in (" + ".join(["area"] * 200), "(" * 20 + "area + 1" + ") * 2" * 20):
        _result, found = reckon(base=text)
        assert found[0].lines == ()
        assert found[0].value is not None


names = st.sampled_from(["area", "rate", "2", "0.5"])
trees = st.recursive(
    names,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"if ({p[0]}) > ({p[1]}) then ({p[1]}) else ({p[2]})"),
        inner.map(lambda p: f"abs({p})"),
    ),
    max_leaves=6,
)


@given(trees)
def test_every_line_is_true_of_its_text(text: str) -> None:
    result, found = reckon(base=text)
    known = {"area": Decimal(120), "rate": Decimal("3.5")}
    assert result == api.evaluate(text, known)
    for line in found[0].lines:
        assert api.evaluate(line.text, known) == line.value
    if found[0].lines:
        assert found[0].lines[-1].value == found[0].value
