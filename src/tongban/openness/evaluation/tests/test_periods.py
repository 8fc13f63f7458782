"""The periods of ratings are dated parameters of the node."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.openness.evaluation.periods import last_day, limit_of

pytestmark = pytest.mark.django_db
DECLARED = """
[reply]
title = { zh = "答复", en = "Reply" }
unit = "calendar_days"
[[reply.values]]
from = 2026-01-01
value = "3"
article = "自定"
source = "own"
local = true
[[reply.values]]
from = 2026-12-01
value = "8"
article = "自定"
source = "own"
local = true
[appeal]
title = { zh = "申诉", en = "Appeal" }
unit = "months"
[[appeal.values]]
from = 2026-01-01
value = "1"
article = "自定"
source = "own"
local = true
"""


@pytest.fixture(scope="module")
def files():
    return {"parameters": {"evaluation": DECLARED}}


def test_a_period_is_as_long_as_was_declared_for_the_day_on_which_it_begins(published):
    noon = dt.datetime(2026, 11, 27, 4, tzinfo=dt.UTC)  # a Friday
    assert last_day("reply", since=noon) == dt.date(2026, 11, 30)
    assert last_day("reply", since=noon + dt.timedelta(days=7)) == dt.date(2026, 12, 12)


@pytest.mark.parametrize(("period", "days"), [("rate_again", 10), ("decide_appeal", 10), ("appeal", 5)])
def test_without_a_usable_declaration_the_rule_of_the_product_holds(published, period, days):
    limit = limit_of(period, on=dt.date(2026, 11, 27))
    assert (limit.amount, limit.unit) == (days, "working_days")
    assert limit_of("reply", on=dt.date(2025, 1, 1)).amount == 5
