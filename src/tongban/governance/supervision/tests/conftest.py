from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tongban.governance.supervision.models import Finding
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases.tests import city, services
from tongban.services.cases.tests.conftest import _city, do, official, published, resident, stranger, submitted
from tongban.services.cases.tests.test_story import to_decision

__all__ = ["_city", "do", "official", "published", "resident", "stranger", "submitted"]
ROLES = """
[[roles]]
code = "watched"
title = { zh = "被监督", en = "Watched" }
permissions = ["supervision.read", "supervision.explain", "cases.repair"]
[[roles]]
code = "watching"
title = { zh = "监督", en = "Watching" }
permissions = ["supervision.read", "supervision.judge", "supervision.explain"]
[[grants]]
posts = ["c.market.leader"]
scope = "c.market"
role = "watched"
[[grants]]
posts = ["c.mayor"]
scope = "c"
role = "watching"
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def files():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(city, "ROLES", city.ROLES + ROLES)
        yield services.FILES


@pytest.fixture()
def drained(at):
    """Everything that was told has arrived; then the findings as (kind, case)."""

    def _drained(when: dt.datetime | None = None) -> list[tuple[str, str]]:
        outbox.drain(at=when or at)
        return list(Finding.objects.order_by("id").values_list("kind", "subject"))

    return _drained


@pytest.fixture()
def decided(submitted, do):
    """A food shop, decided lawfully; gives its number."""

    def _decided(outcome: str = "granted", **more: object) -> str:
        number: str = submitted().number
        to_decision(number, do)
        do(number, "decide", "market.leader", outcome=outcome, article=0, **more)
        return number

    return _decided


@pytest.fixture()
def overdue(submitted, do, at):
    """A case that is accepted and whose time is over; gives its number."""
    number = submitted().number
    do(number, "accept", "market.clerk")
    cases.tick(at=at + dt.timedelta(days=60))
    return number
