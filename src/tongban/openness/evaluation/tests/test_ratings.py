from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation import summaries
from tongban.openness.evaluation.models import Occasion, RatedClerk, Rating
from tongban.trust.authority.api import ANONYMOUS

pytestmark = pytest.mark.django_db


def rate(number, by, at, **more):
    return evaluation.rate(**({"case": number, "stars": 5, "by": by, "at": at} | more))


def test_the_applicant_rates_a_decided_case_once(decided, resident, at):
    number = decided()
    assert evaluation.may_rate(case=number, by=resident, at=at)
    given_one = rate(number, resident, at, tags=("friendly", "fast"), comment=" 很快\x00 ")
    assert (given_one.stars, [str(tag.en) for tag in given_one.tags], given_one.comment) == (
        5,
        ["Fast", "Friendly"],
        "很快",
    )
    assert evaluation.rating(case=number) == given_one
    assert not evaluation.may_rate(case=number, by=resident, at=at)
    with pytest.raises(evaluation.EvaluationError, match="already"):
        rate(number, resident, at, stars=1)


def test_nobody_else_rates_and_nobody_before_the_decision(decided, resident, official, request, at):
    early, number = request.getfixturevalue("submitted")().number, decided()
    stranger = request.getfixturevalue("stranger")
    for who, case in ((resident, early), (stranger, number), (official("market.clerk"), number), (ANONYMOUS, number)):
        assert not evaluation.may_rate(case=case, by=who, at=at)
        with pytest.raises(evaluation.EvaluationError, match="your own cases"):
            rate(case, who, at)
    assert evaluation.rating(case=number) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"stars": True}, "stars"),
        ({"tags": ("x",)}, "tags"),
        ({"comment": "x" * 2001}, "comment"),
    ],
)
def test_what_was_entered_wrongly_is_refused_naming_the_field(decided, resident, at, wrong, field):
    with pytest.raises(evaluation.EvaluationError) as refused:
        rate(decided(), resident, at, **wrong)
    assert refused.value.field == field
    assert not Rating.objects.exists()


def test_the_database_keeps_ratings_single_whole_and_unchanged(rated, at):
    rated(4)
    row = Rating.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(occasion=row.occasion, stars=5, by="x", at=at)
    for change in (
        lambda: Rating.objects.update(stars=5),
        Rating.objects.all().delete,
        RatedClerk.objects.all().delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_everybody_who_worked_on_the_case_is_known_as_rated(rated):
    rated(5)
    people = set(RatedClerk.objects.values_list("person", flat=True))
    assert people == {"market.clerk", "health.clerk", "fire.clerk", "market.leader"}


def test_an_official_sees_the_ratings_of_their_unit_and_no_others(
    rated, official, stranger, at, django_assert_max_num_queries
):
    number = rated(5)
    reader = official("market.leader", "another leader")
    with django_assert_max_num_queries(3):
        page = evaluation.desk_ratings(by=reader, at=at)
    assert [row.case for row in page.rows] == [number]
    for other in (official("fire.leader"), stranger, ANONYMOUS):
        assert evaluation.desk_ratings(by=other, at=at).rows == ()


def test_a_rated_clerk_sees_it_only_after_the_case_is_closed(decided, resident, official, at):
    number = decided()
    Occasion.objects.update(closed_at=None)  # decided, and its certificate is still on its way
    rate(number, resident, at)
    clerk = official("market.clerk")
    assert evaluation.desk_ratings(by=clerk, at=at).rows == ()
    Occasion.objects.update(closed_at=at)
    assert [row.case for row in evaluation.desk_ratings(by=clerk, at=at).rows] == [number]


def given_stars(at, *many):
    for number, stars in enumerate(many):
        occasion = Occasion.objects.create(
            case=f"c{number}",
            offer="food",
            title_zh="x",
            title_en="x",
            unit="u",
            unit_path="u",
            person="p",
            decided_at=at,
            closed_at=at,
        )
        if stars:
            Rating.objects.create(occasion=occasion, stars=stars, by="p", at=at)


def test_a_summary_tells_how_many_of_how_many(at, django_assert_num_queries):
    given_stars(at, *[5] * 6, *[1] * 5, *[0] * 9)
    with django_assert_num_queries(2):
        found = evaluation.summary(offer="food")
    assert found == evaluation.Summary(20, 11, Decimal("3.2"), 55, (5, 0, 0, 0, 6), hidden=False)


def test_small_cells_are_hidden(at):
    given_stars(at, 5, 5, 5, 5, 0, 0)
    assert evaluation.summary(offer="food") == evaluation.Summary(6, None, None, None, None, hidden=True)
    assert evaluation.summary(offer="other") == evaluation.Summary(None, None, None, None, None, hidden=False)
    Rating.objects.create(occasion=Occasion.objects.get(case="c4"), stars=1, by="p", at=at)
    found = evaluation.summary(offer="food")
    assert (found.count, found.average, found.cells) == (5, Decimal("4.2"), None), "one of five would be known"


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_no_published_cell_is_small(cells):
    shown = summaries.conceal(sum(cells), tuple(cells))
    assert shown.cells is None or all(cell == 0 or cell >= summaries.SMALL for cell in shown.cells)
    assert shown.count is None or shown.count >= summaries.SMALL
    assert (shown.average is None) == (shown.count is None)


def test_the_words_offered_are_in_both_languages():
    assert all(text.zh and text.en for _code, text in evaluation.tags())
