"""A resident and an official who can sign in."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.core.cache import cache

from tongban.kernel.declarations import api as declarations
from tongban.trust.authority import api as authority
from tongban.trust.identity import api
from tongban.trust.identity.hashing import LimitedArgon2

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
PASSWORD = "correct horse battery"
NUMBER = "430702199001011236"
UNITS = """
[[units]]
code = "market"
name = { zh = "市场局", en = "Market Bureau" }
division = "430700"
kind = "department"

[[posts]]
code = "clerk"
unit = "market"
title = { zh = "窗口", en = "Clerk" }
"""


@pytest.fixture(autouse=True)
def _fresh_limits(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch) -> None:
    """The same algorithm with next to no work: a hash costs a fifth of a second otherwise."""
    for name, value in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
        monkeypatch.setattr(LimitedArgon2, name, value)


@pytest.fixture
def password_hash() -> str:
    return api.hashed(PASSWORD)


@pytest.fixture
def resident(db, password_hash) -> api.Person:
    person = api.create_person(name="李某", resident_number=NUMBER, by=authority.SYSTEM, at=AT)
    api.create_account(
        username="li", kind="resident", person=person.id, password_hash=password_hash, by=authority.SYSTEM, at=AT
    )  # fmt: skip
    return person


@pytest.fixture
def official(db, tmp_path, password_hash) -> api.Person:
    (tmp_path / "units").mkdir()
    (tmp_path / "system.toml").write_text('id = "city"\nversion = "1"\ntitle = { zh = "城", en = "City" }\n')
    (tmp_path / "units" / "city.toml").write_text(UNITS)
    declarations.publish(declarations.read(tmp_path), at=AT)
    person = api.create_person(name="王某", by=authority.SYSTEM, at=AT)
    api.create_account(
        username="wang", kind="official", person=person.id, password_hash=password_hash, by=authority.SYSTEM, at=AT
    )  # fmt: skip
    authority.appoint(person=person.id, post="clerk", since=AT, at=AT, by=authority.SYSTEM)
    return person


@pytest.fixture
def demo(settings) -> None:
    settings.CONFIG = dataclasses.replace(settings.CONFIG, demo=True)


@pytest.fixture
def sign_in(client):
    """Signs the client in by password."""

    def do(username: str = "li", password: str = PASSWORD, **more: str):
        return client.post("/account/login/", {"login": username, "password": password, **more})

    return do
