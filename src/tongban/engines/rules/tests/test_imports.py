"""Models of a folder that import one another."""

from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import NAMESPACE, input_data, literal, requires


def model(name, body, *imports):
    lines = "".join(
        f'<import namespace="urn:{ns}" name="{prefix}" importType="{NAMESPACE}"/>' for prefix, ns in imports
    )
    return f'<definitions xmlns="{NAMESPACE}" name="{name}" namespace="urn:{name}">{lines}{body}</definitions>'


BASE = (
    '<itemDefinition name="tArea"><typeRef>number</typeRef><allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>'
    + input_data("area", "tArea")
    + literal("Size", 'if area > 60 then "large" else "small"', needs=requires("area"))
    + '<businessKnowledgeModel id="k" name="Double"><encapsulatedLogic><formalParameter name="n" typeRef="tArea"/>'
    "<literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
)
FEE = (
    '<decision id="d_Fee" name="Fee"><informationRequirement><requiredDecision href="urn:base#d_Size"/>'
    '</informationRequirement><knowledgeRequirement><requiredKnowledge href="urn:base#k"/></knowledgeRequirement>'
    "<literalExpression><text>{size: base.Size, fee: base.Double(5), none: base.Double(-1)}</text></literalExpression></decision>"
)
TOP = (
    input_data("area", "b.base.tArea")
    + '<decision id="d_Top" name="Top"><informationRequirement><requiredDecision href="urn:fee#d_Fee"/>'
    "</informationRequirement><literalExpression><text>b.Fee.size</text></literalExpression></decision>"
)


@pytest.fixture()
def folder(tmp_path):
    (tmp_path / "base.dmn").write_text(model("base", BASE), encoding="utf-8")
    (tmp_path / "fee.dmn").write_text(model("fee", FEE, ("base", "base")), encoding="utf-8")
    (tmp_path / "top.dmn").write_text(model("top", TOP, ("b", "fee")), encoding="utf-8")
    (tmp_path / "noise.dmn").write_text("no model", encoding="utf-8")
    return tmp_path


def test_decisions_functions_and_types_of_imports_are_used_however_deep(folder):
    fee = rules.decide(model=rules.read_dmn_file(folder / "fee.dmn"), decision="Fee", inputs={"area": 80})
    assert fee.result == {"size": "large", "fee": Decimal(10), "none": None}
    top = rules.read_dmn_file(folder / "top.dmn", lenient=False)
    assert rules.decide(model=top, decision="Top", inputs={"area": 80}).result == "large"
    assert rules.decide(model=top, decision="Top", inputs={"area": -1}).warnings


def test_a_decision_of_an_import_can_be_given(folder):
    model = rules.read_dmn_file(folder / "fee.dmn")
    found = rules.decide(model=model, decision="Fee", inputs={"Size": "given"})
    assert found.result["size"] == "given"
    assert not [one for one in found.warnings if "no input" in one.message]


def test_what_is_imported_can_be_handed_in(folder):
    base = rules.read_dmn((folder / "base.dmn").read_text(encoding="utf-8"), "base.dmn")
    text = (folder / "fee.dmn").read_text(encoding="utf-8")
    fee = rules.read_dmn(text, "fee.dmn", imports={base.namespace: base})
    assert rules.decide(model=fee, decision="Fee", inputs={"area": 1}).result["size"] == "small"
    with pytest.raises(rules.ModelError, match="no model of the namespace 'urn:base'"):
        rules.read_dmn(text, "fee.dmn")


def test_an_import_without_a_name_is_seen_by_plain_names(folder):
    plain = FEE.replace("base.Size", "Size").replace("base.Double", "Double")
    (folder / "plain.dmn").write_text(model("plain", input_data("a", "tArea") + plain, ("", "base")), encoding="utf-8")
    found = rules.read_dmn_file(folder / "plain.dmn", lenient=False)
    result = rules.decide(model=found, decision="Fee", inputs={"area": 80}).result
    assert result == {"size": "large", "fee": Decimal(10), "none": None}


def test_models_that_import_one_another_are_refused(tmp_path):
    (tmp_path / "a.dmn").write_text(model("a", literal("A", "1"), ("b", "b")), encoding="utf-8")
    (tmp_path / "b.dmn").write_text(model("b", literal("B", "1"), ("a", "a")), encoding="utf-8")
    with pytest.raises(rules.ModelError, match=r"a\.dmn → b\.dmn → a\.dmn"):
        rules.read_dmn_file(tmp_path / "a.dmn")


def test_types_that_imports_multiply_stop_at_a_limit(tmp_path):
    types = "".join(f'<itemDefinition name="t{n}"><typeRef>number</typeRef></itemDefinition>' for n in range(100))
    (tmp_path / "m0.dmn").write_text(model("m0", types), encoding="utf-8")
    for level in range(1, 5):
        many = [(f"p{n}", f"m{level - 1}") for n in range(20)]
        (tmp_path / f"m{level}.dmn").write_text(model(f"m{level}", literal("D", "1"), *many), encoding="utf-8")
    with pytest.raises(rules.ModelError, match="the imports bring more than 20000 types"):
        rules.read_dmn_file(tmp_path / "m4.dmn", lenient=False)
    found = rules.read_dmn_file(tmp_path / "m4.dmn")
    assert rules.decide(model=found, decision="D", inputs={}).result == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_is_read_in_the_encoding_that_it_declares(tmp_path, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + model("m", literal("结果", '"好"'))
    (tmp_path / "m.dmn").write_bytes(text.encode(encoding))
    found = rules.decide(model=rules.read_dmn_file(tmp_path / "m.dmn"), decision="结果", inputs={})
    assert found.result == "好"
    assert rules.read_dmn(text, "m.dmn").decisions.keys() == {"结果"}
