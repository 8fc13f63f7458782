"""A licence from the application to the end, as its people see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tongban.engines.forms.api import Prefilled
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db


def to_decision(number: str, do: Callable[..., None]) -> None:
    do(number, "accept", "market.clerk")
    do(number, "examine", "market.clerk", recommendation="grant")
    for unit in ("market", "health", "fire"):
        do(number, "inspect", f"{unit}.clerk", passed=True, findings="ok", answers={"sinks": "2"})


def test_an_application_becomes_a_decision_and_the_case_closes(
    submitted, do, resident: Subject, at: dt.datetime, news
) -> None:
    number = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="granted", article=0)
    mine = cases.case(number=number, by=resident, at=at)
    assert (mine.summary.state, mine.summary.outcome) == ("closed", "granted")
    assert mine.parts[0].basis.article == "第三十五条"
    assert news() == ["CaseOpened", "CaseAccepted", "MatterDecided", "CaseDecided", "CaseClosed"]


def test_the_receipt_number_is_checked_and_the_series_has_no_gap(submitted, at: dt.datetime) -> None:
    numbers = [submitted().number for _ in range(3)]
    assert [number[:-2] for number in numbers] == [f"430700-2026-00000{i}" for i in (1, 2, 3)]
    assert cases.tidy_number(numbers[0].replace("-", "").lower()) == numbers[0]
    assert cases.tidy_number(numbers[0].replace("000001", "000002")) == ""
    assert submitted(at=at + 60 * DAY).number.startswith("430700-2027-000001")


def test_the_applicant_sees_what_happened_but_not_who(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "accept", "market.clerk")
    lines = cases.case(number=number, by=resident, at=at).timeline
    assert [line.code for line in lines] == ["opened", "accepted"]
    assert lines[1].unit == "市场监管局"
    assert {line.who for line in lines} == {""}


def test_a_stranger_sees_nothing(submitted, stranger: Subject, at: dt.datetime) -> None:
    number = submitted().number
    for look in (cases.case, cases.desk_case, cases.withdraw, cases.why):
        with pytest.raises(cases.NotFound):
            look(number=number, by=stranger, at=at)
    assert cases.my_cases(by=stranger, at=at).cases == ()


def test_a_clerk_of_an_uninvolved_unit_sees_nothing(submitted, official, at: dt.datetime) -> None:
    number = submitted().number
    with pytest.raises(cases.NotFound):
        cases.desk_case(number=number, by=official("fire.clerk"), at=at)


def test_a_joint_inspection_brings_in_the_other_departments(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "accept", "market.clerk")
    do(number, "examine", "market.clerk", recommendation="grant")
    view = cases.desk_case(number=number, by=official("fire.clerk"), at=at)
    assert [task.unit for task in view.tasks] == ["c.market", "c.health", "c.fire"]
    assert [act.code for act in view.acts if act.allowed and not act.minor] == ["inspect", "claim"]
    do(number, "inspect", "fire.clerk", passed=False, findings="no exit", answers={"sinks": "1"})
    view = cases.desk_case(number=number, by=official("market.clerk"), at=at)
    assert [(one.kind, one.verdict) for one in view.found] == [("examination", "grant"), ("inspection", "failed")]
    assert [one.display for one in view.facts if one.label == "水池数"] == ["1"]


def test_facts_say_where_they_come_from(submitted, official, at: dt.datetime) -> None:
    fetched = {"shop_name": Prefilled("老李面馆", Text("法人库", "Legal entities"), at.date(), "r1")}
    number = submitted(answers={"shop_name": "forged", "area": "80"}, prefilled=fetched).number
    known = cases.desk_case(number=number, by=official("market.clerk"), at=at).facts
    assert [(one.label, one.display, one.origin, one.source) for one in known] == [
        ("店名", "老李面馆", "register", "法人库"),
        ("面积", "80", "applicant", ""),
        ("图纸", "", "applicant", ""),
    ]


def test_the_desk_page_shows_the_picture_with_the_current_step(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "accept", "market.clerk")
    view = cases.desk_case(number=number, by=official("market.clerk"), at=at)
    assert "<svg" in view.picture
    assert "current" in view.picture
    assert view.clocks[0].kind == "statutory" or view.clocks[0].ledger


def test_a_look_at_the_desk_is_noted_for_the_applicant(submitted, official, resident: Subject, at: dt.datetime) -> None:
    from tongban.trust.privacy import api as privacy

    number = submitted().number
    cases.desk_case(number=number, by=official("market.clerk"), at=at)
    seen = privacy.accesses_of(subject_tag=resident.resident_tag)
    assert [one.case for one in seen] == [number]


def test_a_case_of_a_life_event_has_a_matter_for_each_part(
    submitted, do, resident: Subject, at: dt.datetime, news
) -> None:
    number = submitted("opening").number
    do(number, "accept", "market.clerk")
    do(number, "decide", "market.leader", outcome="granted", article=0)
    do(number, "examine", "health.clerk", recommendation="refuse", note="no sink")
    assert cases.case(number=number, by=resident, at=at).summary.state == "accepted"
    do(number, "decide", "health.leader", outcome="refused", reasons="no sink", article=1)
    mine = cases.case(number=number, by=resident, at=at)
    assert [(part.offer, part.outcome, part.reasons) for part in mine.parts] == [
        ("food", "granted", ""),
        ("hygiene", "refused", "no sink"),
    ]
    assert (mine.summary.outcome, mine.summary.state) == ("partly", "closed")
    assert news()[-3:] == ["MatterDecided", "CaseDecided", "CaseClosed"]


def test_a_process_without_acceptance_is_accepted_on_receipt(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted("filing").number
    assert cases.case(number=number, by=resident, at=at).summary.state == "accepted"
    do(number, "do", "fire.clerk")
    assert cases.case(number=number, by=resident, at=at).summary.state == "closed"


def test_not_accepted_needs_reasons_and_ends_the_case(submitted, do, resident: Subject, at: dt.datetime, news) -> None:
    number = submitted().number
    with pytest.raises(cases.Incomplete) as refused:
        do(number, "decline", "market.clerk", reasons=" ", article=0)
    assert refused.value.field == "reasons"
    do(number, "decline", "market.clerk", reasons="not ours", article=0)
    assert cases.case(number=number, by=resident, at=at).summary.state == "not_accepted"
    assert news()[-2:] == ["AcceptanceDeclined", "CaseClosed"]


def test_an_application_may_be_withdrawn_until_something_is_decided(
    submitted, do, resident: Subject, at: dt.datetime
) -> None:
    first, second = submitted("opening").number, submitted("opening").number
    do(first, "accept", "market.clerk")
    cases.withdraw(number=first, by=resident, at=at)
    cases.withdraw(number=first, by=resident, at=at)
    assert cases.case(number=first, by=resident, at=at).summary.state == "withdrawn"
    do(second, "accept", "market.clerk")
    do(second, "decide", "market.leader", outcome="granted", article=0)
    with pytest.raises(cases.Conflict):
        cases.withdraw(number=second, by=resident, at=at)
