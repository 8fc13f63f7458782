"""Test cases of OpenFisca's YAML dialect become worked cases; what cannot is said with its place."""

from __future__ import annotations

import contextlib
import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cli import main, openfisca, yamltext

TESTS = """# income tax
- name: "Basic: one person"
  period: 2024-01
  absolute_error_margin: 0.01
  input:
    salary: 1_000
    housing: tenant   # a word
    born: 1990-02-03
    code: 0101210010
  output:
    income_tax: 150.5
    housing_tax: {2024-01: 200, 2024-02: 210}
- name: Several
  period: 2024
  input:
    persons:
      Ann:
        salary: {2023: 1, 2024: 2400}
      Bob: {salary: 0, disabled: true}
    household:
      parents: [Ann, Bob]
      rent:
      - 500
      - .5
  output:
    persons:
      Ann: {basic_income: 600}
      Bob:
        basic_income: 0
    household:
      rent_aid: -12
"""


def by_decision(text: str) -> dict[str, list[openfisca.Case]]:
    found: dict[str, list[openfisca.Case]] = {}
    for one in openfisca.read(text):
        found.setdefault(one.decision, []).append(one)
    return found


def test_each_variable_and_period_becomes_a_case():
    found = by_decision(TESTS)
    (tax,) = found["income_tax"]
    assert tax.inputs == {
        "salary": Decimal(1000), "housing": "tenant", "born": dt.date(1990, 2, 3), "code": "0101210010",
    }  # fmt: skip
    assert (tax.expect, tax.day, tax.margin) == (Decimal("150.5"), dt.date(2024, 1, 1), Decimal("0.01"))
    assert [(one.expect, one.day.month) for one in found["housing_tax"]] == [(200, 1), (210, 2)]


def test_persons_and_groups_become_contexts():
    found = by_decision(TESTS)
    (income,) = found["basic_income"]
    assert income.expect == {"Ann": 600, "Bob": 0}
    assert income.inputs["persons"] == {"Ann": {"salary": 2400}, "Bob": {"salary": 0, "disabled": True}}
    assert income.inputs["household"] == {"parents": ["Ann", "Bob"], "rent": [500, Decimal("0.5")]}
    assert [one.expect for one in found["rent_aid"]] == [-12]


def test_the_scenario_is_toml_that_the_house_reads(tmp_path: Path, capsys):
    (tmp_path / "tests.yaml").write_text(TESTS)
    arguments = ["rules", "import-openfisca", str(tmp_path / "tests.yaml"), "--rule", "tax", "--source", "gazette 7"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    from tongban.services.cases.scenarios import declarations

    found = declarations.read(text, "scenarios/tests.toml")
    assert (found.certainty, found.source, len(found.rules)) == ("assumed", "gazette 7", 5)
    assert found.rules[0].margin == Decimal("0.01")
    assert tomllib.loads(text)["rules"][2]["at"] == dt.datetime(2024, 2, 1)


@pytest.mark.parametrize(("text", "words"), [
    ("- period: 2024\n  inputs: {}\n  output: {a: 1}", "unknown key 'inputs'"),
    ("- period: 2024-13\n  input: {}\n  output: {a: 1}", "no period"),
    ("- period: 2024\n  reforms: x.y\n  input: {}\n  output: {a: 1}", "change the rules"),
    ("- period: 2024\n  input: {a: {2023: 1}}\n  output: {b: 1}", "no value for 2024-01-01"),
    ("- period: 2024\n  input: {a: 1}", "expected input and output"),
    ("just words", "expected a list of tests"),
    ("- period: 2024\n  absolute_error_margin: some\n  input: {}\n  output: {b: 1}", "margin is a number"),
])  # fmt: skip
def test_what_cannot_be_taken_over_is_said(text: str, words: str):
    with pytest.raises(yamltext.YamlError, match=words):
        openfisca.read(text)


@pytest.mark.parametrize(("text", "value"), [
    ("12:30", "12:30"), ("0101210010", "0101210010"), ("1e3", Decimal(1000)), ("'it''s'", "it's"), ('"a\\tb"', "a\tb"),
    ("true", True), ("~", None), ("-7", Decimal(-7)), ("[1, [2, {a: b}], ]", [1, [2, {"a": "b"}]]), ("1.2.3", "1.2.3"),
    ("a # b", "a"), ("a#b", "a#b"), ("{'x y': 1}", {"x y": 1}), ("x: |\n  one\n  two", {"x": "one\ntwo"}),
    ("a:\n- 1\n- b: 2\n  c: 3\nd: [1,\n  2]", {"a": [1, {"b": 2, "c": 3}], "d": [1, 2]}), ("", None),
    ("-\n  a: 1\n-\n  - 2", [{"a": 1}, [2]]),
])  # fmt: skip
def test_values_are_read_without_the_traps_of_yaml(text: str, value: object):
    assert yamltext.read(text) == value


@pytest.mark.parametrize("text", [
    "a: yes", "a: &x 1", "a: *x", "a: !!python/object:os.system x", "a: 1\na: 2", "a: [1", "\ta: 1", "a: 'b", "a: 1\n   b: 2",
    "a: {b 1}", "- a\nb: 1", "a: 2024-02-30", "a: " + "[" * 60 + "]" * 60, "- " * 60 + "a", "a: ]", "a: [1] 2", "a: {",
])  # fmt: skip
def test_the_rest_of_yaml_is_refused_with_its_line(text: str):
    with pytest.raises(yamltext.YamlError, match=r"line \d+: "):
        yamltext.read(text)


@given(st.text(alphabet=" -:[]{}'\"#\nab1.|>&*,\t", max_size=60))
def test_nothing_that_is_written_ends_in_another_error(text: str):
    with contextlib.suppress(yamltext.YamlError):
        openfisca.read(text)
