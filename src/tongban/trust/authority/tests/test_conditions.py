"""Conditions on grants: one grant is the point check and the row filter; what cannot be both is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import NullIf, TruncDate
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.kernel.declarations.api import DeclarationError, Text
from tongban.trust.authority import api, conditions
from tongban.trust.authority.models import Grant, Unit
from tongban.trust.authority.tests.conftest import AT, DAY, ROLES, subject

pytestmark = pytest.mark.django_db
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = {
    "amount": "max_level", "kind": "kind", "day": "day", "high": "high", "division": "scope__division",
    "unit": "scope__code",
}  # fmt: skip
NAMES = Text("金额", "amount in yuan")


@pytest.fixture(autouse=True)
def _attributes(_permissions) -> None:
    api.declare_attributes(
        api.Attribute("amount", "number", NAMES, scale=1),
        api.Attribute("kind", "string", Text("类别", "kind")),
        api.Attribute("day", "date", Text("日期", "day")),
        api.Attribute("high", "boolean", Text("重大", "high")),
        api.Attribute("division", "string", Text("区划", "division")),
        api.Attribute("unit", "string", Text("单位", "unit")),
        permissions=["test.decide", "test.write"],
    )


def things() -> QuerySet[Grant]:
    """Grants of nobody serve as objects: a unit, a number, a text that may be missing, a day, a truth value."""
    rows = Grant.objects.filter(origin="object").select_related("scope")
    high = ExpressionWrapper(Q(max_level__gte=2), output_field=BooleanField())
    return rows.annotate(
        kind=NullIf("reason", Value("none")), day=TruncDate("since", tzinfo=dt.UTC), high=high
    )  # fmt: skip


def make_things() -> None:
    for number, unit in enumerate(Unit.objects.order_by("path")):
        for level in range(4):
            Grant.objects.create(
                holder="object", permission="test.write", scope=unit, max_level=level, since=AT + level * DAY,
                origin="object", reason=("none", "food", "drug")[(number + level) % 3], proposed_by="x", proposed_at=AT,
            )  # fmt: skip


def facts(thing: Grant) -> dict[str, object]:
    return {
        "amount": thing.max_level, "kind": thing.kind, "day": thing.day, "high": thing.high,
        "division": thing.scope.division, "unit": thing.scope.code,
    }  # fmt: skip


days = st.integers(-1, 4).map(lambda n: f'date("{(AT + n * DAY).date()}")')
numbers = st.integers(-1, 5)
signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
atoms = st.one_of(
    st.tuples(st.sampled_from(["amount", "object.amount"]), signs, numbers).map(lambda p: "{} {} {}".format(*p)),
    st.tuples(numbers, signs).map(lambda p: f"{p[0]} {p[1]} amount"),
    st.tuples(numbers, numbers).map(lambda p: f"amount between {min(p)} and {max(p)}"),
    st.tuples(numbers, numbers).map(lambda p: f"amount in [{min(p)}..{max(p)}]"),
    st.sampled_from(['kind = "food"', 'kind != "food"', "kind = null", "kind != null", 'kind in ("food", "drug")']),
    st.tuples(signs, days).map(lambda p: f"day {p[0]} {p[1]}"),
    st.sampled_from(["high", "high = true", "high = false", "not(high)", "true", "false", "null", "kind"]),
    st.sampled_from([
        "division = subject.division", "object.unit = subject.unit", "unit != subject.unit", "subject.post = unit",
        "subject.person = kind", 'subject.unit = "market"', "amount = kind",
    ]),
)  # fmt: skip
texts = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        inner.map(lambda p: f"not({p})"),
    ),
    max_leaves=4,
)
worlds = st.lists(
    st.tuples(
        st.sampled_from(["post:clerk", "post:chief", "person:li", "person:wang", "unit:market-food"]),
        st.sampled_from(["city", "market", "market-food", "health", "*"]),
        st.integers(0, 3),
        texts,
    ),
    max_size=4,
)


@QUICK
@given(granted=worlds)
def test_the_filter_shows_exactly_what_the_point_check_allows(give, people, granted) -> None:
    api.appoint(person="wang", post="clerk", since=AT - DAY, at=AT, by=api.SYSTEM)
    both = subject("wang")  # two posts in two units of one division
    with transaction.atomic():
        make_things()
        for holder, unit, level, text in granted:
            try:
                give(holder, scope_unit=unit, max_level=level, condition=text)
            except api.Refused:
                continue  # said when it was granted, as it should be
        for who in (people["li"], both):
            asked = {"subject": who, "permission": "test.decide", "at": AT}
            rows = api.visible_to(
                things(), unit_field="scope__path", level_field="max_level", columns=COLUMNS, **asked
            )  # fmt: skip
            seen = {row.pk for row in rows}
            for one in things():
                allowed = api.can(unit_path=one.scope.path, level=one.max_level, facts=facts(one), **asked)
                assert bool(allowed) == (one.pk in seen), (granted, facts(one))
        transaction.set_rollback(True)


def test_most_plain_conditions_can_be_granted(give, people) -> None:
    for text in (
        "object.division = subject.division and amount < 100000",
        'kind in ("food", "drug") or not(high)',
        'day >= date("2026-01-01")',
        "amount between 1 and 3",
    ):
        assert give("post:clerk", condition=text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("amount <", "expected a value"),
        ("amont < 3", "did you mean 'amount'"),
        ("division = subject.devision", "did you mean 'subject.division'"),
        ("amount < 0.5", "whole"),
        ("amount + 1 < 3", "arithmetic|field"),
        ('starts with(kind, "f")', "function"),
        ('kind < "f"', "order"),
        ("some x in [1, 2] satisfies x = amount", "some"),
        ("amount < 9999999999999999999999", "whole|large"),
        (" high", "blanks"),
        ("high" + " and high" * 100, "500"),
    ],
)
def test_what_cannot_be_judged_of_one_and_of_many_is_refused_when_it_is_granted(give, text: str, why: str) -> None:
    with override("en"), pytest.raises(api.Refused, match=why):
        give("post:clerk", condition=text)


def test_the_reason_is_said_in_the_language_of_the_page(give) -> None:
    with override("zh-hans"), pytest.raises(api.Refused, match="名称 'amont' 不存在"):
        give("post:clerk", condition="amont < 3")


def test_a_permission_without_declared_attributes_takes_no_condition(give) -> None:
    with override("en"), pytest.raises(api.Refused, match="unknown name 'amount'"):
        give("post:clerk", permission="test.read", condition="amount < 3")


def test_what_is_not_said_of_an_object_is_refused_in_both(give, people) -> None:
    give("post:chief", condition="amount < 3")
    make_things()
    asked = {"subject": people["wang"], "permission": "test.decide", "at": AT}
    path = api.unit("market").path
    assert api.can(**asked)  # something could be reached
    assert not api.can(unit_path=path, **asked)
    assert not api.can(unit_path=path, facts={"kind": "food"}, **asked)
    assert api.can(unit_path=path, facts={"amount": 1}, **asked)
    assert not api.visible_to(things(), unit_field="scope__path", **asked)


def test_without_a_compiler_nothing_is_granted(give, people, monkeypatch) -> None:
    number = give("post:chief", condition="amount < 3")
    monkeypatch.setattr(conditions, "_compilers", [])
    conditions._compiled.cache_clear()
    asked = {"subject": people["wang"], "permission": "test.decide", "at": AT}
    assert not api.can(facts={"amount": 1}, **asked)
    assert not api.can(**asked)
    with override("en"):
        assert "cannot be judged" in api.explain(**asked).reason
    with pytest.raises(api.Refused):
        give("post:chief", condition="amount < 3")
    conditions._compiled.cache_clear()
    assert number


def test_one_query_however_many_conditions(give, people, django_assert_num_queries) -> None:
    for most in range(12):
        give("post:clerk", condition=f"amount < {most} and division = subject.division")
    asked = {"subject": people["li"], "permission": "test.decide", "at": AT}
    with django_assert_num_queries(1):
        api.can(unit_path="", facts={"amount": 1, "division": "430700"}, **asked)
    with django_assert_num_queries(2):
        list(api.visible_to(things(), unit_field="scope__path", columns=COLUMNS, **asked))


def test_a_delegation_keeps_the_condition_above_it_and_adds_its_own(give, people) -> None:
    above = give("post:chief", condition="amount < 3")
    terms = api.Terms(
        holder="post:clerk", permission="test.decide", scope_unit="market", since=AT, reason="x", condition="amount > 0"
    )  # fmt: skip
    api.delegate(parent=above, terms=terms, by=people["wang"], at=AT)
    asked = {"subject": people["li"], "permission": "test.decide", "unit_path": api.unit("market").path, "at": AT}
    assert [bool(api.can(facts={"amount": n}, **asked)) for n in (0, 1, 2, 3)] == [False, True, True, False]


def test_a_grant_that_depends_on_its_holder_is_not_delegated(give, people) -> None:
    above = give("post:chief", condition="unit = subject.unit")
    terms = api.Terms(holder="post:clerk", permission="test.decide", scope_unit="market", since=AT, reason="x")
    with pytest.raises(api.Refused):
        api.delegate(parent=above, terms=terms, by=people["wang"], at=AT)


@pytest.mark.parametrize(("language", "word"), [("en", "amount in yuan"), ("zh-hans", "金额")])
def test_reasons_show_the_condition_in_both_languages(give, people, language: str, word: str) -> None:
    give("post:chief", condition="amount < 3")
    asked = {"subject": people["wang"], "permission": "test.decide", "unit_path": api.unit("market").path, "at": AT}
    with override(language):
        for facts_, allowed in (({"amount": 1}, True), ({"amount": 5}, False)):
            said = api.explain(facts=facts_, **asked)
            assert said.allowed is allowed
            assert "amount < 3" in said.reason
            assert word in said.reason
            assert language == "en" or "where" not in said.reason


def test_a_condition_is_never_rewritten(give) -> None:
    number = give("post:chief", condition="amount < 3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=number).update(condition="amount < 300")
    assert api.grants(holder="post:chief")[-1].condition == "amount < 3"


def test_a_package_grants_with_a_condition_and_a_change_of_it_is_another_grant(city, package) -> None:
    roles = ROLES.replace("test.read", "test.decide") + 'condition = "amount < 3"\n'
    package(roles=roles, at=AT + DAY)
    package(roles=roles.replace("< 3", "< 4"), at=AT + 2 * DAY)
    live = api.grants(holder="post:clerk", live_at=AT + 3 * DAY)
    assert [one.condition for one in live] == ["amount < 4"]


def test_a_package_with_a_condition_that_cannot_be_judged_does_not_load(city, package) -> None:
    roles = ROLES.replace("test.read", "test.decide")
    with pytest.raises(DeclarationError, match=r"grants\[0\]\.condition.*did you mean 'amount'"):
        package(roles=roles + 'condition = "amont < 3"\n')
