"""Money is exact, of one currency, and rounds only when told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.money.api import ROUNDING, Money, MoneyError, money

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(AMOUNTS, AMOUNTS)
def test_adding_and_taking_away_loses_nothing(one: Decimal, other: Decimal) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)


@given(AMOUNTS, st.sampled_from(sorted(ROUNDING)))
def test_rounding_moves_by_less_than_a_cent(amount: Decimal, rule: str) -> None:
    rounded = Money(amount).round(rule)
    assert abs(rounded.amount - amount) < Decimal("0.01")
    assert rounded.amount.as_tuple().exponent == -2


@pytest.mark.parametrize(("rule", "expected"), [
    ("half_up", "0.13"), ("half_even", "0.12"), ("down", "0.12"), ("floor", "0.12"), ("ceiling", "0.13"),
])  # fmt: skip
def test_each_rounding_rule_at_the_half(rule: str, expected: str) -> None:
    assert money("0.125").round(rule) == money(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,000", "1_000", "NaN", "Infinity", "1e5", "١٢", " 1", "0x1", True, 0.1, None]
)
def test_only_a_plain_decimal_is_an_amount(text: object) -> None:
    with pytest.raises(MoneyError):
        money(text)


@pytest.mark.parametrize("wrong", [
    lambda: money("1") + Money(Decimal(1), "EUR"),
    lambda: money("1") < Money(Decimal(1), "EUR"),
    lambda: Money(Decimal("NaN")),
    lambda: Money(1.5),
    lambda: Money(Decimal(1), "XXX"),
    lambda: money("1").round("up"),
    lambda: money("1") * 0.1,
    lambda: money("1") * True,
    lambda: money("9" * 25),
    lambda: money("0." + "1" * 23) * Decimal("0.1"),
    lambda: Money(Decimal("1E+40")),
])  # fmt: skip
def test_what_would_be_inexact_or_mixed_is_refused(wrong) -> None:
    with pytest.raises(MoneyError):
        wrong()


@pytest.mark.parametrize(("value", "shown"), [
    (money("1234.5"), "¥1,234.50"), (money("-5"), "-¥5.00"), (money("1.005"), "¥1.005"), (money("7", "JPY"), "JPY 7"),
    (money("1", "EUR"), "EUR 1.00"),
])  # fmt: skip
def test_an_amount_is_shown_as_it_is(value: Money, shown: str) -> None:
    assert str(value) == shown


def test_nothing_owed_is_false() -> None:
    assert not money("0.00")
    assert money("2.50") * 3 == money("7.5")
