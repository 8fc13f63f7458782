"""Inputs get fields by their type, a try marks the rows that matched, versions are compared cell by cell."""

from decimal import Decimal

import pytest

from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests.town import FEES
from tongban.governance.rulebooks.texts import Book
from tongban.governance.rulebooks.trials import same

pytestmark = pytest.mark.django_db


@pytest.fixture()
def model(town):
    return api.review(FEES, "fees").model


def fields(model, **typed):
    asked = api.inputs_of(rule="fees", text=FEES, model=model, decision="fee")
    return api.given(asked, {name: [text] for name, text in typed.items()})


def test_fields_are_labelled_as_the_forms_ask_or_as_the_table_says(model):
    found, _ = fields(model)
    assert [(one.name, one.kind, one.label) for one in found] == [("area", "number", "Area"), ("kind", "text", "种类")]


def test_what_was_typed_becomes_a_value_or_an_error_that_keeps_it(model):
    _, values = fields(model, area="1,200.50", kind=" x ")
    assert values == {"area": Decimal("1200.50"), "kind": "x"}
    for wrong in ("many", "1e99999", "NaN", "Infinity"):
        found, values = fields(model, area=wrong)
        assert found[0].error.startswith("Write a number")
        assert (found[0].value, values) == (wrong, {})


def test_a_try_says_the_result_and_which_rows_matched(model, at):
    _, values = fields(model, area="80", kind="x")
    found = api.decide(model=model, text=FEES, decision="fee", values=values, at=at)
    assert (found.result, found.matched, found.warnings) == ("240.00", frozenset({("fee-table", "r2")}), ())


def test_a_try_without_an_input_says_what_is_missing(model, at):
    found = api.decide(model=model, text=FEES, decision="fee", values={}, at=at)
    assert found.result == "null"
    assert found.warnings
    assert not found.matched


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda book: book.set("fee-table", "r2", ["(50..100]", "-", "area", "二"]), ["changed"]),
        (lambda book: book.add("fee-table", "r1", ["1", "-", "1", "四"]), ["added"]),
        (lambda book: book.remove("fee-table", "r2"), ["removed"]),
        (lambda book: book.move("fee-table", "r3", up=True), ["moved"]),
    ],
)
def test_versions_are_compared_row_by_row(change, kinds):
    book = Book(FEES)
    change(book)
    found = api.compare(FEES, book.text())
    assert [one.kind for one in found.sheets[0].lines] == kinds
    assert not found.elsewhere
    assert api.compare(FEES, FEES).empty


def test_cells_that_changed_are_told_from_those_that_did_not():
    book = Book(FEES)
    book.set("fee-table", "r2", ["(50..100]", "-", "round half up(area * 3, 2)", "办法第二条"])
    line = api.compare(FEES, book.text()).sheets[0].lines[0]
    assert (line.before, line.after, [one.changed for one in line.cells]) == (2, 2, [True, False, False, False])


def test_what_differs_outside_the_rows_is_noted():
    found = api.compare(FEES, FEES.replace("<text>area</text>", "<text>area + 1</text>"))
    assert (found.sheets, found.elsewhere) == ((), True)


def test_an_overlap_is_placed_on_its_row_and_blocks_nothing_but_publication(draft, owner, at):
    line = api.sheets(draft.text)[0].line("r1")
    done = api.set_line(
        rule="fees", table="fee-table", line="r1", cells=("<= 60", "-", "100", "一"), seen=line.seen, by=owner, at=at
    )
    faults = api.review(done.text, "fees").faults
    assert any(one.line is not None and one.sheet.id == "fee-table" for one in faults)


@pytest.mark.parametrize(
    ("cell", "words"), [("area * 3.333", ""), ('round half up(parameter("no.such"), 2)', "no.such")]
)
def test_a_fee_that_is_not_rounded_and_a_parameter_that_nobody_has_are_refused(draft, owner, at, cell, words):
    line = api.sheets(draft.text)[0].line("r2")
    with pytest.raises(api.RowRefused) as refused:
        api.set_line(
            rule="fees", table="fee-table", line="r2", cells=("(50..200]", "-", cell, "二"), seen=line.seen, by=owner,
            at=at,
        )  # fmt: skip
    assert any(words in one.message for one in refused.value.cells)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [(Decimal(240), Decimal("240.00"), True), (None, None, True), (None, False, False), ([1, "a"], [1, "a"], True),
     ("1", 1, False), ({"a": Decimal("1.0")}, {"a": 1}, True)],
)  # fmt: skip
def test_results_are_compared_by_value(one, other, equal):
    assert same(one, other) is equal
