"""One promised day for a life event: planned over its parts, kept with every act, told when it moves."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Clock, Escalation, Leg, Matter
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.test_crash import survives

ORDER = '[{ part = "food", refused = "waiting", withdrawn = "waiting" }, { part = "hygiene", after = ["food"], withdrawn = "go_on" }]'


@pytest.fixture(scope="module")
def files():
    texts = {"parts": '["food", "hygiene"]', "process": '"opening"', "statutory": "", "results": "", "function": ""}
    joint = {"promised": "{ amount = 15 }", "escalate": '"c.mayor"'}
    event = city.offer("开店", "Open", "market", kind='"life_event"', order=ORDER, **(texts | joint))
    free = city.offer("开店", "Open", "market", kind='"life_event"', order=ORDER, **(texts | {"promised": ""}))
    return {"offers": {"joint": event, "free": free}}


def legs(number):
    return {
        one.matter.offer: one
        for one in Leg.objects.filter(matter__case__number=number).select_related("matter").order_by("matter__position")
    }


def whole(number):
    return Clock.objects.get(case__number=number, kind="whole")


@pytest.mark.django_db()
def test_the_day_of_the_whole_is_the_end_of_its_longest_chain_and_a_part_begins_when_the_one_before_is_settled(
    submitted, do, at, official
):
    number = submitted("free").number
    do(number, "accept", "market.clerk")
    first = legs(number)
    assert (first["food"].begins_on, first["hygiene"].begins_on) == (dt.date(2026, 11, 23), dt.date(2026, 12, 7))
    assert first["hygiene"].waits_for == "food"
    assert whole(number).due_on == first["hygiene"].due_on == dt.date(2026, 12, 17)
    assert not Clock.objects.filter(case__number=number, matter__offer="hygiene").exists()
    do(number, "decide", "market.leader", when=at + 2 * DAY, outcome="granted", article=0)
    assert legs(number)["hygiene"].begins_on == dt.date(2026, 11, 25)
    clock = Clock.objects.get(case__number=number, matter__offer="hygiene", kind="handling")
    assert clock.due_on == whole(number).due_on == Case.objects.get(number=number).due_at.date() == dt.date(2026, 12, 7)


@pytest.mark.django_db()
def test_a_shorter_joint_limit_caps_the_whole_and_a_later_end_of_one_part_moves_no_promise(submitted, do, at):
    number = submitted("joint").number
    do(number, "accept", "market.clerk")
    assert whole(number).due_on == dt.date(2026, 12, 14)
    late = at + 16 * DAY
    cases.tick(at=late)
    do(number, "decide", "market.leader", when=late, outcome="granted", article=0)
    assert whole(number).due_on == dt.date(2026, 12, 14)
    assert Clock.objects.get(case__number=number, matter__offer="hygiene", kind="handling").due_on > dt.date(
        2026, 12, 14
    )


@pytest.mark.django_db()
def test_the_whole_is_laid_before_its_post_once_though_the_part_that_runs_is_in_time(submitted, do, at, official):
    official("mayor", "mayor")
    number = submitted("joint").number
    do(number, "accept", "market.clerk")
    do(number, "decide", "market.leader", when=at + 16 * DAY, outcome="granted", article=0)
    for _again in range(2):
        cases.tick(at=at + 23 * DAY)
    told = Escalation.objects.filter(clock__case__number=number)
    assert [(one.clock.kind, one.post, one.persons) for one in told] == [("whole", "c.mayor", ["mayor"])]


@pytest.mark.django_db()
def test_a_late_part_is_laid_before_the_post_of_the_whole(submitted, do, at):
    number = submitted("joint").number
    do(number, "accept", "market.clerk")
    cases.tick(at=at + 15 * DAY)
    assert [one.clock.matter.offer for one in Escalation.objects.all()] == ["food"]


@pytest.mark.django_db()
def test_a_pause_leaves_the_day_open_and_an_extension_moves_it_and_both_are_told(submitted, do, at, official, news):
    number, leader = submitted("free").number, official("market.leader")
    do(number, "accept", "market.clerk")
    planned = whole(number).due_on
    cases.suspend(number=number, cause="test", by=leader, at=at)
    assert whole(number).due_on is None
    cases.resume(number=number, cause="test", by=leader, at=at + 3 * DAY)
    moved = whole(number).due_on
    assert moved > planned
    cases.extend(number=number, amount=2, reason="复杂", by=leader, at=at + 3 * DAY)
    assert whole(number).due_on > moved
    assert news().count("DueDateChanged") == 3
    assert [one.begins_on for one in legs(number).values()] == [dt.date(2026, 11, 23), legs(number)["food"].due_on]


@pytest.mark.django_db()
def test_a_refusal_takes_along_those_that_wait_as_the_life_event_says(submitted, do, at, resident, news):
    number = submitted("free").number
    do(number, "accept", "market.clerk")
    do(number, "decide", "market.leader", outcome="refused", article=0, reasons="不符合条件")
    assert list(Matter.objects.filter(case__number=number).order_by("position").values_list("offer", "state")) == [
        ("food", "decided"), ("hygiene", "dropped"),
    ]  # fmt: skip
    view = cases.case(number=number, by=resident, at=at)
    assert (view.summary.state, view.summary.outcome) == ("closed", "refused")
    assert "PartsFell" in news()


@pytest.mark.django_db()
def test_one_part_is_taken_back_the_other_goes_on_and_its_desk_is_free_of_the_first(submitted, do, at, resident, news):
    number = submitted("free").number
    with pytest.raises(cases.NotFound):
        cases.withdraw_part(number=number, part="hygiene", by=resident, at=at)  # not accepted yet
    do(number, "accept", "market.clerk")
    assert cases.parting(number=number, part="food", by=resident).last  # hygiene waits for it
    with pytest.raises(cases.Conflict):
        cases.withdraw_part(number=number, part="food", by=resident, at=at)
    for _again in range(2):
        cases.withdraw_part(number=number, part="hygiene", by=resident, at=at)
    assert whole(number).due_on == legs(number)["food"].due_on == dt.date(2026, 12, 7)
    assert not Case.objects.get(number=number).work.filter(matter__offer="hygiene").exists()
    do(number, "decide", "market.leader", outcome="granted", article=0)
    assert cases.case(number=number, by=resident, at=at).summary.state == "closed"
    assert news().count("PartsFell") == 1


@pytest.mark.django_db()
def test_a_stranger_neither_sees_the_plan_nor_takes_a_part_back(submitted, do, at, stranger):
    number = submitted("free").number
    do(number, "accept", "market.clerk")
    for forbidden in (
        lambda: cases.plan(number=number, by=stranger, at=at),
        lambda: cases.parting(number=number, part="hygiene", by=stranger),
        lambda: cases.withdraw_part(number=number, part="hygiene", by=stranger, at=at),
    ):
        with pytest.raises(cases.NotFound):
            forbidden()


@pytest.mark.django_db()
def test_the_plan_says_of_each_part_when_it_begins_is_due_and_waits_for_which_in_few_queries(
    submitted, do, at, resident, django_assert_max_num_queries
):
    number = submitted("joint").number
    assert cases.plan(number=number, by=resident, at=at) is None
    do(number, "accept", "market.clerk")
    with django_assert_max_num_queries(14):
        found = cases.plan(number=number, by=resident, at=at)
    assert (found.bound_by, found.due, found.path_due) == ("joint", dt.date(2026, 12, 14), dt.date(2026, 12, 17))
    food, hygiene = found.legs
    assert (food.begun, hygiene.begun) == (True, False)
    assert [str(one.zh) for one in hygiene.waits_for] == ["食品经营许可"]
    assert hygiene.begins == food.due
    assert not cases.plan(number=number, by=resident, at=at + 700 * DAY).provisional


@pytest.mark.django_db()
def test_a_crash_while_a_part_is_taken_back_leaves_everything_as_it_was(submitted, do, at, resident):
    number = submitted("free").number
    do(number, "accept", "market.clerk")
    survives(lambda: cases.withdraw_part(number=number, part="hygiene", by=resident, at=at))
