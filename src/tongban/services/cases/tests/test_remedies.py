"""Every decision says how it can be contested: where, until which day, by which article."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.tests.test_story import to_decision

pytestmark = pytest.mark.django_db
LIMITS = """
[review]
title = { zh = "复议期限", en = "Review" }
unit = "calendar_days"
[[review.values]]
from = 2024-01-01
value = "60"
article = "行政复议法第二十条"
source = "x"
[suit]
title = { zh = "诉讼期限", en = "Suit" }
unit = "months"
[[suit.values]]
from = 2027-01-01
value = "6"
article = "行政诉讼法第四十六条"
source = "x"
"""


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {"parameters": {"remedies": LIMITS}}


def test_the_refusal_names_the_government_above_and_a_last_day_that_is_a_working_day(
    submitted, do, resident, at: dt.datetime
) -> None:
    number = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="refused", reasons="x", article=0)
    (one,) = cases.case(number=number, by=resident, at=at).parts[0].remedies  # the suit's limit is not in force yet
    assert (one.kind, one.where.zh, one.article, one.verified) == ("review", "市", "行政复议法第二十条", False)
    assert one.until == dt.date(2027, 1, 22)  # sixty days from 23 November
    assert one.open
    late = cases.case(number=number, by=resident, at=at + dt.timedelta(days=61)).parts[0].remedies[0]
    assert not late.open


def test_what_is_not_decided_has_no_remedy(submitted, resident, at: dt.datetime) -> None:
    assert cases.case(number=submitted().number, by=resident, at=at).parts[0].remedies == ()
