import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.services.offers import api as offers

pytestmark = pytest.mark.usefixtures("published")


def keys(query: str = "", **filters: str) -> list[str]:
    return [hit.key for hit in offers.search(query=query, **filters).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("社保", "social"),
        ("社保登记", "social"),
        ("spjy", "food"),
        ("jyxk", "food"),
        ("shipin", "food"),
        ("Licence", "food"),
        ("licen", "food"),
        ("饭店", "food"),
        ("RESTAURANT", "opening"),
        ("社保 pension", "social"),
        ("职工参保", "social"),
        ("0200", "social"),
        ("ｓｐｊｙ", "food"),
    ],
)
def test_an_offer_is_found_by(query: str, first: str) -> None:
    assert keys(query)[0] == first


def test_characters_that_do_not_stand_together_are_no_match_of_the_phrase() -> None:
    assert offers.search(query="保社").total == 0


def test_a_title_comes_before_a_keyword_before_the_text() -> None:
    assert [hit.where for hit in offers.search(query="restaurant").hits] == [1, 2]
    assert [(hit.key, hit.where) for hit in offers.search(query="食品").hits] == [
        ("food", 1),
        ("opening", 3),
        ("social", 3),
    ]


def test_when_nothing_holds_the_whole_query_its_parts_are_found_and_said_to_be_parts() -> None:
    found = offers.search(query="我想开餐馆做生意")
    assert found.loose
    assert found.hits[0].where == 4
    assert "opening" in [hit.key for hit in found.hits]


def test_filters_narrow_the_list() -> None:
    assert keys(audience="person") == ["opening", "social"]
    assert keys(authority="health") == ["social"]
    assert sorted(keys(life_event="opening")) == ["food", "opening", "social"]
    assert keys(audience="nobody") == []


def test_the_order_follows_the_language() -> None:
    assert keys(language="en") == ["food", "opening", "social"]
    assert keys(language="zh-hans") == ["opening", "social", "food"]


def test_pages_follow_one_another_without_gap() -> None:
    seen, after = [], ""
    while True:
        page = offers.search(after=after, limit=1)
        assert page.total == 3
        seen += [hit.key for hit in page.hits]
        after = page.next
        if not after:
            break
    assert seen == keys()


@pytest.mark.parametrize("query", ["", "食品", "社保 pension", "我想开餐馆做生意"])
def test_the_number_of_queries_is_constant(query: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        offers.search(query=query, life_event="opening", audience="person")


anything = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.text(alphabet="社保食品ab1 \"'*:()^-&|!<>\\{}~\0\ud800NEAR ANDOR+é²", max_size=30),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=anything, audience=anything, life_event=anything, authority=anything, after=anything)
def test_no_input_is_an_error(query: str, audience: str, life_event: str, authority: str, after: str) -> None:
    offers.search(query=query)
    offers.search(query=query, audience=audience, life_event=life_event, authority=authority, after=after)
