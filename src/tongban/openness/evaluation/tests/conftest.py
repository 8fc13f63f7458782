from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import translation

from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation import api as evaluation
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import (
    _city,
    do,
    official,
    published,
    resident,
    stranger,
    submitted,
)
from tongban.services.cases.tests.test_story import to_decision

__all__ = ["_city", "do", "official", "published", "resident", "stranger", "submitted"]


JUDGES = """
[[roles]]
code = "judge"
title = { zh = "申诉裁定", en = "Judge" }
permissions = ["evaluation.judge"]
[[grants]]
posts = ["c.mayor", "c.market.leader", "c.health.clerk"]
scope = "c"
role = "judge"
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def files():
    """Leaders and clerks may read ratings and answer bad ones in their unit, some decide appeals of the whole city."""
    granted = city.ROLES
    for role in (city.CLERK, city.LEADER):
        granted = granted.replace(role, role[:-1] + ', "evaluation.read", "evaluation.follow"]')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(city, "ROLES", granted + JUDGES)
        yield {}


@pytest.fixture()
def decided(submitted, do, at) -> Callable[..., str]:
    """A case of a food shop, examined and decided by officials; gives its number."""

    def _decided(when: dt.datetime | None = None) -> str:
        number: str = submitted().number
        to_decision(number, do)
        do(number, "decide", "market.leader", outcome="granted", article=0)
        outbox.drain(at=when or at)
        return number

    return _decided


@pytest.fixture()
def rated(decided, resident, at) -> Callable[..., str]:
    def _rated(stars: int, **more: object) -> str:
        number = decided()
        evaluation.rate(case=number, stars=stars, by=resident, at=at, **more)
        return number

    return _rated
