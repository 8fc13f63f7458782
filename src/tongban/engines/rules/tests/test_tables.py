"""Decision tables: hit policies, traces, defaults, types."""

from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

D = Decimal

OVERLAPPING = [("> 0", "10"), ("> 5", "20"), ("> 5", "20")]


def decide(xml, **inputs):
    return rules.decide(model=rules.read_dmn(xml, "test.dmn"), decision="D", inputs=inputs)


@pytest.mark.parametrize(
    ("policy", "aggregation", "result"),
    [
        ("FIRST", "", D(10)),
        ("PRIORITY", "", D(20)),
        ("COLLECT", "", [D(10), D(20), D(20)]),
        ("RULE ORDER", "", [D(10), D(20), D(20)]),
        ("OUTPUT ORDER", "", [D(20), D(20), D(10)]),
        ("COLLECT", "SUM", D(50)),
        ("COLLECT", "MIN", D(10)),
        ("COLLECT", "MAX", D(20)),
        ("COLLECT", "COUNT", D(3)),
        ("UNIQUE", "", None),
        ("ANY", "", None),
    ],
)
def test_each_hit_policy_makes_its_own_of_the_matches(policy, aggregation, result):
    outcome = decide(table(OVERLAPPING, policy=policy, aggregation=aggregation, values="20, 10"), x=7)
    assert outcome.result == result
    assert bool(outcome.warnings) is (result is None)


@pytest.mark.parametrize(
    ("policy", "aggregation", "result"),
    [("UNIQUE", "", None), ("FIRST", "", None), ("COLLECT", "", []), ("COLLECT", "COUNT", 0), ("COLLECT", "SUM", None)],
)
def test_without_a_match_the_result_is_empty(policy, aggregation, result):
    assert decide(table(OVERLAPPING, policy=policy, aggregation=aggregation), x=-1).result == result


def test_any_takes_rules_that_agree():
    assert decide(table([("> 0", "1"), ("> 5", "1.0")], policy="ANY"), x=7).result == 1


def test_the_default_output_stands_where_no_rule_matches():
    assert decide(table([("> 0", "1")], default="99"), x=-1).result == 99


def test_the_trace_names_rule_article_inputs_and_outputs():
    rows = [("<= 60", '"小型"', "180"), ("> 60", '"大型"', "360")]
    outcome = decide(table(rows, outputs=("kind", "fee"), article="《收费办法》第八条"), x=80)
    assert outcome.result == {"kind": "大型", "fee": D(360)}
    (row,) = outcome.trace
    assert (row.table, row.rule_id, row.index, row.cells) == ("D", "r2", 2, ("> 60",))
    assert row.inputs == {"x": D(80)}
    assert row.outputs == {"kind": "大型", "fee": D(360)}
    assert row.annotations == {"依据": "《收费办法》第八条"}


def test_an_input_of_a_wrong_type_is_null_with_a_warning():
    outcome = decide(table([("-", "1")]), x="seven")
    assert outcome.result == 1
    assert "not of type number" in outcome.warnings[0].message


def test_an_input_that_is_not_allowed_is_null_with_a_warning():
    outcome = decide(table([('"a"', "1")], inputs=[("x", "string")], allowed='"a", "b"'), x="c")
    assert outcome.result is None
    assert 'none of "a", "b"' in outcome.warnings[0].message


def test_missing_and_unknown_inputs_are_warned_of():
    outcome = decide(table([("null", "1")]), y=1)
    assert outcome.result == 1
    assert sorted(w.message for w in outcome.warnings) == ["not given", "the model has no input 'y'"]


def test_decisions_are_taken_after_those_that_they_require_whatever_their_order_in_the_text():
    model = rules.read_dmn(
        definitions(
            literal("总价", "单价 * 数量", needs=requires("单价", kind="Decision") + requires("数量"))
            + literal("单价", "if 数量 > 10 then 8 else 10", needs=requires("数量"))
            + literal("unused", "nobody knows()")
            + input_data("数量", "number")
        ),
        "graph.dmn",
    )
    outcome = rules.decide(model=model, decision="总价", inputs={"数量": 20})
    assert outcome.result == 160
    assert outcome.results == {"单价": D(8), "总价": D(160)}
    assert not outcome.warnings
    given = rules.decide(model=model, decision="总价", inputs={"数量": 20, "单价": 1})
    assert given.result == 20


def test_a_boxed_context_gives_entries_or_its_last_value():
    logic = (
        '<context><contextEntry><variable name="基数"/><literalExpression><text>x + 1</text></literalExpression>'
        "</contextEntry><contextEntry><literalExpression><text>基数 * 2</text></literalExpression></contextEntry></context>"
    )
    xml = definitions(input_data("x") + f'<decision id="d_D" name="D">{requires("x")}{logic}</decision>')
    assert decide(xml, x=3).result == 8
    assert not rules.check(rules.read_dmn(xml, "test.dmn"))


def test_declared_types_constrain_inputs_and_results():
    types = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues>'
        '</itemDefinition><itemDefinition name="tPerson"><itemComponent name="出生 年"><typeRef>number</typeRef>'
        "</itemComponent></itemDefinition>"
    )
    body = input_data("level", "tLevel") + input_data("person", "tPerson")
    xml = definitions(types + body + literal("D", "[level, person.出生 年]", needs=requires("level", "person")))
    assert decide(xml, level="A", person={"出生 年": 1990}).result == ["A", D(1990)]
    outcome = decide(xml, level="C", person={"出生 年": "x"})
    assert outcome.result[0] is None
    assert len(outcome.warnings) == 3


def test_an_unknown_decision_names_the_known_ones():
    with pytest.raises(LookupError, match="no decision 'E'; known: D"):
        rules.decide(model=rules.read_dmn(table([("-", "1")]), "t.dmn"), decision="E", inputs={})


def test_the_same_model_is_compiled_once():
    assert rules.read_dmn(table([("-", "1")]), "t.dmn") is rules.read_dmn(table([("-", "1")]), "t.dmn")
