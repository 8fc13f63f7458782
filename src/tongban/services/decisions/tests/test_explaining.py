"""A decision is explained in plain words of both languages, row by row and value by value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from tongban.services.decisions import api as decisions
from tongban.services.decisions import formulas, words
from tongban.services.decisions.tests.test_log import made  # noqa: F401 (a fixture)

LABELS = {"area": "占地面积", "fee": "应缴"}
CELLS = [
    ("-", "", ""), ("< 60", "less than 60", "小于 60"), (">= 2000", "at least 2,000", "不小于 2,000"),
    ("(10..500]", "more than 10, up to 500", "大于 10 至 500"), ("[1..5]", "from 1 to 5", "1 至 5"),
    ('"a","b"', "a or b", "a或者b"), ('not("a")', "not: a", "并非：a"), ("true", "Yes", "是"), ("-3", "-3", "-3"),
    ("null", "not known", "未知"), ('>= date("2026-01-31")', "at least 31 January 2026", "不小于 2026年1月31日"),
    ("? > area + 1", "? > area + 1", "? > area + 1"), ("!= 3", "anything but 3", "不是3"), ("((", "((", "(("),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "english", "chinese"), CELLS)
def test_a_cell_is_said_in_words(cell: str, english: str, chinese: str):
    with translation.override("en"):
        assert words.asked(cell) == english
    with translation.override("zh-hans"):
        assert words.asked(cell) == chinese


@pytest.mark.parametrize(("value", "english"), [
    (None, "not known"), (True, "Yes"), (Decimal("1234.50"), "1,234.50"), (dt.date(2026, 1, 31), "31 January 2026"),
    (["a", Decimal(2)], "a, 2"), ([], "none"), ({"a": Decimal(1), "b": None}, "a: 1; b: not known"),
    (dt.timedelta(days=2), "P2D"),
])  # fmt: skip
def test_a_value_is_said_in_words(value: object, english: str):
    with translation.override("en"):
        assert words.told(value) == english


@pytest.mark.parametrize(("text", "english"), [
    ('area * parameter("fees.rate")', "Area × Rate"), ("area_2 / area", "area_2 ÷ Area"),
    ("round half up(area * 2, 2)", "Area × 2, rounded to 2 digits, halves away from zero"),
    ("round down(area, 0)", "Area, cut off after 0 digits"),
    ("round up(area, 0) + round up(2, 0)", "round up(Area, 0) + round up(2, 0)"),
])  # fmt: skip
def test_a_formula_speaks_of_what_people_know(text: str, english: str):
    with translation.override("en"):
        assert formulas.formula(text, {"area": "Area"}, {"fees.rate": "Rate"}) == english


@pytest.mark.django_db
def test_an_explanation_names_row_article_values_and_parameters(made):  # noqa: F811
    with translation.override("zh-hans"):
        found = decisions.explain(made(), labels=LABELS)
    (step,) = found.steps
    assert (found.rule, found.decision, found.result) == ("Fees", "应缴", "30.50")
    assert (step.table, step.row, step.article, step.notes) == ("应缴", 2, "第二条", ("large",))
    assert [(one.label, one.value, one.asks) for one in step.conditions] == [("面积", "20.333", "大于 10 至 500")]
    (output,) = step.outputs
    assert (output.label, output.value) == ("应缴", "30.5")
    assert output.formula == "占地面积 × 标准，四舍五入到 2 位小数"
    assert output.values == (("占地面积", "20.333"),)
    assert found.articles == ("第二条", "第三条")


@pytest.mark.django_db
def test_a_row_with_a_plain_result_has_no_formula_and_is_explained_by_its_own_version(made, tmp_path):  # noqa: F811
    from tongban.services.decisions.tests.test_log import AT, DMN, publish

    entry = made(5)
    publish(tmp_path / "fees", DMN.replace("&lt;= 10", "&lt;= 1"), at=AT)
    with translation.override("en"):
        (step,) = decisions.explain(entry).steps
    assert [(one.value, one.formula) for one in step.outputs] == [("0", "")]
    assert step.conditions[0].asks == "at most 10"


LITERAL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Fees" namespace="urn:fees">
<inputData id="i1" name="area"/>
<decision id="base" name="base" label="基数 / Base"><variable name="base" typeRef="number"/>
<informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
<literalExpression><text>area * parameter("fees.rate")</text></literalExpression></decision>
<decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
<informationRequirement id="r2"><requiredDecision href="#base"/></informationRequirement>
<literalExpression><text>round half up(base / 3, 2)</text></literalExpression></decision></definitions>"""


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "area", "base", "fee"), [
    ("en", "Area", "Base", "Base ÷ 3, rounded to 2 digits, halves away from zero"),
    ("zh-hans", "占地面积", "基数", "基数 ÷ 3，四舍五入到 2 位小数"),
])  # fmt: skip
def test_formulas_without_a_table_are_gone_through_step_by_step(tmp_path, language, area, base, fee):
    from tongban.services.decisions.tests.test_log import AT, publish, reading

    publish(tmp_path / "fees", LITERAL)
    with reading(), translation.override(language):
        entry = decisions.decide(case="C", rule="fees", decision="fee", inputs={"area": 120}, at=AT, by="system")
        steps = decisions.explain(entry, labels={"area": area}).steps
    first, second = steps
    assert (first.row, first.table) == (0, base)
    rate = "Rate" if language == "en" else "标准"
    lines = [(one.text, one.filled, one.value) for step in steps for one in step.outputs[0].lines]
    assert lines[0] == (f"{area} × {rate}", "120 × 1.50", "180.00")
    assert lines[1] == (f"{base} ÷ 3", "180.00 ÷ 3", "60.00")
    assert lines[2][0] == fee
    assert second.outputs[0].value == "60.00"


@pytest.mark.django_db
def test_what_would_come_out_otherwise_today_is_not_explained_wrongly(tmp_path, monkeypatch):
    from tongban.services.decisions import explaining
    from tongban.services.decisions.tests.test_log import AT, publish, reading

    publish(tmp_path / "fees", LITERAL)
    with reading():
        entry = decisions.decide(case="C", rule="fees", decision="fee", inputs={"area": 120}, at=AT, by="system")
    monkeypatch.setattr(explaining.rules, "reckon", lambda **_: (Decimal(1), ()))
    assert decisions.explain(entry).steps == ()
