"""More time: once by the law, more often where the offer names a law, the later ones by the level above."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases.models import Extension
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Denied

pytestmark = pytest.mark.django_db
TWICE = city.offer(
    "延期事项", "Prolonged", "market", function='"f-twice"',
    extension=f'{{ most = 20, times = 2, again = "higher", legal_basis = {city.LICENSING} }}',
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {"offers": {"twice": TWICE}}


@pytest.fixture()
def accepted(submitted, do):
    def _accepted(offer: str) -> str:
        number = submitted(offer).number
        do(number, "accept", "market.clerk")
        return number

    return _accepted


@pytest.fixture()
def extend(official, at: dt.datetime):
    def _extend(
        number: str, amount: int, post: str = "market.leader", *, days: int = 0, reason: str = "x", name: str = ""
    ) -> None:
        cases.extend(number=number, amount=amount, reason=reason, by=official(post, name), at=at + days * DAY)

    return _extend


def due(number: str, by, at: dt.datetime) -> dt.date | None:
    return cases.case(number=number, by=by, at=at).summary.due


def test_by_the_law_time_is_prolonged_once_by_ten_days_with_a_reason(accepted, extend, resident, at) -> None:
    number = accepted("food")
    with pytest.raises(Denied):
        extend(number, 5, "market.clerk")
    for amount, reason in ((5, " "), (0, "x"), (11, "x"), (5, "x" * 501)):
        with pytest.raises(cases.Incomplete):
            extend(number, amount, reason=reason)
    extend(number, 5, reason="laboratory")
    assert due(number, resident, at) == dt.date(2026, 12, 14)
    with pytest.raises(cases.Conflict):
        extend(number, 5)


def test_departments_that_act_together_may_prolong_by_fifteen_days(accepted, extend) -> None:
    number = accepted("opening")
    with pytest.raises(cases.Incomplete):
        extend(number, 16)
    extend(number, 15)


def test_the_second_extension_is_for_another_person_of_the_level_above(
    accepted, extend, official, resident, at
) -> None:
    number, days = accepted("twice"), {"days": 1}
    extend(number, 12)
    with pytest.raises(Denied):
        extend(number, 5, **days)
    with pytest.raises(cases.Incomplete):
        extend(number, 9, "mayor", **days)
    extend(number, 8, "mayor", days=2, reason="another laboratory")
    with pytest.raises(cases.Conflict):
        extend(number, 1, "mayor", days=3)
    found = next(one for one in cases.why(number=number, by=resident, at=at + 3 * DAY) if one.kind == "handling")
    assert [(one.sequence, one.amount, one.post.en, one.name) for one in found.extensions] == [
        (1, 12, "leader", ""),
        (2, 8, "mayor", ""),
    ]
    assert sum((line.last - line.first).days + 1 for line in found.ledger if line.counts) == 10 + 20
    assert cases.why(number=number, by=official("market.leader"), at=at)[0].extensions[1].name == "Mayor"


def test_nobody_approves_twice_not_even_in_two_posts(accepted, extend, official, at) -> None:
    number = accepted("twice")
    extend(number, 5, "market.leader", name="chief")
    with pytest.raises(cases.Conflict):
        extend(number, 5, "mayor", name="chief", days=1)


def test_the_desk_offers_the_second_extension_to_the_level_above_only(accepted, extend, official, at) -> None:
    number = accepted("twice")
    extend(number, 5)
    acts = {
        post: {act.code: act.allowed for act in cases.desk_case(number=number, by=official(post), at=at).acts}
        for post in ("market.leader", "mayor")
    }
    assert ("extend" in acts["mayor"], acts["mayor"]["extend-again"]) == (False, True)
    assert acts["market.leader"]["extend-again"] is False
    left = cases.more_time(number=number, by=official("mayor"), at=at)
    assert (left.days, left.times, left.higher) == (15, 1, True)


def test_time_that_is_over_is_not_prolonged(accepted, extend, resident, at) -> None:
    number = accepted("food")
    extend(number, 5, days=20)  # the promise is over, the law's time is not
    found = {one.kind: one for one in cases.why(number=number, by=resident, at=at + 20 * DAY)}
    assert (found["handling"].due, found["statutory"].due) == (dt.date(2026, 12, 7), dt.date(2026, 12, 28))
    with pytest.raises(cases.Conflict):
        extend(accepted("food"), 5, days=60)


def test_the_reason_is_told_with_the_new_day(accepted, extend) -> None:
    extend(accepted("food"), 5, reason="检测设备故障")
    assert Message.objects.get(kind__endswith="DueDateChanged").body["reason"] == "检测设备故障"


def test_the_database_keeps_each_extension_single(accepted, extend) -> None:
    extend(accepted("food"), 5)
    row = Extension.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
