"""One compiler: the row filter and the point check agree, and both agree with the rules written down naively."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.trust.authority import api
from tongban.trust.authority.decisions import successor
from tongban.trust.authority.models import Grant, Unit
from tongban.trust.authority.tests.conftest import AT, DAY, subject

pytestmark = pytest.mark.django_db
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
UNITS = ["city", "market", "market-food", "health"]
days = st.sampled_from([-2, -1, 0, 1])
grant_terms = st.fixed_dictionaries({
    "holder": st.sampled_from(["post:clerk", "post:chief", "person:li", "unit:market-food"]),
    "permission": st.sampled_from(["test.read", "test.decide"]),
    "scope": st.sampled_from([*UNITS, None]),
    "max_level": st.integers(0, 3),
    "purposes": st.sampled_from([[], ["permit"], ["permit", "audit"]]),
    "zones": st.sampled_from([[], ["public"], ["inner"]]),
    "since": days, "until": st.sampled_from([None, 0, 1]), "ended": st.sampled_from([None, None, 0, 1]),
    "approved": st.sampled_from([True, True, False]),
})  # fmt: skip


def rows(worlds: list[dict]) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for world in worlds:
        since = AT + world["since"] * DAY
        until = None if world["until"] is None else max(AT + world["until"] * DAY, since + DAY / 24)
        Grant.objects.create(
            holder=world["holder"], permission=world["permission"], scope=units.get(world["scope"]),
            max_level=world["max_level"], purposes=world["purposes"], zones=world["zones"], since=since, until=until,
            ended_at=None if world["ended"] is None else AT + world["ended"] * DAY, origin="test", reason="test",
            proposed_by="a", proposed_at=AT, approved_by="b" if world["approved"] else "",
            approved_at=AT if world["approved"] else None,
        )  # fmt: skip


def objects() -> None:
    """Rows to be seen or not: grants of nobody serve as objects, with a unit and a level."""
    for unit in Unit.objects.all():
        for level in range(4):
            Grant.objects.create(
                holder="object", permission="test.write", scope=unit, max_level=level, since=AT, origin="object",
                reason="x", proposed_by="x", proposed_at=AT,
            )  # fmt: skip


def naive(who: api.Subject, grants: list[Grant], *, permission: str, path: str, level: int, purpose: str) -> bool:
    """The rules once more, without compiler, queries or paths' arithmetic."""
    for grant in grants:
        ends: list[dt.datetime] = [end for end in (grant.until, grant.ended_at) if end]
        if (
            grant.holder in {"post:clerk", "person:li", "unit:market-food"} & api.refs_of(who)
            and grant.permission == permission
            and grant.approved_at
            and grant.since <= AT
            and all(end > AT for end in ends)
            and (grant.scope is None or path[: len(grant.scope.path)] == grant.scope.path)
            and level <= grant.max_level
            and (not grant.purposes or purpose in grant.purposes)
            and (not grant.zones or "public" in grant.zones)
        ):
            return True
    return False


@QUICK
@given(worlds=st.lists(grant_terms, max_size=6), purpose=st.sampled_from(["", "permit", "audit"]))
def test_filter_and_point_check_and_the_naive_rules_agree(people, worlds: list[dict], purpose: str) -> None:
    with transaction.atomic():
        rows(worlds)
        objects()
        who = people["li"]
        food = api.unit("market-food").path
        everything = list(Grant.objects.select_related("scope"))
        things = Grant.objects.filter(origin="object").select_related("scope")
        for permission in ("test.read", "test.decide"):
            asked = {"subject": who, "permission": permission, "purpose": purpose, "at": AT}
            seen = set(api.visible_to(things, unit_field="scope__path", level_field="max_level", **asked))
            for thing in things:
                path, level = thing.scope.path, thing.max_level
                allowed = bool(api.can(unit_path=path, level=level, **asked))
                declared = permission == "test.read" and path.startswith(food) and level <= 1
                wanted = declared or naive(
                    who, everything, permission=permission, path=path, level=level, purpose=purpose
                )
                assert allowed == (thing in seen) == wanted
            for unit in Unit.objects.all():
                asked = {"permission": permission, "unit_path": unit.path, "at": AT}
                allowed = [one for one, official in people.items() if api.can(subject=official, **asked)]
                assert sorted(api.who_may(**asked)) == sorted(allowed)
                assert api.who_may(units=["market-food"], **asked) == tuple({"li"} & {*allowed})
        transaction.set_rollback(True)


def test_one_query_for_a_check_and_one_for_a_filter_however_many_grants(
    give, people, django_assert_num_queries
) -> None:
    for unit in ("city", "market", "market-food", "health") * 3:
        give("post:clerk", scope_unit=unit)
    with django_assert_num_queries(1):
        api.can(subject=people["li"], permission="test.decide", at=AT)
    with django_assert_num_queries(2):
        list(
            api.visible_to(Unit.objects.all(), subject=people["li"], permission="test.decide", at=AT, unit_field="path")
        )


def test_who_may_and_who_works_where_take_the_same_queries_for_many_people(people, give, django_assert_num_queries):
    give("unit:market-food")
    for number in range(5):
        api.appoint(person=f"more-{number}", post="clerk", since=AT - DAY, at=AT, by=api.SYSTEM)
    path = api.unit("market-food").path
    with django_assert_num_queries(4):
        found = api.who_may(permission="test.decide", unit_path=path, units=["market-food", "market"], at=AT)
    assert found == ("li", *(f"more-{number}" for number in range(5)))
    with django_assert_num_queries(1):
        assert api.staff(units=["market"], at=AT)["wang"][0].code == "chief"


def test_what_nobody_granted_is_refused_to_everybody(people) -> None:
    for who in (*people.values(), api.ANONYMOUS, api.Subject("resident", person="someone")):
        assert not api.can(subject=who, permission="test.decide", at=AT)
        assert not api.visible_to(Unit.objects.all(), subject=who, permission="test.decide", at=AT, unit_field="path")


def test_an_undeclared_permission_is_a_mistake_and_not_a_no(people) -> None:
    with pytest.raises(LookupError, match=r"did you mean 'test\.decide'"):
        api.can(subject=people["li"], permission="test.decid", at=AT)


def test_an_object_without_a_unit_is_reached_only_by_grants_for_every_unit(give, people) -> None:
    give("post:chief", scope_unit="market")
    asked = {"subject": people["wang"], "permission": "test.decide", "at": AT}
    assert api.can(**asked)
    assert not api.can(unit_path="", **asked)
    give("post:chief", scope_unit="*")
    assert api.can(unit_path="", **asked)


def test_the_system_itself_may_and_says_so(db) -> None:
    assert api.can(subject=api.SYSTEM, permission="test.decide", unit_path="0001", level=3, at=AT)


def test_an_appointment_that_is_over_or_not_begun_gives_nothing(give) -> None:
    give("post:chief")
    api.appoint(person="old", post="chief", since=AT - 9 * DAY, until=AT - DAY, at=AT, by=api.SYSTEM)
    api.appoint(person="new", post="chief", since=AT + DAY, at=AT, by=api.SYSTEM)
    for person in ("old", "new"):
        assert not api.can(subject=subject(person), permission="test.decide", at=AT)
    assert api.can(subject=subject("new", AT + DAY), permission="test.decide", at=AT + DAY)


def test_a_refusal_says_why(give, people) -> None:
    give("post:chief", max_level=1)
    asked = {"subject": people["wang"], "permission": "test.decide", "at": AT}
    with pytest.raises(api.Denied, match=r"Market Bureau|市场局"):
        api.require(unit_path=api.unit("health").path, **asked)
    assert "1" in api.can(unit_path=api.unit("market").path, level=2, **asked).reason


@given(st.lists(st.integers(1, 9998), min_size=1, max_size=4), st.lists(st.integers(1, 9998), max_size=4))
def test_a_path_range_holds_exactly_what_begins_with_the_path(above: list[int], other: list[int]) -> None:
    path, candidate = ("".join(f"{n:04}" for n in numbers) for numbers in (above, other))
    assert (path <= candidate < successor(path)) == candidate.startswith(path)
    assert path <= path + candidate < successor(path)
