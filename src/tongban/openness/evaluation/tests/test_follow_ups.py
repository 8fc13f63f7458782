from __future__ import annotations

import datetime as dt

import pytest

from tongban.kernel.outbox.models import Message
from tongban.openness.evaluation import api as evaluation
from tongban.services.notices import api as notices

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = {"text": "已核实，向您致歉", "repair": "已退还多收材料"}


def only(by, at):
    (row,) = evaluation.follow_ups(by=by, at=at).rows
    return row


def test_a_bad_rating_opens_a_follow_up_with_a_clock_and_a_good_one_does_not(rated, official, at):
    bad = rated(2)
    rated(3)
    found = only(official("market.leader", "supervisor"), at)
    assert (found.rating.case, found.state, found.due) == (bad, "open", dt.date(2026, 11, 30))
    assert Message.objects.get(kind="evaluation.FollowUpOpened").body["case"] == bad
    assert not found.overdue
    assert only(official("market.leader", "supervisor"), at + 9 * DAY).overdue


def test_nobody_who_worked_on_the_case_sees_or_answers_it(rated, official, at):
    rated(1)
    found = only(official("market.leader", "supervisor"), at)
    for clerk in (
        official("market.clerk"),
        official("market.leader"),
        official("fire.leader"),
        official("health.clerk"),
    ):
        assert evaluation.follow_ups(by=clerk, at=at).rows == ()
        assert evaluation.desk_ratings(by=clerk, at=at).rows == ()
        with pytest.raises(LookupError):
            evaluation.reply(follow_up=found.id, by=clerk, at=at, **WORDS)


def test_reply_repair_and_the_applicant_is_asked_again(rated, official, resident, stranger, at):
    number, supervisor = rated(1), official("market.leader", "supervisor")
    with pytest.raises(evaluation.EvaluationError, match="no answer"):
        evaluation.rate_again(case=number, stars=5, by=resident, at=at)
    answered = evaluation.reply(follow_up=only(supervisor, at).id, by=supervisor, at=at, **WORDS)
    assert (answered.state, answered.ask_until) == ("replied", dt.date(2026, 12, 7))
    told = notices.inbox(by=resident).rows[0]
    assert WORDS["text"] in told.body.zh
    assert WORDS["repair"] in told.body.en
    assert told.title.zh != told.title.en
    with pytest.raises(evaluation.EvaluationError, match="already"):
        evaluation.reply(follow_up=answered.id, by=supervisor, at=at, **WORDS)
    with pytest.raises(evaluation.EvaluationError):
        evaluation.rate_again(case=number, stars=5, by=stranger, at=at)
    second = evaluation.rate_again(case=number, stars=4, by=resident, at=at)
    assert (second.stars, second.second, second.follow_up, second.reply) == (1, 4, "closed", WORDS["text"])
    assert evaluation.follow_ups(by=supervisor, at=at).rows == ()
    clerk = official("market.clerk")
    assert [row.case for row in evaluation.desk_ratings(by=clerk, at=at).rows] == [number], "after the close"


def test_who_does_not_rate_again_closes_it_by_silence(rated, official, resident, at):
    number, supervisor = rated(1), official("market.leader", "supervisor")
    evaluation.reply(follow_up=only(supervisor, at).id, by=supervisor, at=at, **WORDS)
    assert evaluation.tick(at=at + 14 * DAY) == 0
    assert evaluation.tick(at=at + 15 * DAY) == 1
    assert evaluation.tick(at=at + 16 * DAY) == 0
    with pytest.raises(evaluation.EvaluationError):
        evaluation.rate_again(case=number, stars=5, by=resident, at=at + 16 * DAY)


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"repair": ""}, {"text": "x" * 2001}])
def test_an_answer_says_something(rated, official, at, wrong):
    rated(1)
    supervisor = official("market.leader", "supervisor")
    with pytest.raises(evaluation.EvaluationError) as refused:
        evaluation.reply(follow_up=only(supervisor, at).id, by=supervisor, at=at, **(WORDS | wrong))
    assert refused.value.field == "reply"
    assert only(supervisor, at).state == "open"


def test_follow_ups_come_page_by_page_the_most_urgent_first(rated, official, at, django_assert_max_num_queries):
    numbers = [rated(1) for _number in range(3)]
    supervisor = official("market.leader", "supervisor")
    with django_assert_max_num_queries(3):
        first = evaluation.follow_ups(by=supervisor, at=at, limit=2)
    rest = evaluation.follow_ups(by=supervisor, at=at, limit=2, after=first.next)
    assert [row.rating.case for row in (*first.rows, *rest.rows)] == numbers
    assert rest.next == ""


def test_one_follow_up_is_shown_to_who_looks_after_it_also_when_closed(rated, official, resident, at):
    number, supervisor = rated(1), official("market.leader", "supervisor")
    row = only(supervisor, at)
    assert evaluation.follow_up(id=row.id, by=supervisor, at=at) == row
    evaluation.reply(follow_up=row.id, by=supervisor, at=at, **WORDS)
    evaluation.rate_again(case=number, stars=5, by=resident, at=at)
    assert evaluation.follow_up(id=row.id, by=supervisor, at=at).rating.second == 5
    for key in (row.id, 10**9):
        with pytest.raises(LookupError):
            evaluation.follow_up(id=key, by=official("health.leader", "other"), at=at)


def test_the_ratings_of_one_case_are_found_by_its_number(rated, official, at):
    first, second = rated(5), rated(1)
    supervisor = official("market.leader", "supervisor")
    assert [row.case for row in evaluation.desk_ratings(by=supervisor, at=at, case=second).rows] == [second]
    assert len(evaluation.desk_ratings(by=supervisor, at=at).rows) == 2
    assert first != second
