"""An application for reconsideration points at a decision, and nobody who decided has a hand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Opinion, Reconsideration
from tongban.services.cases.tests import reviews
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.reviews import contesting
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
File = Callable[..., str]


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return reviews.FILES


@pytest.fixture()
def refused(submitted, do) -> str:
    number: str = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="refused", reasons="缺图纸", article=0)
    return number


@pytest.fixture()
def file(refused: str, submitted, at: dt.datetime) -> File:
    def _file(days: int = 1, late: str = "", number: str = refused, **more: object) -> str:
        answers = contesting(number, late)
        return str(submitted("review", answers, at=at + days * DAY, **more).number)

    return _file


def faults(act: Callable[[], object]) -> list[str]:
    with pytest.raises(forms.FormInvalid) as error:
        act()
    return [one.field for one in error.value.errors]


def test_both_cases_show_the_tie_and_the_reviewing_office_has_its_own_clock(
    file: File, refused: str, resident: Subject, official, at: dt.datetime
) -> None:
    number = file()
    for one in (number, refused):
        (tie,) = cases.case(number=one, by=resident, at=at + DAY).ties
        assert (tie.number, tie.contested, tie.outcome, tie.late) == (number, refused, "", False)
    assert cases.case(number=number, by=resident, at=at + DAY).summary.due == dt.date(2026, 12, 1)
    at_desk = cases.desk_case(number=refused, by=official("market.clerk"), at=at + DAY)
    assert [one.number for one in at_desk.ties] == [number]
    assert [line.code for line in at_desk.history][-1] == "reconsideration"


def test_the_respondent_gets_a_copy_with_ten_days_of_its_own(file: File, do, relay, official, at: dt.datetime) -> None:
    number, later = file(), at + 2 * DAY
    do(number, "accept", "justice.clerk", when=later)
    relay(later)
    relay(later)
    row = Opinion.objects.get()
    assert (row.unit, row.due_on, set(row.facts)) == (
        "c.market",
        dt.date(2026, 12, 9),
        {"contested", "grounds", "late"},
    )
    clerk = official("market.clerk")  # it is for them to answer, though they acted in the case
    cases.give_opinion(opinion=row.pk, verdict="object", text="决定正确", by=clerk, at=later + DAY)
    (answer,) = cases.desk_case(number=number, by=official("justice.clerk"), at=later + DAY).opinions
    assert answer.text == "决定正确"
    with pytest.raises(cases.NotFound):
        cases.desk_case(number=number, by=clerk, at=later)


def test_late_needs_an_excuse_which_the_office_judges(file: File, do, official, resident, at: dt.datetime) -> None:
    assert faults(lambda: file(days=61)) == ["late"]
    number = file(days=61, late="住院")
    view = cases.desk_case(number=number, by=official("justice.clerk"), at=at + 61 * DAY)
    assert (view.ties[0].late, view.ties[0].excuse, view.ties[0].until) == (True, "住院", dt.date(2027, 1, 22))
    do(number, "decline", "justice.clerk", when=at + 62 * DAY, reasons="无正当理由", article=0)
    (tie,) = cases.case(number=number, by=resident, at=at + 62 * DAY).ties
    assert (tie.outcome, tie.remedies) == ("inadmissible", ())
    assert file(days=62, late="住院，附证明")  # not accepted is no decision: it may be tried again
    sound(Case.objects.get(number=number))


def test_in_time_no_excuse_is_kept(file: File) -> None:
    file(late="没有迟到")
    assert Reconsideration.objects.get().excuse == ""


@pytest.mark.parametrize("wrong", ["", "430700-2026-0000001-0", "x" * 30, "/", "9" * 40])
def test_what_points_at_nothing_of_ones_own_is_refused_at_its_field(file: File, wrong: str) -> None:
    assert faults(lambda: file(number=wrong)) == ["contested"]


def test_another_persons_decision_is_not_there(file: File, stranger: Subject) -> None:
    assert faults(lambda: file(by=stranger)) == ["contested"]


def test_for_a_company_only_whoever_acts_for_it(submitted, do, resident, published, at: dt.datetime) -> None:
    company = Subject(**resident.__dict__ | {"acting_for": "91110000000000000X", "acting_name": "某公司"})
    number = submitted(by=company).number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="refused", reasons="缺图纸", article=0)
    assert faults(lambda: submitted("review", contesting(number))) == ["contested"]
    assert submitted("review", contesting(number), by=company).ties


def test_nothing_decided_nothing_contested(submitted, published, at: dt.datetime) -> None:
    number = submitted().number
    assert faults(lambda: submitted("review", contesting(number))) == ["contested"]


def test_one_at_a_time_and_the_database_holds_that(file: File, at: dt.datetime, resident) -> None:
    number = file()
    with pytest.raises(cases.Conflict, match=number):
        file()
    row = Reconsideration.objects.get()
    other = Case.objects.exclude(pk__in=(row.case_id, row.contested_id)).first() or row.contested
    with pytest.raises(IntegrityError), transaction.atomic():
        Reconsideration.objects.create(case=other, decision=row.decision, contested=row.contested)
    cases.withdraw(number=number, by=resident, at=at + 2 * DAY)
    assert Reconsideration.objects.get().outcome == "withdrawn"
    assert file(days=3) != number


def test_a_reconsideration_is_not_reconsidered(file: File, submitted, at: dt.datetime) -> None:
    number = file()
    assert faults(lambda: submitted("review", contesting(number), at=at + DAY)) == ["contested"]


def test_with_several_decisions_the_part_is_named(submitted, do, resident, published, at: dt.datetime) -> None:
    number = submitted("opening", ANSWERS).number
    do(number, "accept", "market.clerk")
    for part, unit in (("food", "market"), ("hygiene", "health")):
        if part == "hygiene":
            do(number, "examine", "health.clerk", recommendation="grant")
        do(number, "decide", f"{unit}.leader", outcome="refused", reasons="x", article=0)
    assert faults(lambda: submitted("review", contesting(number))) == ["contested"]
    way = cases.contestable(number=number, part="hygiene", by=resident, at=at)
    assert (way.reference, way.unit.en, way.office.en) == (f"{number}/2", "Health", "Justice")
    submitted("review", contesting(way.reference))
    assert Reconsideration.objects.get().decision.unit == "c.health"
    with pytest.raises(cases.Conflict):
        cases.contestable(number=number, part="hygiene", by=resident, at=at)


def test_who_decided_or_took_part_can_do_nothing_in_it(file: File, do, official, at: dt.datetime) -> None:
    """Whatever other posts they hold: each command is refused, and the page says why."""
    number, later = file(), at + 2 * DAY
    decider, inspector = official("market.leader"), official("fire.clerk")
    posts = (*official("justice.clerk", "x").posts, *official("justice.leader", "x").posts)
    for one in (decider, inspector):
        both = Subject(kind="official", person=one.person, name=one.name, posts=(*one.posts, *posts))
        only = Subject(kind="official", person=one.person, name=one.name, posts=posts)
        for by in (both, only):
            view = cases.desk_case(number=number, by=by, at=later)
            assert not [act for act in view.acts if act.allowed]
            assert view.acts[0].reason
            refuses(number, view.tasks[0].task, by, later)
    do(number, "accept", "justice.clerk", when=later)  # a colleague may


def refuses(number: str, task: int, by: Subject, at: dt.datetime) -> None:
    who, case = {"by": by, "at": at}, {"number": number, "by": by, "at": at}
    commands: tuple[Callable[[], object], ...] = (
        lambda: cases.accept(task=task, **who),
        lambda: cases.decline_acceptance(task=task, reasons="x", article=0, **who),
        lambda: cases.claim(task=task, **who),
        lambda: cases.assign(task=task, person="ann", **who),
        lambda: cases.transfer(task=task, to="person:ann", reason="x", **who),
        lambda: cases.supervise(unit="c.justice", reason="x", days=3, **case),
        lambda: cases.ask_opinion(unit="c.health", question="x", **case),
        lambda: cases.suspend(cause="test", **case),
        lambda: cases.extend(amount=5, reason="x", **case),
        lambda: cases.offer_hearing(interested=[("a", "letter")], **case),
    )
    for command in commands:
        with pytest.raises(Denied):
            command()


def test_nor_can_the_task_be_given_to_them(file: File, official, at: dt.datetime) -> None:
    number, later = file(), at + 2 * DAY
    official("justice.clerk", "market.leader")  # the decider moved there
    leader = official("justice.leader")
    (task,) = cases.desk_case(number=number, by=leader, at=later).tasks
    for give in (
        lambda: cases.assign(task=task.task, person="market.leader", by=leader, at=later),
        lambda: cases.transfer(task=task.task, to="person:market.leader", reason="x", by=leader, at=later),
    ):
        with pytest.raises(cases.Incomplete, match=r"contested|回避"):
            give()


def test_it_is_an_ordinary_case_with_supplement_messages_and_withdrawal(
    file: File, refused: str, do, official, resident: Subject, *, at: dt.datetime
) -> None:
    number, later = file(), at + 2 * DAY
    missing = [cases.Missing("grounds", Text("说明哪张图纸", "Say which drawing"), "text")]
    do(number, "supplement", "justice.clerk", when=later, items=missing)
    cases.answer_supplement(number=number, replies={"grounds": cases.Reply(text="一层平面图")}, by=resident, at=later)
    do(number, "accept", "justice.clerk", when=later)
    sound(Case.objects.get(number=number))
    cases.withdraw(number=number, by=resident, at=later + DAY)
    sound(Case.objects.get(number=number))
    view = cases.case(number=refused, by=resident, at=later + DAY)
    assert [line.code for line in view.timeline][-2:] == ["reconsideration", "reconsideration-withdrawn"]
    assert [(one.outcome, one.over, one.remedies) for one in view.ties] == [("withdrawn", True, ())]


def test_a_kill_leaves_no_tie_and_no_case(file: File) -> None:
    survives(file)
