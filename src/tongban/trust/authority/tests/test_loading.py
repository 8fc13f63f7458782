"""A package's units, posts, roles and grants."""

from __future__ import annotations

import pytest

from tongban.kernel.declarations.api import DeclarationError
from tongban.trust.audit.models import Pending
from tongban.trust.authority import api
from tongban.trust.authority.models import Grant, Post, Unit
from tongban.trust.authority.tests.conftest import AT, DAY, ROLES, UNITS, subject

pytestmark = pytest.mark.django_db


def test_units_form_a_tree_whose_paths_contain_one_another(city) -> None:
    assert [unit.code for unit in api.units(under="market")] == ["market", "market-food"]
    assert api.unit("market-food").path.startswith(api.unit("market").path)
    assert api.post("clerk").unit_name.en == "Food Section"


def test_loading_twice_changes_nothing(city, package) -> None:
    before = [list(model.objects.order_by("id").values()) for model in (Unit, Post, Grant)]
    entries = Pending.objects.count()
    package(at=AT + DAY)
    package(roles=ROLES + "\n# a remark\n", at=AT + DAY)
    assert [list(model.objects.order_by("id").values()) for model in (Unit, Post, Grant)] == before
    assert Pending.objects.count() == entries


def test_loading_is_a_system_act_that_is_recorded(city) -> None:
    assert {(grant.proposed_by, grant.approved_by) for grant in api.grants()} == {("system", "system")}
    assert all(grant.origin == "roles:city" for grant in api.grants())
    assert Pending.objects.count() == 1


def test_a_grant_no_longer_declared_ends(city, package) -> None:
    package(roles=ROLES.replace("max_level = 1", "max_level = 2"), at=AT + DAY)
    live = api.grants(live_at=AT + DAY)
    assert [grant.max_level for grant in live] == [2]
    assert len(api.grants()) == 2


def test_what_an_officer_ended_stays_ended(people, package) -> None:
    api.end_grant(grant=api.grants()[0].id, reason="misused", by=people["zhao"], at=AT)
    package(roles=ROLES + "\n# again\n", at=AT + DAY)
    assert api.grants(live_at=AT + DAY) == ()


def test_a_declared_role_grants_its_permissions(city) -> None:
    api.appoint(person="li", post="clerk", since=AT, at=AT, by=api.SYSTEM)
    assert api.can(subject=subject("li"), permission="test.write", unit_path=api.unit("market-food").path, at=AT)


FAULTS = {
    "unknown parent": (UNITS.replace('parent = "market"', 'parent = "markt"'), ROLES, "did you mean 'market'"),
    "circle": (UNITS.replace('code = "city"', 'code = "city"\nparent = "market"'), ROLES, "under itself"),
    "post in no unit": (UNITS.replace('unit = "market-food"', 'unit = "food"'), ROLES, "unknown unit 'food'"),
    "unit twice": (UNITS + UNITS[: UNITS.index("[[units]]", 20)], ROLES, "declared 2 times"),
    "bad code": (UNITS.replace('code = "chief"', 'code = "Chief!"'), ROLES, "only a-z"),
    "unknown permission": (UNITS, ROLES.replace("test.write", "test.writ"), "did you mean 'test.write'"),
    "unknown role": (UNITS, ROLES.replace('role = "clerk"', 'role = "clark"'), "unknown role 'clark'"),
    "unknown post": (UNITS, ROLES.replace('posts = ["clerk"]', 'posts = ["clerck"]'), "unknown post 'clerck'"),
    "unknown scope": (UNITS, ROLES.replace('scope = "market-food"', 'scope = "food"'), "unknown unit 'food'"),
    "officer does business": (UNITS, ROLES.replace('posts = ["clerk"]', 'posts = ["audit"]'), "no permission of"),
    "clerk holds keys": (UNITS, ROLES.replace('"test.write"]', '"test.keys"]'), "posts of an officer alone"),
    "role and permission": (UNITS, ROLES + '\npermission = "test.read"\n', "either one role or one permission"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_package_is_refused_with_the_place(package, fault: str) -> None:
    units, roles, words = FAULTS[fault]
    with pytest.raises(DeclarationError) as error:
        package(units=units, roles=roles)
    assert any(words in str(p) and ".toml" in p.file and p.path for p in error.value.problems), error.value
    assert not Unit.objects.exists()


def test_a_unit_does_not_move(city, package) -> None:
    with pytest.raises(DeclarationError, match="does not move"):
        package(units=UNITS.replace('parent = "market"', 'parent = "health"'))


def test_a_post_never_becomes_an_officers(city, package) -> None:
    with pytest.raises(DeclarationError, match="another officer"):
        package(units=UNITS.replace('code = "chief"', 'code = "chief"\nofficer = "audit"'))


def test_a_role_belongs_to_the_package_that_declared_it(city, package) -> None:
    with pytest.raises(DeclarationError, match="belongs to package city"):
        package(units="", roles=ROLES, name="other")


def test_a_second_package_may_name_the_units_of_the_first(city, package) -> None:
    roles = '[[grants]]\nposts = ["chief"]\nrole = "clerk"\nscope = "market"\n'
    package(units="", roles=roles, name="other")
    assert [grant.origin for grant in api.grants(holder="post:chief")] == ["roles:other"]


PATTERN = """
[[roles]]
code = "window"
title = { zh = "窗口", en = "Window" }
permissions = ["test.read"]

[[grants]]
posts = ["c*"]
role = "window"
scope = "own"
"""


def test_a_pattern_fits_posts_of_another_package_now_and_later(package) -> None:
    package(units="", roles=PATTERN, name="approvals")
    assert api.grants() == ()
    package(roles="")
    assert {(grant.holder, grant.scope) for grant in api.grants()} == {
        ("post:clerk", "market-food"), ("post:chief", "market"),
    }  # fmt: skip
    more = '[[posts]]\ncode = "courier"\nunit = "health"\ntitle = { zh = "通讯员", en = "Courier" }\n'
    package(units=UNITS + more, roles="", at=AT + DAY)
    assert [grant.scope for grant in api.grants(holder="post:courier", live_at=AT + DAY)] == ["health"]
    assert len(api.grants()) == 3


def test_a_pattern_never_reaches_the_posts_of_officers(package) -> None:
    package(roles=PATTERN.replace('"c*"', '"*"'))
    assert {grant.holder for grant in api.grants()} == {"post:clerk", "post:chief"}
