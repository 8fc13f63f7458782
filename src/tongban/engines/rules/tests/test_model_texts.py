"""What is checked in the texts of a model: names of parameters, and that amounts of money are rounded."""

from __future__ import annotations

import pytest

from tongban.engines.rules import api as rules

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="m" namespace="urn:m">
<inputData id="i1" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="base" name="base"><variable name="base"/>
<informationRequirement id="q"><requiredInput href="#i1"/></informationRequirement>
<literalExpression id="l"><text>%(base)s</text></literalExpression></decision>
<decision id="fee" name="fee"><variable name="fee"/>
<informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
<informationRequirement id="r2"><requiredDecision href="#base"/></informationRequirement>
<decisionTable id="t" hitPolicy="UNIQUE">
<input id="c1"><inputExpression id="e1" typeRef="number"><text>area</text></inputExpression></input>
<output id="o" name="fee"/><annotation name="article"/>
<rule id="a"><inputEntry id="x1"><text>&lt;= 10</text></inputEntry><outputEntry id="y1"><text>0</text></outputEntry>
<annotationEntry><text>1</text></annotationEntry></rule>
<rule id="b"><inputEntry id="x2"><text>&gt; 10</text></inputEntry><outputEntry id="y2"><text>%(fee)s</text></outputEntry>
<annotationEntry><text>2</text></annotationEntry></rule>
</decisionTable></decision></definitions>"""
ROUNDED = [
    "12.50", "round half up(area * 1.205, 2)", "round half up(n: area / 3, scale: 0)", "floor(area / 3)", "base + 3",
    "if area > 5 then decimal(area, 2) else 0", "sum([round up(area, 1), 2])", "-ceiling(area)",
    '[{title: "a", amount: round down(area, 2)}, {title: "b", amount: 3}]',
    "for x in [1, 2] return {amount: round up(x * area, 2)}",
]  # fmt: skip
LOOSE = ["area * 2", "12.505", "area", "round half up(area, 3)", "base * 2", "if area > 5 then area else 0",
         "round up(area, area)", '[{title: "a", amount: area}]']  # fmt: skip


def model(fee: str, base: str = "round up(area, 2)") -> rules.Model:
    return rules.read_dmn(DMN % {"fee": fee.replace("<", "&lt;"), "base": base}, "m.dmn")


@pytest.mark.parametrize("text", ROUNDED)
def test_an_amount_that_the_rule_rounds_is_in_order(text: str):
    assert rules.check_rounding(model(text), decision="fee") == ()


@pytest.mark.parametrize("text", LOOSE)
def test_an_amount_that_nobody_rounds_is_named_with_its_cell(text: str):
    (found,) = rules.check_rounding(model(text), decision="fee")
    assert (found.severity, found.decision, found.row, found.column) == ("error", "fee", 2, 2)


def test_a_decision_that_is_only_passed_on_is_looked_into():
    (found,) = rules.check_rounding(model("base", "area / 3"), decision="fee")
    assert found.decision == "base"


def test_an_unknown_parameter_is_named_with_its_cell_and_the_nearest():
    (found,) = rules.check_parameters(model('area * parameter("fees.rat")'), known={"fees.rate", "other.one"})
    assert (found.severity, found.row, found.column) == ("error", 2, 2)
    assert found.suggestion == "did you mean 'fees.rate'?"


def test_a_known_parameter_is_in_order_and_one_not_written_out_is_doubted():
    known = {"fees.rate"}
    assert rules.check_parameters(model('parameter("fees.rate", date("2020-01-01"))'), known=known) == ()
    (found,) = rules.check_parameters(model('parameter("fees." + string(area))'), known=known)
    assert found.severity == "warning"
