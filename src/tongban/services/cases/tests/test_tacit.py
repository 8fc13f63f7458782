"""Silence is a grant where the law says so: once, with a sealed certificate, whatever is late or crashes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.services.cases import api as cases
from tongban.services.cases import holding
from tongban.services.cases.api import tacit
from tongban.services.cases.models import Case, Decision
from tongban.services.cases.tests.city import LICENSING, OFFERS
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision
from tongban.services.certificates import api as certificates

pytestmark = pytest.mark.django_db
LETTER = """//! title = { zh = "视为准予证明", en = "Certificate of silence" }
//! prefix = "MS"
//! [[fields]]
//! name = "due"
//! label = { zh = "最后日期", en = "Last day" }
"""
OVER = 30 * DAY  # twenty working days from 23 November end on 21 December


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    renewal = OFFERS["food"].replace("f-market", "f-renewal")
    renewal += f'\ntacit = {{ document = "silence", legal_basis = {LICENSING} }}'
    return {"offers": {"renewal": renewal}, "documents": {"silence": LETTER}}


@pytest.fixture()
def waiting(submitted, do) -> str:
    number: str = submitted("renewal").number
    to_decision(number, do)
    return number


def test_nobody_decides_and_the_law_grants_with_a_certificate_that_verifies(
    waiting: str, resident, news, at: dt.datetime
) -> None:
    cases.tick(at=at + 28 * DAY)
    assert cases.case(number=waiting, by=resident, at=at).summary.state == "accepted"
    for days in (200, 201):
        cases.tick(at=at + days * DAY)
    mine = cases.case(number=waiting, by=resident, at=at + 201 * DAY)
    assert (mine.summary.state, mine.summary.outcome, mine.parts[0].basis.article) == (
        "closed",
        "granted",
        "第四十二条",
    )
    (one,) = mine.certificates
    assert certificates.verify_number(number=one.number, code=one.code, at=at + 201 * DAY).status == "valid"
    assert [row.value.zh for row in one.rows] == ["2026年12月21日"]
    assert [news().count(kind) for kind in ("MatterDecided", "CaseDecided", "CaseClosed")] == [1, 1, 1]
    sound(Case.objects.get(number=waiting))


def test_a_late_refusal_is_refused_before_the_clock_notices(waiting: str, do, at: dt.datetime) -> None:
    with pytest.raises(cases.Conflict):
        do(waiting, "decide", "market.leader", when=at + OVER, outcome="refused", reasons="x", article=0)
    assert not Decision.objects.exists()


def test_a_pause_of_the_law_keeps_silence_from_granting(waiting: str, official, resident, at: dt.datetime) -> None:
    cases.suspend(number=waiting, cause="test", by=official("market.leader"), at=at)
    cases.tick(at=at + OVER)
    assert cases.case(number=waiting, by=resident, at=at + OVER).summary.state == "accepted"


def test_a_kill_leaves_nothing_and_it_is_granted_then(waiting: str, at: dt.datetime) -> None:
    def grant() -> None:
        with holding.locked(waiting, at=at + OVER) as case:
            tacit.decide(case, at + OVER)

    survives(grant)
    assert Decision.objects.get().task is None


def test_the_decision_cannot_be_changed(waiting: str, at: dt.datetime) -> None:
    cases.tick(at=at + OVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(outcome="refused", reasons="x")
