"""Grants need two security officers; delegation stays inside its grant; officers are different people."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.trust.audit.models import Pending
from tongban.trust.authority import api
from tongban.trust.authority.models import MAX_DEPTH, Grant
from tongban.trust.authority.tests.conftest import AT, DAY, ROLES, subject

pytestmark = pytest.mark.django_db


def terms(holder: str = "post:clerk", **values: object) -> api.Terms:
    found = {
        "permission": "" if "role" in values else "test.decide",
        "scope_unit": "market",
        "since": AT,
        "reason": "x",
    }
    return api.Terms(holder=holder, **{**found, **values})


def test_a_proposal_has_no_force_until_another_officer_approves(people) -> None:
    number = api.propose_grant(terms=terms(), by=people["zhao"], at=AT)
    assert not api.can(subject=people["li"], permission="test.decide", at=AT)
    assert [grant.id for grant in api.grants(proposed=True)] == [number]
    with pytest.raises(api.Denied):
        api.approve_grant(grant=number, by=people["zhao"], at=AT)
    api.approve_grant(grant=number, by=people["qian"], at=AT)
    api.approve_grant(grant=number, by=people["qian"], at=AT + DAY)
    assert api.can(subject=people["li"], permission="test.decide", at=AT).grant == number
    assert api.grants(holder="post:clerk")[-1].approved_at == AT


def test_one_person_with_two_accounts_is_still_one_officer(people) -> None:
    number = api.propose_grant(terms=terms(), by=people["zhao"], at=AT)
    other_account = api.Subject("official", person="zhao", account="zhao2", posts=people["zhao"].posts)
    with pytest.raises(api.Denied):
        api.approve_grant(grant=number, by=other_account, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=number).update(approved_by="zhao", approved_at=AT)


@pytest.mark.parametrize("who", ["li", "wang"])
def test_only_security_officers_propose_approve_and_end(people, who: str) -> None:
    number = api.propose_grant(terms=terms(), by=people["zhao"], at=AT)
    for act in (
        lambda: api.propose_grant(terms=terms("post:chief"), by=people[who], at=AT),
        lambda: api.approve_grant(grant=number, by=people[who], at=AT),
        lambda: api.end_grant(grant=number, reason="x", by=people[who], at=AT),
    ):
        with pytest.raises(api.Denied):
            act()


def test_nobody_grants_to_themselves(people) -> None:
    with pytest.raises(api.Denied):
        api.propose_grant(terms=terms("post:security", permission="test.keys"), by=people["zhao"], at=AT)


def test_the_terms_of_a_grant_are_never_rewritten(give) -> None:
    number = give("post:clerk")
    for change in ({"max_level": 3}, {"holder": "post:chief"}, {"until": AT}, {"approved_by": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=number).update(**change)


@pytest.mark.parametrize(
    "wrong",
    [{"scope_unit": "nowhere"}, {"role": "nobody"}, {"until": AT}, {"reason": " "}, {"permission": ""},
     {"holder": "clerk"}, {"holder": "post:nobody"}, {"permission": "test.keys"}, {"holder": "post:audit"}],
)  # fmt: skip
def test_faulty_terms_are_refused_and_nothing_is_saved(people, wrong: dict) -> None:
    before = Grant.objects.count(), Pending.objects.count()
    with pytest.raises((api.Refused, LookupError)):
        api.propose_grant(terms=terms(**wrong), by=people["zhao"], at=AT)
    assert (Grant.objects.count(), Pending.objects.count()) == before


def test_every_act_leaves_an_entry(people, give) -> None:
    before = Pending.objects.count()
    number = give("post:chief")
    child = api.delegate(parent=number, terms=terms(scope_unit="market-food"), by=people["wang"], at=AT)
    api.end_grant(grant=child, reason="done", by=people["wang"], at=AT)
    assert Pending.objects.count() == before + 4


OUTSIDE = {
    "permission": {"permission": "test.write"}, "role": {"role": "clerk"}, "unit": {"scope_unit": "city"},
    "every unit": {"scope_unit": "*"}, "level": {"max_level": 2}, "purpose": {"purposes": frozenset({"audit"})},
    "any purpose": {"purposes": frozenset()}, "earlier": {"since": AT - 9 * DAY}, "later": {"until": AT + 9 * DAY},
    "for ever": {"until": None},
}  # fmt: skip


@pytest.mark.parametrize("dimension", OUTSIDE)
def test_a_delegation_cannot_leave_its_grant(people, give, dimension: str) -> None:
    parent = give("post:chief", max_level=1, purposes=["permit"], until=AT + 5 * DAY)
    inside = {"max_level": 1, "purposes": frozenset({"permit"}), "until": AT + DAY}
    api.delegate(parent=parent, terms=terms(**inside), by=people["wang"], at=AT)
    with pytest.raises(api.Refused):
        api.delegate(parent=parent, terms=terms(**{**inside, **OUTSIDE[dimension]}), by=people["wang"], at=AT)


def test_only_the_holder_delegates_and_only_three_deep(people, give) -> None:
    parent = give("post:chief")
    with pytest.raises(api.Denied):
        api.delegate(parent=parent, terms=terms(), by=people["li"], at=AT)
    for _ in range(MAX_DEPTH):
        parent = api.delegate(parent=parent, terms=terms("person:wang"), by=people["wang"], at=AT)
    with pytest.raises(api.Refused):
        api.delegate(parent=parent, terms=terms("person:li"), by=people["wang"], at=AT)


def test_a_role_that_loses_a_permission_takes_it_from_delegations(people, package, give) -> None:
    parent = give("post:chief", role="clerk")
    api.delegate(parent=parent, terms=terms(permission="test.write"), by=people["wang"], at=AT)
    asked = {"subject": people["li"], "permission": "test.write", "unit_path": api.unit("market").path, "at": AT}
    assert api.can(**asked)
    package(roles=ROLES.replace(', "test.write"', ""))
    assert not api.can(**asked)


steps = st.lists(
    st.tuples(
        st.sampled_from(["delegate", "delegate", "delegate", "end"]), st.integers(0, 5), st.sampled_from(["li", "wang"]),
        st.sampled_from(["post:chief", "post:clerk", "person:li", "person:wang"]),
        st.sampled_from(["city", "market", "market-food", "health"]), st.integers(0, 3), st.sampled_from([None, 1, 3, 9]),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_no_sequence_of_delegations_yields_what_nobody_granted(people, give, steps: list) -> None:
    with transaction.atomic():
        root = give("post:chief", scope_unit="market", max_level=2, until=AT + 3 * DAY)
        made = [root]
        for act, which, who, holder, unit, level, until in steps:
            number = made[which % len(made)]
            ends = None if until is None else AT + until * DAY
            try:
                if act == "end":
                    api.end_grant(grant=number, reason="x", by=people["zhao"], at=AT)
                else:
                    asked = terms(holder, scope_unit=unit, max_level=level, until=ends)
                    made.append(api.delegate(parent=number, terms=asked, by=people[who], at=AT))
            except (api.Denied, api.Refused):
                continue
        live = {grant.id for grant in api.grants(live_at=AT)}
        for who in ("li", "wang"):
            for unit in api.units():
                for level in range(4):
                    asked = {"permission": "test.decide", "unit_path": unit.path, "level": level}
                    got = api.can(subject=people[who], at=AT, **asked)
                    inside = unit.path.startswith(api.unit("market").path) and level <= 2 and root in live
                    assert inside or not got
                    assert not api.can(subject=people[who], at=AT + 3 * DAY, **asked)
        for grant in api.grants(live_at=AT):
            assert grant.parent is None or grant.parent in live
        transaction.set_rollback(True)


def test_officers_are_three_different_people_also_over_time(city) -> None:
    kinds = ("system", "security", "audit")
    for first in kinds:
        person = f"officer-{first}"
        api.appoint(person=person, post=first, since=AT, until=AT + 10 * DAY, at=AT, by=api.SYSTEM)
        for second in set(kinds) - {first}:
            for since in (AT, AT + 20 * DAY, AT + 99 * DAY, AT - 50 * DAY):
                with pytest.raises(api.Refused):
                    api.appoint(person=person, post=second, since=since, until=since + DAY, at=AT, by=api.SYSTEM)
        other = kinds[kinds.index(first) - 1]
        api.appoint(person=person, post=other, since=AT + 101 * DAY, at=AT, by=api.SYSTEM)


def test_two_duties_that_slipped_in_anyway_give_nothing(give, people) -> None:
    give("person:zhao", proposed_by=api.SYSTEM, approved_by=api.SYSTEM)
    posts = (api.post("security"), api.post("audit"))
    both = api.Subject("official", person="zhao", posts=posts)
    assert both.officer == ""
    for permission in ("test.keys", "test.decide"):
        assert not api.can(subject=both, permission=permission, at=AT)


def test_an_officer_does_no_business_even_when_granted_as_a_person(give, people) -> None:
    give("person:new")
    api.appoint(person="new", post="audit", since=AT, at=AT, by=api.SYSTEM)
    assert not api.can(subject=subject("new"), permission="test.decide", at=AT)
    api.end_appointment(person="new", post="audit", at=AT + DAY, by=api.SYSTEM)
    assert api.can(subject=subject("new", AT + DAY), permission="test.decide", at=AT + DAY)


def test_appointing_twice_is_appointing_once(people) -> None:
    api.appoint(person="li", post="clerk", since=AT - DAY, at=AT, by=api.SYSTEM)
    assert api.holders(posts=["clerk"], at=AT) == ("li",)
    with pytest.raises(api.Refused):
        api.appoint(person="li", post="clerk", since=AT, until=AT, at=AT, by=api.SYSTEM)
    with pytest.raises(LookupError):
        api.appoint(person="li", post="nobody", since=AT, at=AT, by=api.SYSTEM)


def test_explaining_names_every_grant_and_what_it_lacks(give, people) -> None:
    proposed = api.propose_grant(terms=terms(), by=people["zhao"], at=AT)
    narrow = give("post:clerk", scope_unit="market-food", purposes=["permit"])
    lost = give("post:chief")
    api.appoint(person="li", post="chief", since=AT - 9 * DAY, until=AT - DAY, at=AT, by=api.SYSTEM)
    reason = api.explain(
        subject=people["li"], permission="test.decide", unit_path=api.unit("health").path, at=AT
    ).reason  # fmt: skip
    assert all(str(number) in reason for number in (proposed, narrow, lost)), reason
