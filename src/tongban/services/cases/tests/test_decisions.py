"""Who may decide what, and what happens when two want to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.services.cases import api as cases
from tongban.services.cases.models import Decision, HistoryLine
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db


def task_of(number: str, by: Subject, at: dt.datetime, act: str) -> int:
    return next(one.task for one in cases.desk_case(number=number, by=by, at=at).tasks if one.act == act)


def test_whoever_comes_second_is_told_who_was_first(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    one, two = official("market.leader", "ann"), official("market.leader", "bob")
    task = task_of(number, one, at, "decide")
    cases.decide(task=task, outcome="granted", article=0, by=one, at=at)
    with pytest.raises(cases.Conflict, match="Ann"):
        cases.decide(task=task, outcome="refused", reasons="no", article=0, by=two, at=at)
    assert Decision.objects.get().outcome == "granted"


def test_four_eyes(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    clerk = official("market.clerk")
    leader = official("market.leader", clerk.person)
    both = Subject(kind="official", person=clerk.person, name="x", posts=clerk.posts + leader.posts)
    view = cases.desk_case(number=number, by=both, at=at)
    act = next(one for one in view.acts if one.code == "decide")
    assert not act.allowed
    with pytest.raises(cases.CaseError):
        cases.decide(task=act.task, outcome="granted", article=0, by=both, at=at)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "refused", "article": 0}, "reasons"),
        ({"outcome": "refused", "article": 0, "reasons": "x" * 20_000}, "reasons"),
        ({"outcome": "granted", "article": 7}, "article"),
        ({"outcome": "granted", "article": -1}, "article"),
        ({"outcome": "maybe", "article": 0}, "outcome"),
    ],
)
def test_an_incomplete_decision_is_refused(submitted, do, given: dict[str, object], field: str) -> None:
    number = submitted().number
    to_decision(number, do)
    with pytest.raises(cases.Incomplete) as refused:
        do(number, "decide", "market.leader", **given)
    assert refused.value.field == field


def test_a_clerk_may_not_decide_and_another_unit_may_not_either(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    task = task_of(number, official("market.leader"), at, "decide")
    for post in ("market.clerk", "health.leader"):
        with pytest.raises(Denied):
            cases.decide(task=task, outcome="granted", article=0, by=official(post), at=at)


def test_a_leader_above_reads_but_has_no_task(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    view = cases.desk_case(number=number, by=official("mayor"), at=at)
    assert "decide" not in [act.code for act in view.acts]
    with pytest.raises(Denied):
        cases.decide(task=view.tasks[0].task, outcome="granted", article=0, by=official("mayor"), at=at)


def test_a_task_is_settled_by_its_own_act_only(submitted, official, at: dt.datetime) -> None:
    number = submitted().number
    clerk = official("market.clerk")
    with pytest.raises(cases.CaseError):
        cases.examine(task=task_of(number, clerk, at, "accept"), recommendation="grant", by=clerk, at=at)


def test_a_claimed_task_is_not_for_colleagues(submitted, official, at: dt.datetime) -> None:
    number = submitted().number
    one, two = official("market.clerk", "ann"), official("market.clerk", "bob")
    task = task_of(number, one, at, "accept")
    cases.claim(task=task, by=one, at=at)
    cases.claim(task=task, by=one, at=at)
    for act in (cases.claim, cases.accept, cases.release):
        with pytest.raises(cases.Conflict):
            act(task=task, by=two, at=at)
    cases.assign(task=task, person="bob", by=official("market.leader"), at=at)
    with pytest.raises(cases.Incomplete):
        cases.assign(task=task, person="nobody", by=official("market.leader"), at=at)
    cases.release(task=task, by=two, at=at)
    cases.accept(task=task, by=one, at=at)


def test_the_database_refuses_to_change_what_was_done(submitted, do) -> None:
    number = submitted().number
    to_decision(number, do)
    do(number, "decide", "market.leader", outcome="granted", article=0)
    for change in (
        lambda: Decision.objects.update(outcome="refused", reasons="x"),
        lambda: Decision.objects.all().delete(),
        lambda: HistoryLine.objects.update(code="closed"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_unknown_task_is_not_found(published, official, at: dt.datetime) -> None:
    with pytest.raises(cases.NotFound):
        cases.accept(task=10**9, by=official("market.clerk"), at=at)
