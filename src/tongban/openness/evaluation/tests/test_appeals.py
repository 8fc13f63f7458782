"""Appeals against malicious ratings, and what becomes of a bad one that nobody answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.outbox.models import Message
from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation.models import Appeal, FollowUp
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import ANONYMOUS

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = {"ground": "abuse", "reason": "He threatened us", "evidence": "Recording 7"}


@pytest.fixture()
def supervisor(official):
    return official("market.leader", "supervisor")


@pytest.fixture()
def judge(official):
    """Somebody of the health bureau decides appeals of the whole city."""
    return official("health.clerk", "judge")


@pytest.fixture()
def bad(rated, supervisor, at):
    """A bad rating, and its follow-up."""
    number = rated(1, comment="shameful")
    return number, evaluation.follow_ups(by=supervisor, at=at).rows[0].id


def appeal(follow_up, by, at, **more):
    return evaluation.appeal(follow_up=follow_up, by=by, at=at, **(WORDS | more))


def decide(one, by, at, outcome="upheld", reasons="Proved by the recording"):
    return evaluation.decide_appeal(appeal=one, outcome=outcome, reasons=reasons, by=by, at=at)


def closed(number, follow_up, supervisor, resident, at):
    evaluation.reply(follow_up=follow_up, text="sorry", repair="mended", by=supervisor, at=at)
    evaluation.rate_again(case=number, stars=2, by=resident, at=at)


def test_a_rating_under_appeal_does_not_count_until_it_is_dismissed(bad, supervisor, resident, judge, at):
    number, follow_up = bad
    made = appeal(follow_up, supervisor, at)
    closed(number, follow_up, supervisor, resident, at)
    assert evaluation.desk_ranks(by=supervisor, at=at) == ((), ())
    (waiting,) = evaluation.appeals(by=judge, at=at).rows
    assert (waiting.id, waiting.stars, waiting.comment, waiting.decide_by) == (
        made.id,
        1,
        "shameful",
        dt.date(2026, 12, 7),
    )
    assert number not in repr(waiting)
    assert resident.person not in repr(waiting)
    decide(made.id, judge, at, "dismissed")
    assert [one.count for one in evaluation.desk_ranks(by=supervisor, at=at)[0]] == [1]
    assert evaluation.appeals(by=judge, at=at).rows == ()
    assert [one.outcome for one in evaluation.appeals(by=judge, at=at, decided=True).rows] == ["dismissed"]


def test_an_upheld_appeal_ends_the_follow_up_and_the_rating_never_counts(bad, supervisor, resident, judge, at):
    number, follow_up = bad
    made = appeal(follow_up, supervisor, at)
    decide(made.id, judge, at)
    assert FollowUp.objects.get().state == "dropped"
    assert evaluation.follow_ups(by=supervisor, at=at).rows == ()
    for act in (
        lambda: evaluation.reply(follow_up=follow_up, text="x", repair="x", by=supervisor, at=at),
        lambda: evaluation.rate_again(case=number, stars=5, by=resident, at=at),
        lambda: decide(made.id, judge, at, "dismissed"),
    ):
        with pytest.raises(evaluation.EvaluationError):
            act()
    assert evaluation.desk_ranks(by=supervisor, at=at) == ((), ())
    assert list(evaluation.marks(since=at - DAY, until=at + DAY)) == [], "nor for supervision"
    assert evaluation.tick(at=at + 40 * DAY) == 0


def test_both_sides_are_told_the_reasons_and_the_ledger_knows(bad, supervisor, resident, judge, at):
    number, follow_up = bad
    decide(appeal(follow_up, supervisor, at).id, judge, at)
    told = notices.inbox(by=resident).rows[0]
    assert "is not counted" in told.title.en
    assert "Proved by the recording" in told.body.zh
    assert notices.inbox(by=supervisor).rows[0].body.en == "Proved by the recording"
    audit.seal(at=at)
    acts = [entry.action for entry in audit.entries(case=number) if "appeal" in entry.action]
    assert sorted(acts) == ["evaluation.appeal", "evaluation.decide-appeal"]
    found = evaluation.invited(code=evaluation.code(f"again:case:{number}"), by=ANONYMOUS, at=at)
    assert (found.step, found.reasons) == ("dropped", "Proved by the recording")


def test_one_appeal_a_rating_in_time_by_who_looks_after_it(bad, supervisor, official, at):
    _number, follow_up = bad
    for stranger in (official("health.leader", "other"), official("market.leader")):
        with pytest.raises(LookupError):
            appeal(follow_up, stranger, at)
        assert evaluation.appeal_of(follow_up=follow_up, by=stranger, at=at) is None
    with pytest.raises(evaluation.EvaluationError, match="over"):
        appeal(follow_up, supervisor, at + 8 * DAY)
    appeal(follow_up, supervisor, at + 7 * DAY)
    with pytest.raises(evaluation.EvaluationError, match="already"):
        appeal(follow_up, supervisor, at + 7 * DAY)
    assert evaluation.appeal_of(follow_up=follow_up, by=supervisor, at=at).reason == WORDS["reason"]


@pytest.mark.parametrize("wrong", [{"ground": "x"}, {"reason": " "}, {"evidence": ""}, {"reason": "x" * 2001}])
def test_an_appeal_says_why_and_what_proves_it(bad, supervisor, at, wrong):
    with pytest.raises(evaluation.EvaluationError) as refused:
        appeal(bad[1], supervisor, at, **wrong)
    assert refused.value.field == next(iter(wrong))


def test_nobody_decides_an_appeal_of_their_own_unit_or_work(bad, supervisor, official, judge, at):
    made = appeal(bad[1], supervisor, at)
    for barred in (supervisor, official("market.leader", "third"), official("health.clerk")):
        assert evaluation.appeals(by=barred, at=at).rows == ()
        with pytest.raises(LookupError):
            decide(made.id, barred, at)
    for outcome, reasons in (("maybe", "x"), ("upheld", " ")):
        with pytest.raises(evaluation.EvaluationError):
            decide(made.id, judge, at, outcome, reasons)


def test_the_database_keeps_appeals_in_order(bad, supervisor, judge, at):
    made = appeal(bad[1], supervisor, at)
    rows = Appeal.objects.filter(pk=made.id)
    for change in (
        lambda: rows.update(outcome="upheld"),
        lambda: rows.update(outcome="upheld", decided_at=at, decided_by=supervisor.person, reasons="x"),
        rows.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    decide(made.id, judge, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(reasons="other")


def test_units_cannot_wash_their_figures_unseen(bad, rated, supervisor, judge, at):
    for _more in range(4):
        rated(2)
    assert evaluation.appeal_counts(by=supervisor, at=at) == ()
    for row, outcome in zip(evaluation.follow_ups(by=supervisor, at=at).rows[:2], ("upheld", "dismissed"), strict=True):
        decide(appeal(row.id, supervisor, at).id, judge, at, outcome)
    (found,) = evaluation.appeal_counts(by=supervisor, at=at)
    assert (found.unit, found.bad, found.made, found.upheld, found.dismissed, found.pending) == (
        "c.market",
        5,
        2,
        1,
        1,
        0,
    )
    assert evaluation.appeals_of_all() is None, "too few to publish"


def test_a_bad_rating_that_nobody_answers_is_escalated_once_to_those_who_decide_appeals(bad, judge, at):
    _number, follow_up = bad
    assert evaluation.follow_ups(by=judge, at=at).rows == ()
    assert evaluation.tick(at=at + 7 * DAY) == 0
    assert evaluation.tick(at=at + 8 * DAY) == 1
    assert evaluation.tick(at=at + 9 * DAY) == 0
    assert Message.objects.filter(kind="evaluation.FollowUpOverdue").count() == 1
    (row,) = evaluation.follow_ups(by=judge, at=at + 9 * DAY).rows
    assert (row.id, row.overdue, row.escalated_at) == (follow_up, True, at + 8 * DAY)
    answered = evaluation.reply(follow_up=follow_up, text="x", repair="x", by=judge, at=at + 9 * DAY)
    assert answered.state == "replied"
