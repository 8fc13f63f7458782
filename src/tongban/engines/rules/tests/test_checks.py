"""What a check finds in models, and what makes a model unreadable."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table
from tongban.kernel.declarations import api as declarations


def findings(xml, **options):
    return [str(finding) for finding in rules.check(rules.read_dmn(xml, "t.dmn"), **options)]


def test_a_complete_table_has_no_findings():
    assert findings(table([("<= 60", "1"), ("> 60", "2")])) == []


def test_a_row_without_an_article_is_an_error_with_its_row():
    (finding,) = rules.check(rules.read_dmn(table([("<= 1", "1"), ("> 1", "2")], article=" "), "t.dmn"))[:1]
    assert (finding.severity, finding.decision, finding.row, finding.element) == ("error", "D", 1, "r1")
    assert findings(table([("-", "1")], article=None), article=False)[0].startswith("warning")


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([("<= 60", "1"), (">= 60", "2")], "rules 1 and 2 can both match"),
        ([("< 60", "1"), ("> 60", "2")], "no rule matches when x = 60"),
        ([("[0..60]", "1"), ("> 60", "2")], "no rule matches when x < 0"),
        ([("< 1", "1"), ("[5..3]", "2"), (">= 1", "3")], "row 2 (line 1): this rule can never match"),
    ],
)
def test_overlaps_and_gaps_are_found_over_numbers(rows, part):
    assert any(part in finding for finding in findings(table(rows)))


def test_overlaps_and_gaps_are_found_over_several_columns():
    rows = [('"A"', "true", "1"), ('"A", "B"', "false", "2"), ('not("A")', "true", "3"), ("-", "true", "4")]
    found = findings(table(rows, inputs=[("k", "string"), ("b", "boolean")], allowed=""))
    assert sum("both match" in one for one in found) == 2
    assert sum("no rule matches when k = another text and b = false" in one for one in found) == 1


def test_consecutive_days_leave_no_gap():
    rows = [('<= @"2024-12-31"', "1"), ('>= @"2025-01-01"', "2")]
    assert findings(table(rows, inputs=[("d", "date")])) == []


def test_allowed_values_bound_the_domain():
    assert findings(table([('"A"', "1"), ('"B"', "2")], inputs=[("k", "string")], allowed='"A", "B"')) == []


def test_a_row_behind_a_wider_one_is_masked():
    assert any("rule 1 comes first" in one for one in findings(table([("> 0", "1"), ("> 5", "2")], policy="FIRST")))


def test_what_cannot_be_computed_is_passed_over():
    assert findings(table([("? * 2 > 5", "1"), ("> 1", "2")])) == []


def test_unknown_names_are_errors_with_a_suggestion():
    xml = definitions(input_data("area") + literal("D", "aera * 2 + count(rows[price > 1])", needs=requires("area")))
    found = findings(xml)
    assert "unknown name 'aera' in 'aera * 2 + count(rows[price > 1])'; did you mean 'area'?" in found[0]
    assert "unknown name 'rows'" in found[1]
    assert any("requires 'area', which nothing in it uses" in one for one in found)


CELLS = st.sampled_from(["-", "1", "2", "< 2", "<= 2", "> 1", "[1..2]", "(1..3)", "not(2)", "1, 3", "null"])
PROBES = [None, *(Decimal(text) for text in ("0", "1", "1.5", "2", "2.5", "3", "4"))]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_the_algebra_agrees_with_the_tests_themselves(rows):
    xml = table([(*row, "1") for row in rows], inputs=[("x", ""), ("y", "")])
    found = " ".join(findings(xml))
    hits = [
        sum(rules.test(a, x, {}) and rules.test(b, y, {}) for a, b in rows)
        for x, y in itertools.product(PROBES, PROBES)
    ]
    present = [
        count for count, (x, y) in zip(hits, itertools.product(PROBES, PROBES), strict=True) if None not in (x, y)
    ]
    assert ("both match" in found) is (max(hits) > 1)
    assert ("no rule matches" in found) is (min(present) == 0)


@pytest.mark.parametrize(
    ("xml", "part"),
    [
        ("<a>", "XML"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DOCTYPE"),
        ("<a/>", "no DMN model"),
        (definitions("<decision name='D'/>"), "exactly one logic"),
        (definitions("<decision name='D'><invocation/></decision>"), "calls exactly one function"),
        (definitions("<businessKnowledgeModel name='B'/>"), "exactly one body"),
        (definitions(literal("D", "1 +")), "expected a value"),
        (definitions(literal("D", "1", kind="tNone")), "unknown type 'tNone'"),
        (definitions(literal("D", "1", needs=requires("gone"))), "nothing here has the id '#i_gone'"),
        (definitions(literal("D", "1") + literal("D", "2")), "given twice"),
        (table([("-", "1")], policy="BEST"), "unknown hit policy 'BEST'"),
        (table([("-", "1")], policy="FIRST", aggregation="SUM"), "unknown aggregation"),
        (table([("-",)]), "1 input and 1 output cells, got 1 and 0"),
        (table([]), "at least one output and one rule"),
        (table([("-", "1", "2")], outputs=("a", "b"), policy="COLLECT", aggregation="SUM"), "has one output"),
        (table([("<< 1", "1")]), "row 1, column 1"),
    ],
)
def test_a_faulty_model_is_refused_with_the_place(xml, part):
    with pytest.raises(rules.ModelError) as caught:
        rules.read_dmn(xml, "t.dmn")
    assert part in str(caught.value)


def test_decisions_in_a_circle_are_refused():
    xml = definitions(
        literal("A", "B", needs=requires("B", kind="Decision"))
        + literal("B", "A", needs=requires("A", kind="Decision"))
    )
    with pytest.raises(rules.ModelError, match="in a circle"):
        rules.read_dmn(xml, "t.dmn")


def test_a_fault_names_its_line():
    xml = table([("-", "1")]).replace("<rule", "\n\n<rule").replace("<text>1</text>", "<text>1 +</text>")
    with pytest.raises(rules.ModelError) as caught:
        rules.read_dmn(xml, "t.dmn")
    assert caught.value.findings[0].line == 3


def package(tmp_path, xml):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "fee.dmn").write_text(xml, encoding="utf-8")
    (tmp_path / "system.toml").write_text(
        'id = "t"\nversion = "1"\ntitle = {zh = "试", en = "Test"}\n', encoding="utf-8"
    )
    return declarations.read(tmp_path)


@pytest.mark.django_db()
def test_a_package_holds_models_and_their_findings_become_problems(tmp_path):
    found = package(tmp_path, table([("< 1", "1")], article=""))
    assert found.find("rules", "fee").value.decision("D").name == "D"
    problems = declarations.check(found)
    assert {problem.severity for problem in problems} == {"error", "warning"}
    assert all("fee.dmn" in problem.file and "line 1, D" in problem.path for problem in problems)


def test_a_package_with_an_unreadable_model_names_file_and_line(tmp_path):
    with pytest.raises(
        declarations.DeclarationError, match=r"rules/fee\.dmn: line 1, D, row 1, column 2: expected a value"
    ):
        package(tmp_path, table([("-", "1 +")]))
