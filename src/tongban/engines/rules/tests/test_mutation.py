"""Which changes of a rule its worked cases notice."""

from __future__ import annotations

from decimal import Decimal

from tongban.engines.rules import api as rules
from tongban.engines.rules.mutation import different
from tongban.engines.rules.tests.test_model_texts import model
from tongban.engines.rules.worked import same

FEE = model("round up(base * 2, 0)")


def case(area: object, fee: object, decision: str = "fee", article: str = "") -> rules.WorkedCase:
    return rules.WorkedCase(decision, fee, {"area": area}, None, article)


def survivors(*cases: rules.WorkedCase) -> list[tuple[str, int, int, str]]:
    report = rules.mutate(model=FEE, cases=cases)
    assert report.red == ()
    assert report.tried == report.possible
    return [(one.decision, one.row, one.column, one.change) for one in report.survivors]


def test_cases_at_each_bound_notice_every_change():
    assert survivors(case(10, 0), case(Decimal("10.5"), 21), case(11, 22), case(1, 1, "base")) == []


def test_a_row_that_no_case_reaches_is_named():
    found = survivors(case(11, 22))
    assert ("fee", 1, 0, "the row is dropped: no case reaches this row") in found


def test_a_bound_without_a_case_on_it_is_named():
    found = survivors(case(3, 0), case(50, 100), case(1, 1, "base"))
    assert [(decision, row) for decision, row, _, change in found if "another end" in change] == [
        ("fee", 1),
        ("fee", 2),
    ]


def test_nothing_is_changed_while_a_case_is_red():
    report = rules.mutate(model=FEE, cases=[case(10, 0), case(11, 23), case(11, 22, article="nowhere")])
    assert [place for place, _ in report.red] == [1, 2]
    assert (report.tried, report.survivors) == (0, ())


def test_it_ends_in_time_and_says_how_far_it_came():
    report = rules.mutate(model=FEE, cases=[case(10, 0)], seconds=-1)
    assert report.tried == 0 < report.possible


def test_a_case_that_cannot_be_decided_is_red_and_not_an_error():
    proof = rules.prove(model=FEE, case=case(1, 1, "nothing"))
    assert "no decision 'nothing'" in proof.faults[0]


def test_another_value_is_never_the_same():
    import datetime as dt

    for value in (Decimal(1), True, "a", dt.date(2026, 5, 1), dt.date(1, 1, 1), [Decimal(1)], [], {"a": "b"}, None):
        assert not same(different(value), value)


def test_margins_hold_inside_lists_and_contexts():
    assert same([{"a": Decimal("1.004")}], [{"a": Decimal(1)}], Decimal("0.01"))
    assert not same([{"a": Decimal("1.02")}], [{"a": Decimal(1)}], Decimal("0.01"))
    assert not same(True, Decimal(1), Decimal(5))
