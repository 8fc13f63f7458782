from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation import ranks
from tongban.openness.evaluation.models import FollowUp, Occasion, Rating
from tongban.openness.evaluation.tests.test_ratings import given_stars

pytestmark = pytest.mark.django_db


def test_many_good_ratings_rank_before_few_perfect_ones():
    found = ranks.ordered([("few", 5, 5), ("many", 200, 190), ("bad", 50, 5), ("none", 0, 0)])
    assert [(one.key, one.share, one.low) for one in found] == [("many", 95, 91), ("few", 100, 56), ("bad", 10, 4)]


@given(
    st.lists(
        st.tuples(st.text(max_size=3), st.integers(0, 50)).flatmap(
            lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[1]))
        )
    )
)
def test_more_satisfied_of_as_many_never_ranks_lower(counts):
    found = ranks.ordered(counts)
    assert len(found) == sum(count > 0 for _key, count, _good in counts)
    for one, other in itertools.pairwise(found):
        assert one.count != other.count or one.satisfied >= other.satisfied
        assert one.low >= other.low


def test_everybody_sees_only_offers_that_enough_people_rated(at, django_assert_num_queries):
    given_stars(at, 5, 5, 5, 4)
    assert evaluation.offer_ranks() == ()
    Rating.objects.create(occasion=_another(at), stars=1, by="p", at=at)
    with django_assert_num_queries(1):
        (found,) = evaluation.offer_ranks()
    assert (found.key, found.count, found.satisfied) == ("food", 5, 4)


@pytest.mark.parametrize("waiting", ["case", "follow-up"])
def test_no_count_betrays_a_rating_before_case_and_follow_up_are_closed(at, waiting):
    given_stars(at, 5, 5, 5, 5, 5)
    before = evaluation.summary(offer="food"), evaluation.offer_ranks()
    occasion = _another(at)
    told = evaluation.summary(offer="food")
    row = Rating.objects.create(occasion=occasion, stars=1, by="p", at=at)
    if waiting == "follow-up":
        FollowUp.objects.create(rating=row, opened_at=at, due_on=at.date())
    else:
        Occasion.objects.filter(pk=occasion.pk).update(closed_at=None)
    assert evaluation.summary(offer="food") == told
    assert evaluation.offer_ranks() == before[1]


def test_an_official_sees_the_ranks_of_their_units_without_their_own_open_matters(rated, official, at):
    number = rated(5)
    Occasion.objects.update(closed_at=None)
    leader = official("market.leader")
    assert evaluation.desk_ranks(by=leader, at=at) == ((), ())
    Occasion.objects.update(closed_at=at)
    units, offers = evaluation.desk_ranks(by=leader, at=at)
    occasion = Occasion.objects.get(case=number)
    assert [(one.key, one.count) for one in (*units, *offers)] == [(occasion.unit, 1), (occasion.offer, 1)]


def _another(at):
    return Occasion.objects.create(
        case="another", offer="food", title_zh="x", title_en="x", unit="u", unit_path="u", person="p",
        decided_at=at, closed_at=at,
    )  # fmt: skip
