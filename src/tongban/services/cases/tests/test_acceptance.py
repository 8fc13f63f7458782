"""Acceptance and the one-time supplement notice (Administrative Licensing Law, art. 32)."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
PLAN = cases.Missing("plan", Text("平面图", "floor plan"), "text")
LEASE = cases.Missing("lease", Text("租约", "lease"), "file")


def answer(number: str, by: Subject, at: dt.datetime) -> None:
    cases.answer_supplement(number=number, replies={"plan": cases.Reply(text="attached")}, by=by, at=at)


def test_a_supplement_notice_stops_the_clock_until_it_is_answered(
    submitted, do, resident: Subject, at: dt.datetime, news
) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN])
    mine = cases.case(number=number, by=resident, at=at)
    assert (mine.summary.state, mine.running, mine.may) == ("supplement", "answer", {"answer", "withdraw"})
    assert mine.summary.due == dt.date(2026, 12, 23)
    answer(number, resident, at + 3 * DAY)
    mine = cases.case(number=number, by=resident, at=at + 3 * DAY)
    assert (mine.summary.state, mine.summary.due) == ("submitted", dt.date(2026, 12, 3))
    assert news() == ["CaseOpened", "SupplementRequested", "SupplementAnswered"]


def test_every_item_must_be_answered_at_once(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN, LEASE])
    with pytest.raises(cases.Incomplete) as refused:
        answer(number, resident, at)
    assert refused.value.field == "lease"
    assert cases.case(number=number, by=resident, at=at).summary.state == "supplement"


def test_a_file_of_another_case_is_no_answer(submitted, do, resident: Subject, at: dt.datetime) -> None:
    first, second = submitted().number, submitted().number
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    foreign = cases.add_file(number=first, field="lease", file=pdf, by=resident, at=at).id
    do(second, "supplement", "market.clerk", items=[LEASE])
    with pytest.raises(cases.Incomplete):
        cases.answer_supplement(
            number=second, replies={"lease": cases.Reply(attachments=(foreign,))}, by=resident, at=at
        )
    own = cases.add_file(number=second, field="lease", file=pdf, by=resident, at=at).id
    cases.answer_supplement(number=second, replies={"lease": cases.Reply(attachments=(own,))}, by=resident, at=at)


def test_a_second_notice_needs_a_supervisor(submitted, do, official, resident: Subject, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN])
    answer(number, resident, at)
    acts = {act.code: act for act in cases.desk_case(number=number, by=official("market.clerk"), at=at).acts}
    assert not acts["supplement"].allowed
    with pytest.raises(Denied):
        cases.request_supplement(task=acts["supplement"].task, items=[PLAN], by=official("market.clerk"), at=at)
    both = official("market.clerk", "chief"), official("market.leader", "chief")
    chief = Subject(kind="official", person="chief", name="Chief", posts=both[0].posts + both[1].posts)
    assert cases.request_supplement(task=acts["supplement"].task, items=[PLAN], by=chief, at=at) == 2


@pytest.mark.parametrize("items", [[], [PLAN, PLAN], [cases.Missing("x", Text("", ""))]])
def test_a_notice_names_everything_once(submitted, do, items: list[cases.Missing]) -> None:
    number = submitted().number
    with pytest.raises(cases.Incomplete):
        do(number, "supplement", "market.clerk", items=items)


def test_silence_is_acceptance_from_the_day_of_receipt(
    submitted, official, resident: Subject, at: dt.datetime, news
) -> None:
    number = submitted().number
    assert cases.case(number=number, by=resident, at=at).summary.due == dt.date(2026, 11, 30)
    cases.tick(at=at + 7 * DAY)
    assert cases.case(number=number, by=resident, at=at).summary.state == "submitted"
    later = at + 8 * DAY
    assert cases.tick(at=later) >= 1
    mine = cases.case(number=number, by=resident, at=later)
    assert (mine.summary.state, mine.deemed_accepted, mine.summary.due) == ("accepted", True, dt.date(2026, 12, 7))
    assert cases.desk_case(number=number, by=official("market.clerk"), at=later).acts[0].code == "examine"
    cases.tick(at=later)
    assert news().count("CaseAccepted") == 1


def test_silence_is_acceptance_also_when_a_clerk_holds_the_task(
    submitted, official, resident: Subject, at: dt.datetime
) -> None:
    number = submitted().number
    task = cases.desk_case(number=number, by=official("market.clerk"), at=at).tasks[0].task
    cases.claim(task=task, by=official("market.clerk"), at=at)
    cases.tick(at=at + 8 * DAY)
    assert cases.case(number=number, by=resident, at=at).deemed_accepted


@pytest.mark.parametrize("act", ["decline", "supplement"])
def test_once_the_time_is_over_nothing_but_acceptance_is_left_even_before_the_clock_notices(
    submitted, official, at: dt.datetime, act: str
) -> None:
    number, late, clerk = submitted().number, at + 8 * DAY, official("market.clerk")
    acts = {one.code: one for one in cases.desk_case(number=number, by=clerk, at=late).acts}
    assert not acts[act].allowed
    run = {
        "decline": lambda **who: cases.decline_acceptance(reasons="late", article=0, **who),
        "supplement": lambda **who: cases.request_supplement(items=[PLAN], **who),
    }
    with pytest.raises(cases.Conflict):
        run[act](task=acts[act].task, by=clerk, at=late)


def test_a_late_acceptance_counts_from_the_day_of_receipt(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number, late = submitted().number, at + 9 * DAY
    do(number, "accept", "market.clerk", when=late)
    mine = cases.case(number=number, by=resident, at=late)
    assert (mine.deemed_accepted, mine.summary.due) == (True, dt.date(2026, 12, 7))


def test_an_unanswered_notice_lapses_once_and_the_clerk_decides(
    submitted, do, resident: Subject, at: dt.datetime, news
) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN])
    late = at + 31 * DAY
    cases.tick(at=late)
    cases.tick(at=late)
    assert news().count("SupplementLapsed") == 1
    with pytest.raises(cases.Conflict):
        answer(number, resident, late)
    do(number, "decline", "market.clerk", when=late, reasons="no answer", article=0)


def test_an_answer_after_its_time_is_refused_even_before_the_clock_notices(
    submitted, do, resident: Subject, at: dt.datetime
) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN])
    with pytest.raises(cases.Conflict):
        answer(number, resident, at + 40 * DAY)
