"""A view without a declared rule is an error at start and does not exist at run time."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from tongban.trust.authority import api
from tongban.trust.authority.middleware import AccessRules
from tongban.trust.authority.sweep import undeclared_permissions, undeclared_views
from tongban.trust.authority.tests.conftest import AT, DAY
from tongban.trust.authority.tests.urls import answer

URLS = "tongban.trust.authority.tests.urls"
pytestmark = [pytest.mark.urls(URLS), pytest.mark.django_db]
RESIDENT = api.Subject("resident", person="r", assurance=1)
PROGRAM = api.Subject("program", account="p")


def ask(path: str, subject: api.Subject, method: str = "GET", **headers: str) -> int:
    """The status that the middleware gives, 200 when it lets the view run."""
    from django.urls import resolve

    request = RequestFactory().generic(method, path, headers=headers)
    request.subject, request.at = subject, AT
    found = AccessRules(answer).process_view(request, resolve(path).func, (), {})
    return found.status_code if found is not None else 200


def test_the_system_check_names_the_view_without_a_rule() -> None:
    assert [error.msg for error in undeclared_views()] == [
        "the view tongban.trust.authority.tests.urls.answer at 'forgotten/' declares no access rule"
    ]
    assert [error.id for error in undeclared_permissions()] == ["authority.E002"]


def test_an_undeclared_view_does_not_exist(client) -> None:
    assert client.get("/forgotten/").status_code == 404
    assert client.post("/forgotten/").status_code == 404


def test_access_without_a_rule_is_refused_when_declared() -> None:
    with pytest.raises(TypeError):
        api.access()


def test_every_view_of_libraries_has_its_rule() -> None:
    rules = {route.name: route.rule for route in api.access_rules() if route.name.startswith(("account_", "mfa_"))}
    assert len(rules) > 20
    assert all(rules.values())
    assert rules["account_login"] == "public"
    assert rules["mfa_activate_totp"] == "signed_in"


def test_the_list_tells_pattern_methods_and_rule() -> None:
    routes = {route.pattern: route for route in api.access_rules(urlconf=URLS)}
    assert routes["post-only/"].methods == ("POST",)
    assert routes["class/"].rule == "official | officer(audit)"
    assert routes["decide/"].rule == "permission(test.decide)"
    assert routes["forgotten/"].rule == ""


def test_strangers_are_sent_to_sign_in_and_programs_are_told(people) -> None:
    for path in ("/signed/", "/resident/", "/officer/", "/decide/", "/class/"):
        assert ask(path, api.ANONYMOUS) == 302
        assert ask(path, api.ANONYMOUS, Authorization="Bearer x") == 401
        assert ask(path, api.ANONYMOUS, Accept="application/json") == 401
    assert ask("/public/", api.ANONYMOUS) == 200


ALLOWED = {
    "/signed/": {"resident", "program", "li", "wang", "zhao"}, "/resident/": {"resident"}, "/program/": {"program"},
    "/officer/": {"zhao"}, "/decide/": {"wang"}, "/class/": {"li", "wang", "zhao"},
}  # fmt: skip


@pytest.mark.parametrize("path", ALLOWED)
def test_each_rule_admits_exactly_whom_it_names(give, people, path: str) -> None:
    give("post:chief", since=AT - DAY)
    everybody = {"resident": RESIDENT, "program": PROGRAM, **{name: people[name] for name in ("li", "wang", "zhao")}}
    for name, subject in everybody.items():
        if name in ALLOWED[path]:
            assert ask(path, subject) == 200, name
        else:
            with pytest.raises(api.Denied):
                ask(path, subject)


def test_methods_not_declared_are_refused(client) -> None:
    assert client.get("/post-only/").status_code == 405
    assert client.head("/post-only/").status_code == 405
    assert client.post("/post-only/").status_code == 200


def test_the_way_to_sign_in_leads_back(client) -> None:
    assert client.get("/signed/?a=1&b=2").url.endswith("/login/?next=/signed/%3Fa%3D1%26b%3D2")
