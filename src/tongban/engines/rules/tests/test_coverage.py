"""The algebra of tables against brute force, and what it says of larger tables in well under a second."""

import itertools
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

CELLS = st.sampled_from(
    ["-", "1", "2", "< 2", "<= 2", "> 1", "[1..2]", "(1..3)", "not(2)", "1, 3", "null", "? > 5 - 3"]
)
PROBES = [None, *(Decimal(text) for text in ("0", "1", "1.5", "2", "2.5", "3", "4"))]
OPAQUE = "? > 5 - 3"


def messages(xml, article=True):
    return [finding.message for finding in rules.check(rules.read_dmn(xml, "t.dmn"), article=article)]


def taken(rows):
    """By rule the probes that it takes."""
    pairs = list(itertools.product(PROBES, PROBES))
    return [{(x, y) for x, y in pairs if rules.test(a, x, {}) and rules.test(b, y, {})} for a, b in rows]


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_masked_rules_are_those_that_brute_force_finds(rows):
    model = rules.read_dmn(table([(*row, "1") for row in rows], inputs=[("x", ""), ("y", "")], policy="FIRST"), "t.dmn")
    said = {one.row for one in rules.check(model) if "takes every case" in one.message or "take every" in one.message}
    cases = taken(rows)
    masked = {n + 1 for n, own in enumerate(cases) if own and own <= set().union(*cases[:n])}
    clear = {n + 1 for n, row in enumerate(rows) if OPAQUE not in row}
    opaque_before = {n + 1 for n in range(len(rows)) if any(OPAQUE in row for row in rows[: n + 1])}
    assert said <= masked
    assert masked & clear - opaque_before <= said


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_overlaps_and_gaps_are_never_said_where_there_are_none(rows):
    found = messages(table([(*row, "1") for row in rows], inputs=[("x", ""), ("y", "")]))
    cases = taken(rows)
    if any("both match" in one for one in found):
        assert any(a & b for a, b in itertools.combinations(cases, 2))
    if any("no rule matches" in one for one in found):
        present = set(itertools.product(PROBES[1:], PROBES[1:]))
        assert present - set().union(*cases)


def test_a_table_with_a_computed_cell_is_still_looked_at():
    found = messages(table([("> limit", "0"), ("< 5", "1"), ("< 9", "2")], inputs=[("x", "number")]))
    assert any("rules 2 and 3 can both match" in one for one in found)
    assert not any("no rule matches" in one for one in found)


def test_the_values_that_a_type_allows_bound_the_domain():
    kinds = '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
    xml = table([('"A"', "1"), ('"B"', "2")], inputs=[("k", "tKind")]).replace("<inputData", f"{kinds}<inputData", 1)
    assert messages(xml) == []


def test_rules_together_mask_another_one():
    found = messages(table([("< 5", "1"), (">= 5", "2"), ("[1..9]", "3")], policy="FIRST"))
    assert found == ["other rules together take every case of this rule: each comes first"]


def test_priority_masks_by_the_order_of_the_outputs():
    rows = [("> 3", '"low"'), ("> 1", '"high"'), ("<= 1", '"low"')]
    found = messages(table(rows, policy="PRIORITY", values='"high", "low"'))
    assert found == ["rule 2 ranks above it and takes every case of this rule"]


def test_any_compares_values_and_not_texts():
    assert messages(table([("-", "1"), ("< 5", "1.0")], policy="ANY")) == []
    assert any("outputs differ" in one for one in messages(table([("-", "1"), ("< 5", "2")], policy="ANY")))


def test_a_column_that_no_rule_asks_for_is_named():
    (found,) = rules.check(
        rules.read_dmn(table([("-", "> 1", "1"), ("-", "<= 1", "2")], inputs=[("x", ""), ("y", "")]), "t")
    )
    assert (found.severity, found.column) == ("warning", 1)


def test_input_data_that_nothing_requires_is_named():
    found = messages(definitions(input_data("area") + input_data("age") + literal("D", "area", needs=requires("area"))))
    assert found == ["no decision requires this input data"]


def test_unknown_names_are_warnings_in_models_from_elsewhere():
    model = rules.read_dmn(definitions(literal("D", "x + 1")), "t.dmn")
    assert [one.severity for one in rules.check(model)] == ["error"]
    assert [one.severity for one in rules.check(model, article=False)] == ["warning"]


def cell(pick, column):
    if pick.random() < 0.3:
        return "-"
    if column % 3 == 0:
        return f'"c{pick.randrange(40)}"'
    low = pick.randrange(1000)
    return pick.choice([f"[{low}..{low + pick.randrange(200)}]", f">= {low}", f"< {low}", str(low)])


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "PRIORITY"])
def test_280_rows_with_10_inputs_are_checked_in_well_under_a_second(policy):
    pick = random.Random(7)  # noqa: S311 (tables, no secrets)
    rows = [(*(cell(pick, column) for column in range(10)), str(n % 3)) for n in range(280)]
    inputs = [(f"x{column}", "") for column in range(10)]
    model = rules.read_dmn(table(rows, inputs=inputs, policy=policy, values="0, 1, 2"), "t.dmn")
    start = time.process_time()
    assert rules.check(model)
    assert time.process_time() - start < 0.9
