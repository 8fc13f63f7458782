"""Boxed expressions, functions, decision services, declared types."""

from decimal import Decimal
from xml.sax.saxutils import escape

import pytest

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

D = Decimal


def text(feel, kind=""):
    return f'<literalExpression typeRef="{kind}"><text>{escape(feel)}</text></literalExpression>'


def decision(logic, *, name="D", needs="", kind=""):
    return f'<decision id="d_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/>{needs}{logic}</decision>'


def knows(*names):
    return "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#k_{name}"/></knowledgeRequirement>' for name in names
    )


def function(name, logic, *, parameters=(("n", ""),), needs="", kind="FEEL", result=""):
    formal = "".join(f'<formalParameter name="{one}" typeRef="{of}"/>' for one, of in parameters)
    return (
        f'<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}" typeRef="{result}"/>'
        f'<encapsulatedLogic kind="{kind}">{formal}{logic}</encapsulatedLogic>{needs}</businessKnowledgeModel>'
    )


def outcome(*parts, name="D", lenient=False, **inputs):
    model = rules.read_dmn(definitions("".join(parts)), "t.dmn", lenient=lenient)
    return rules.decide(model=model, decision=name, inputs=inputs)


def part(name, feel):
    return f"<{name}>{text(feel)}</{name}>"


@pytest.mark.parametrize(
    ("logic", "result"),
    [
        (f"<list>{text('1')}{text('2 + 3')}</list>", [D(1), D(5)]),
        (
            (
                f'<relation><column name="a"/><column name="b"/><row>{text("1")}{text("2")}</row><row>{text("3")}{text("4")}'
                "</row></relation>"
            ),
            [{"a": D(1), "b": D(2)}, {"a": D(3), "b": D(4)}],
        ),
        (f"<conditional>{part('if', '1 > 0')}{part('then', '1')}{part('else', '2')}</conditional>", D(1)),
        (f"<conditional>{part('if', 'null')}{part('then', '1')}{part('else', '2')}</conditional>", D(2)),
        (f'<for iteratorVariable="x">{part("in", "[1, 2]")}{part("return", "x * 2")}</for>', [D(2), D(4)]),
        (f'<for iteratorVariable="x">{part("in", "[1, 2]")}{part("return", "x + count(partial)")}</for>', [D(1), D(3)]),
        (f'<some iteratorVariable="x">{part("in", "[1, 2]")}{part("satisfies", "x > 1")}</some>', True),
        (f'<every iteratorVariable="x">{part("in", "[1, 2]")}{part("satisfies", "x > 1")}</every>', False),
        (f'<every iteratorVariable="x">{part("in", "[1, null]")}{part("satisfies", "x > 0")}</every>', None),
        (f"<filter>{part('in', '[{a: 1}, {a: 2}]')}{part('match', 'item.a > 1')}</filter>", [{"a": D(2)}]),
        (f"<filter>{part('in', '[{a: 1}, {a: 2}]')}{part('match', 'a = 1')}</filter>", [{"a": D(1)}]),
        (
            (
                f'<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="a"/>{text("a + 1")}'
                f"</functionDefinition></contextEntry><contextEntry>{text('f(2)')}</contextEntry></context>"
            ),
            D(3),
        ),
        (f'<context><contextEntry><variable name="a"/>{text("1")}</contextEntry></context>', {"a": D(1)}),
    ],
)
def test_every_kind_of_boxed_expression_yields_its_value(logic, result):
    assert outcome(decision(logic)).result == result


def test_an_invocation_binds_its_arguments_by_name():
    call = (
        f'<invocation>{text("f")}<binding><parameter name="b"/>{text("1")}</binding>'
        f'<binding><parameter name="a"/>{text("5")}</binding></invocation>'
    )
    f = function("f", text("a - b"), parameters=(("a", ""), ("b", "")))
    assert outcome(f, decision(call, needs=knows("f"))).result == 4


def test_functions_call_themselves_and_one_another():
    even = function("even", text("if n = 0 then true else odd(n - 1)"), needs=knows("odd"))
    odd = function("odd", text("if n = 0 then false else even(n - 1)"), needs=knows("even"))
    fact = function("fact", text("if n < 2 then 1 else n * fact(n - 1)"))
    both = decision(text("[even(7), fact(5)]"), needs=knows("even", "fact"))
    assert outcome(even, odd, fact, both).result == [False, D(120)]


def test_endless_recursion_stops_at_the_limit():
    f = function("f", text("f(n + 1)"))
    with pytest.raises(rules.LimitError):
        outcome(f, decision(text("f(1)"), needs=knows("f")))


@pytest.mark.parametrize(("argument", "result"), [("2", D(3)), ("[2]", D(3)), ('"two"', None)])
def test_arguments_are_made_to_fit_the_types_of_parameters(argument, result):
    f = function("f", text("n + 1"), parameters=(("n", "number"),))
    found = outcome(f, decision(text(f"f({argument})"), needs=knows("f")))
    assert found.result == result
    assert bool(found.warnings) is (result is None)


def test_the_result_of_a_function_fits_its_declared_type():
    f = function("f", text('"x"'), result="number")
    assert outcome(f, decision(text("f(1)"), needs=knows("f"))).result is None


@pytest.mark.parametrize("kind", ["Java", "PMML"])
def test_functions_from_outside_are_null_with_a_warning(kind):
    body = f'<context><contextEntry><variable name="class"/>{text(chr(34) + "java.lang.Math" + chr(34))}</contextEntry></context>'
    found = outcome(function("f", body, kind=kind), decision(text("f(1)"), needs=knows("f")), lenient=True)
    assert found.result is None
    assert kind in str(found.warnings[0])


SERVICE = (
    input_data("x", "number")
    + literal("In", "x * 100", needs=requires("x"))
    + literal("Mid", "In + 1", needs=requires("In", kind="Decision"))
    + literal("Out", "Mid + x", needs=requires("Mid", kind="Decision") + requires("x"))
    + '<decisionService id="k_S" name="S"><variable name="S"/><outputDecision href="#d_Out"/>'
    '<encapsulatedDecision href="#d_Mid"/><inputDecision href="#d_In"/><inputData href="#i_x"/></decisionService>'
)


def test_a_decision_service_is_a_function_of_input_data_then_input_decisions():
    parts = (SERVICE, decision(text("[S(1, 10), S(In: 20, x: 2)]"), needs=knows("S")))
    assert outcome(*parts).result == [D(12), D(23)]


def test_a_decision_service_is_called_from_outside():
    model = rules.read_dmn(definitions(SERVICE), "t.dmn")
    assert rules.call_service(model=model, service="S", inputs={"x": 1, "In": 10}).result == 12
    missing = rules.call_service(model=model, service="S", inputs={"x": 1})
    assert missing.result is None
    assert "'In' is not given" in str(missing.warnings[0])
    with pytest.raises(LookupError, match="no decision service 'T'; known: S"):
        rules.call_service(model=model, service="T", inputs={})


def test_a_service_that_calls_itself_through_its_decision_stops_at_the_limit():
    loop = '<decisionService id="k_S" name="S"><outputDecision href="#d_D"/></decisionService>'
    with pytest.raises(rules.LimitError):
        outcome(loop, decision(text("S()"), needs=knows("S")))


def test_a_service_with_several_outputs_yields_them_by_name():
    both = SERVICE.replace(
        '<outputDecision href="#d_Out"/>', '<outputDecision href="#d_Out"/><outputDecision href="#d_Mid"/>'
    )
    model = rules.read_dmn(definitions(both), "t.dmn")
    found = rules.call_service(model=model, service="S", inputs={"x": 1, "In": 10}).result
    assert found == {"Out": D(12), "Mid": D(11)}


def test_all_decisions_at_once():
    model = rules.read_dmn(definitions(SERVICE), "t.dmn")
    assert rules.evaluate_all(model=model, inputs={"x": 1}).result == {"In": D(100), "Mid": D(101), "Out": D(102)}


PERSON = (
    '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues>'
    "</itemDefinition>"
    '<itemDefinition name="tPerson"><itemComponent name="age"><typeRef>tAge</typeRef></itemComponent>'
    '<itemComponent name="kind"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues>'
    "</itemComponent></itemDefinition>"
    '<itemDefinition name="tPersons" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>'
    '<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2'
    "</text></typeConstraint></itemDefinition>"
)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("tAge", 150, True),
        ("tAge", 151, False),
        ("tPerson", {"age": 3, "kind": "a"}, True),
        ("tPerson", {"age": 3, "kind": "a", "more": 1}, True),
        ("tPerson", {"age": 3, "kind": "c"}, False),
        ("tPerson", {"age": 200, "kind": "a"}, False),
        ("tPerson", {"age": 3}, False),
        ("tPersons", [{"age": 3, "kind": "a"}], True),
        ("tPersons", {"age": 3, "kind": "a"}, True),
        ("tPersons", [{"age": 3, "kind": "a"}, {"age": -1, "kind": "a"}], False),
        ("tPair", [1, 2], True),
        ("tPair", [1], False),
    ],
)
def test_values_fit_declared_types_with_their_constraints_however_deep(kind, value, fits):
    found = outcome(PERSON, input_data("p", kind), literal("D", "p != null", needs=requires("p")), p=value)
    assert found.result is fits
    assert bool(found.warnings) is not fits


def test_priority_without_output_values_goes_by_the_allowed_values_of_the_type():
    xml = table([("> 0", '"low"'), ("> 5", '"high"')], policy="PRIORITY")
    level = '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"high", "low"</text></allowedValues></itemDefinition>'
    xml = xml.replace("<inputData", level + "<inputData", 1).replace(
        '<output name="y">', '<output name="y" typeRef="tLevel">'
    )
    assert rules.decide(model=rules.read_dmn(xml, "t"), decision="D", inputs={"x": 7}).result == "high"


def test_output_order_goes_by_the_first_output_then_the_next():
    rows = [("-", '"b"', "1"), ("-", '"a"', "2"), ("-", '"a"', "1")]
    xml = table(rows, policy="OUTPUT ORDER", outputs=("k", "n"))
    for name, order in (("k", '"a", "b"'), ("n", "1, 2")):
        xml = xml.replace(
            f'<output name="{name}">',
            f'<output name="{name}"><outputValues><text>{escape(order)}</text></outputValues>',
        )
    found = rules.decide(model=rules.read_dmn(xml, "t"), decision="D", inputs={"x": 1}).result
    assert [(one["k"], one["n"]) for one in found] == [("a", 1), ("a", 2), ("b", 1)]


def test_an_output_that_is_none_of_the_declared_values_is_null_with_a_warning():
    model = rules.read_dmn(table([("> 0", "1"), ("<= 0", "3")], values="1, 2"), "t")
    assert rules.decide(model=model, decision="D", inputs={"x": 1}).result == 1
    found = rules.decide(model=model, decision="D", inputs={"x": -1})
    assert found.result is None
    assert "the output of rule 2: the value is none of 1, 2" in str(found.warnings[0])


def test_a_model_from_elsewhere_is_decided_as_far_as_it_can_be():
    broken = definitions(
        input_data("x", "json")
        + literal("A", "1 +")
        + literal("B", "gone + 1", needs=requires("nowhere"))
        + literal("C", "x", needs=requires("x"), kind="integer")
        + '<decision id="d_E" name="E"/>'
    )
    with pytest.raises(rules.ModelError):
        rules.read_dmn(broken, "t.dmn")
    model = rules.read_dmn(broken, "t.dmn", lenient=True)
    severities = {finding.severity for finding in model.findings}
    assert severities == {"error", "warning"}
    results = rules.evaluate_all(model=model, inputs={"x": 3})
    assert results.result == {"A": None, "B": None, "C": D(3), "E": None}
    assert {warning.where for warning in results.warnings} >= {"decision 'A'", "decision 'B'", "decision 'E'"}


def test_an_expression_in_another_language_is_null_with_a_warning():
    foreign = (
        '<literalExpression expressionLanguage="http://www.w3.org/1999/XPath"><text>//a</text></literalExpression>'
    )
    found = outcome(decision(foreign), lenient=True)
    assert found.result is None
    assert "another expression language" in str(found.warnings[0])


@pytest.mark.parametrize("language", ["http://www.omg.org/spec/FEEL/20140401", "FEEL", "feel"])
def test_feel_goes_by_many_addresses(language):
    logic = f'<literalExpression expressionLanguage="{language}"><text>1 + 1</text></literalExpression>'
    assert outcome(decision(logic)).result == 2


def test_a_name_that_is_a_word_of_feel_spoils_no_other_text():
    column = '<context><contextEntry><variable name="in"/><literalExpression><text>1</text></literalExpression></contextEntry></context>'
    assert outcome(decision(column, name="A"), decision(text("2 in [1..3]"))).result is True


def test_names_may_hold_spaces_signs_and_apostrophes():
    xml = '<inputData id="i_1" name="Student\'s name"><variable name="Student\'s name"/></inputData>'
    need = '<informationRequirement><requiredInput href="#i_1"/></informationRequirement>'
    found = outcome(xml, decision(text('Student\'s name + "!"'), needs=need), **{"Student's name": "李"})
    assert found.result == "李!"
