"""Clocks: due days, lights, pauses, extensions, and that each warning is told once."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases.models import Clock
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture()
def accepted(submitted, do):
    def _accepted(offer: str = "food") -> str:
        number = submitted(offer).number
        do(number, "accept", "market.clerk")
        return number

    return _accepted


def due(number: str, by: Subject, at: dt.datetime) -> tuple[dt.date | None, str]:
    found = cases.case(number=number, by=by, at=at).summary
    return found.due, found.light


def test_the_promised_day_and_the_lights(accepted, resident: Subject, at: dt.datetime) -> None:
    number = accepted()
    assert due(number, resident, at) == (dt.date(2026, 12, 7), "green")
    assert due(number, resident, dt.datetime(2026, 12, 1, 15, 59, tzinfo=dt.UTC))[1] == "green"
    assert due(number, resident, dt.datetime(2026, 12, 1, 16, 0, tzinfo=dt.UTC))[1] == "yellow"
    assert due(number, resident, dt.datetime(2026, 12, 7, 15, 59, tzinfo=dt.UTC))[1] == "yellow"
    assert due(number, resident, dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC))[1] == "red"


def test_each_part_of_a_life_event_has_its_own_clock(accepted, resident: Subject, at: dt.datetime) -> None:
    parts = cases.case(number=accepted("opening"), by=resident, at=at).parts
    assert [part.due for part in parts] == [dt.date(2026, 12, 7), dt.date(2026, 12, 3)]


def test_why_a_day_can_be_counted_again_from_the_ledger(accepted, resident: Subject, at: dt.datetime) -> None:
    clocks = cases.why(number=accepted(), by=resident, at=at)
    kinds = {clock.kind: clock for clock in clocks}
    assert (kinds["handling"].due, kinds["statutory"].due) == (dt.date(2026, 12, 7), dt.date(2026, 12, 21))
    assert kinds["acceptance"].result == "met"
    assert kinds["statutory"].basis.article == "第四十二条"
    counted = sum((line.last - line.first).days + 1 for line in kinds["handling"].ledger if line.counts)
    assert counted == 10


def test_a_pause_moves_the_due_day_and_is_told(accepted, official, resident: Subject, at: dt.datetime, news) -> None:
    number, leader = accepted(), official("market.leader")
    cases.suspend(number=number, cause="expert_review", by=leader, at=at)
    assert due(number, resident, at + 30 * DAY) == (None, "")
    cases.tick(at=at + 30 * DAY)
    assert "CaseOverdue" not in news()
    with pytest.raises(cases.Conflict):
        cases.suspend(number=number, cause="expert_review", by=leader, at=at)
    cases.resume(number=number, cause="expert_review", by=leader, at=at + 7 * DAY)
    assert due(number, resident, at + 7 * DAY)[0] == dt.date(2026, 12, 11)
    with pytest.raises(cases.Conflict):
        cases.resume(number=number, cause="expert_review", by=leader, at=at)
    assert news().count("DueDateChanged") == 2


def test_yellow_and_red_are_told_once_also_after_a_long_stop(accepted, at: dt.datetime, news) -> None:
    accepted()
    for moment in (at + 9 * DAY, at + 9 * DAY, at + 20 * DAY, at + 21 * DAY):
        cases.tick(at=moment)
    assert (news().count("CaseDueSoon"), news().count("CaseOverdue")) == (1, 1)


def test_after_a_long_stop_red_is_told_without_yellow(accepted, at: dt.datetime, news) -> None:
    accepted()
    cases.tick(at=at + 20 * DAY)
    assert (news().count("CaseDueSoon"), news().count("CaseOverdue")) == (0, 1)


def test_one_faulty_case_does_not_stop_the_clock_of_the_others(submitted, at: dt.datetime, news, monkeypatch) -> None:
    from tongban.services.cases.api import time

    first = submitted().number
    submitted()
    real = time.accepted

    def sometimes(case: object, *args: object, **kwargs: object) -> None:
        if case.number == first:
            raise LookupError("broken")
        real(case, *args, **kwargs)

    monkeypatch.setattr(time, "accepted", sometimes)
    cases.tick(at=at + 8 * DAY)
    assert news().count("CaseAccepted") == 1


def test_an_unpublished_year_is_provisional_until_its_notice(submitted, do, resident: Subject, at: dt.datetime) -> None:
    late = dt.datetime(2026, 12, 28, 1, 0, tzinfo=dt.UTC)
    number = submitted(at=late).number
    assert cases.case(number=number, by=resident, at=late).summary.provisional
    text = """region = "cn"\nyear = 2027\nsource = "notice"\n[[days]]\ndate = 2027-01-01\nworking = false\nname = { zh = "元旦", en = "New Year" }\n"""
    text += """[[days]]\ndate = 2027-01-04\nworking = false\nname = { zh = "调休", en = "moved" }\n"""
    before = cases.case(number=number, by=resident, at=late).summary.due
    deadlines.load_calendar(region="cn", at=late, text=text)
    outbox.drain(at=late)
    after = cases.case(number=number, by=resident, at=late).summary
    assert not after.provisional
    assert after.due > before
    assert not Clock.objects.filter(provisional=True).exists()
