"""Bearer tokens: the person who gave it, or the program itself; nobody when anything is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from tongban.trust.authority.api import SYSTEM
from tongban.trust.identity import api
from tongban.trust.identity.models import Account
from tongban.trust.identity.tests.conftest import AT

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def ask(header: str = "Bearer abc", scope: str = "cases:read"):
    return api.bearer(RequestFactory().get("/", headers={"Authorization": header}), scope=scope, at=AT)


@pytest.fixture
def token(resident):
    program = Application.objects.create(
        name="App", client_id="app", client_type="confidential", authorization_grant_type="authorization-code",
        redirect_uris="https://app.test/",
    )  # fmt: skip
    user = Account.objects.get(username="li")
    return AccessToken.objects.create(
        token="abc", application=program, user=user, scope="cases:read", expires=timezone.now() + HOUR
    )


def test_a_token_makes_its_giver_the_subject(token, resident) -> None:
    found = ask()
    assert (found.kind, found.person, found.assurance) == ("resident", resident.id, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"header": ""}, {"header": "Bearer abd"}, {"header": "Basic abc"}, {"header": "Bearer "}, {"scope": "all"}],
)
def test_a_wrong_token_is_nobodys(token, wrong: dict) -> None:
    assert ask(**wrong) is None


def test_an_expired_token_is_nobodys(token) -> None:
    AccessToken.objects.update(expires=timezone.now() - HOUR)
    assert ask() is None


def test_the_token_of_a_closed_account_is_nobodys(token) -> None:
    api.close_account(username="li", by=SYSTEM, at=AT)
    assert ask() is None


def test_a_program_for_itself_is_a_program(token) -> None:
    AccessToken.objects.update(user=None)
    assert (ask().kind, ask().account, ask().person) == ("program", "app", "")
