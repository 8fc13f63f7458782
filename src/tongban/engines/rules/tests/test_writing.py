"""Models written as XML and drawn."""

import re

import pytest
from lxml import etree

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

GRAPHICS = (
    '<dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" '
    'xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/"><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef="d_D">'
    '<dc:Bounds x="10" y="10" width="150" height="60"/></dmndi:DMNShape><dmndi:DMNShape dmnElementRef="i_x">'
    '<dc:Bounds x="10" y="150" width="150" height="40"/></dmndi:DMNShape><dmndi:DMNEdge dmnElementRef="none">'
    '<di:waypoint x="1" y="nan"/></dmndi:DMNEdge></dmndi:DMNDiagram></dmndi:DMNDI>'
)


def with_graphics(xml):
    return xml.replace("</definitions>", f"<!-- 说明 -->{GRAPHICS}</definitions>")


@pytest.mark.parametrize(
    ("version", "date"), [("1.2", "20180521"), ("1.3", "20191111"), ("1.4", "20211108"), ("1.5", "20230324")]
)
def test_a_model_is_written_in_each_version_with_all_that_it_holds(version, date):
    xml = with_graphics(table([("> 0", "1"), ("<= 0", "2")]))
    model = rules.read_dmn(xml, "t.dmn")
    written = rules.write_dmn(model, version=version)
    assert set(re.findall(r"DMN/(\d{8})/(?:MODEL|DMNDI)/", written)) == {date}
    assert "<!-- 说明 -->" in written
    again = rules.read_dmn(written, "t.dmn")
    assert again.decision("D").tables()[0].rules[1].annotations == {"依据": "第一条"}
    assert rules.decide(model=again, decision="D", inputs={"x": -1}).result == 2
    assert rules.write_dmn(again, version="1.3").split("?>")[1].strip() == etree.tostring(
        etree.fromstring(xml), encoding="unicode"
    )


def test_an_element_that_the_version_has_not_is_refused_with_its_line():
    part = "<{0}><literalExpression><text>true</text></literalExpression></{0}>"
    logic = "<conditional>" + "".join(part.format(name) for name in ("if", "then", "else")) + "</conditional>"
    model = rules.read_dmn(definitions(f'<decision id="d" name="D">{logic}</decision>'), "t.dmn")
    with pytest.raises(rules.ModelError, match=r"line 1\): <conditional> is not in DMN 1\.3; write DMN 1\.4"):
        rules.write_dmn(model, version="1.3")
    with pytest.raises(LookupError, match=r"no DMN '2\.0'; known: 1\.2"):
        rules.write_dmn(model, version="2.0")


def drawn(xml, language="en"):
    svg = rules.picture(rules.read_dmn(xml, "t.dmn", lenient=True), language)
    assert " style=" not in svg
    assert "<script" not in svg
    return etree.fromstring(svg)


def shapes(root):
    return [(one.get("class"), one.get("x"), one.get("y")) for one in root.iterfind("{*}rect")]


def test_a_diagram_is_drawn_where_the_model_draws_it():
    root = drawn(with_graphics(table([("> 0", "1")])))
    assert shapes(root) == [("drd-decision", "10", "10"), ("drd-inputData", "10", "150")]
    assert root.findtext("{*}desc") == "Decisions: D. Input data: x."
    (line,) = [one for one in root.iterfind("{*}path") if one.get("class") == "drd-informationRequirement"]
    assert line.get("d") == "M85 150L85 70"


def test_a_model_without_graphics_is_laid_out_from_below():
    body = (
        input_data("x")
        + literal("A", "x", needs=requires("x"))
        + literal("B", "A", needs=requires("A", kind="Decision"))
    )
    root = drawn(definitions(body), "zh-Hans")
    heights = [float(y) for kind, _x, y in sorted(shapes(root), key=lambda one: -float(one[2]))]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    assert root.findtext("{*}desc") == "决策：A、B。输入数据：x。"


def test_hostile_names_and_numbers_stay_text():
    root = drawn(definitions(literal("D", "1").replace('name="D"', 'name="&lt;script>alert(1)&lt;/script>"')))
    assert not list(root.iter("{*}script"))


def test_a_long_chain_is_drawn_and_decided():
    chain = literal("D0", "1") + "".join(
        literal(f"D{n}", f"D{n - 1} + 1", needs=requires(f"D{n - 1}", kind="Decision")) for n in range(1, 900)
    )
    model = rules.read_dmn(definitions(chain), "t.dmn")
    assert rules.decide(model=model, decision="D899", inputs={}).result == 900
    assert rules.picture(model, "en").count("drd-decision") == 900


def test_a_diagram_of_thousands_is_not_drawn():
    model = rules.read_dmn(definitions("".join(literal(f"D{n}", "1") for n in range(2_100))), "t.dmn")
    with pytest.raises(rules.LimitError, match="is not drawn"):
        rules.picture(model, "en")
