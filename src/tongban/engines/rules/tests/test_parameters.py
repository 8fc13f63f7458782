"""Dated parameters by name, and functions that are handed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules
from tongban.engines.rules.builtins import parameters

AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Rate:
    value: Decimal


def lookup(name: str, on: dt.date) -> Rate:
    if name != "fees.rate":
        raise LookupError(f"no parameter {name!r}; did you mean 'fees.rate'?")
    return Rate(Decimal(2 if on.year < 2026 else 3))


@pytest.fixture(autouse=True)
def keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "_keepers", [lookup])


def asked(text: str, at: dt.datetime | None = AT) -> rules.Evaluation:
    return rules.compile_expression(text).evaluate({}, at=at)


def test_a_parameter_is_read_by_name_at_the_moment_of_the_run():
    assert asked('10 * parameter("fees.rate")').value == 30


def test_another_day_may_be_named():
    assert asked('parameter("fees.rate", date("2025-12-31"))').value == 2
    assert asked('parameter(name: "fees.rate", on: date("2026-01-01"))', at=None).value == 3


def test_an_unknown_parameter_is_null_with_a_warning_that_suggests():
    found = asked('parameter("fees.rat") + 1')
    assert found.value is None
    assert "did you mean 'fees.rate'" in str(found.warnings[0])


def test_without_a_moment_or_a_keeper_it_is_null_and_says_so(monkeypatch):
    assert "no moment" in str(asked('parameter("fees.rate")', at=None).warnings[0])
    monkeypatch.setattr(parameters, "_keepers", [])
    assert "no parameters are known" in str(asked('parameter("fees.rate")').warnings[0])


def test_looking_up_costs_steps():
    with pytest.raises(rules.LimitError):
        rules.evaluate('for i in 1..10000 return parameter("fees.rate", date("1000-01-01") + duration("P"+string(i)+"D"))',
                       {}, at=AT)  # fmt: skip
