"""A small government: a city with two bureaus, one of them with a section; posts; three kinds of officers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.trust.authority import api

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SYSTEM_TOML = 'id = "city"\nversion = "1"\ntitle = { zh = "城", en = "City" }\n'
UNITS = """
[[units]]
code = "city"
name = { zh = "市政府", en = "City" }
division = "430700"
kind = "government"

[[units]]
code = "market"
parent = "city"
name = { zh = "市场局", en = "Market Bureau" }
division = "430700"
kind = "department"

[[units]]
code = "market-food"
parent = "market"
name = { zh = "食品科", en = "Food Section" }
division = "430700"
kind = "section"

[[units]]
code = "health"
parent = "city"
name = { zh = "卫健委", en = "Health Commission" }
division = "430700"
kind = "department"

[[posts]]
code = "clerk"
unit = "market-food"
title = { zh = "窗口", en = "Clerk" }

[[posts]]
code = "chief"
unit = "market"
title = { zh = "局长", en = "Chief" }

[[posts]]
code = "security"
unit = "city"
officer = "security"
title = { zh = "安全员", en = "Security officer" }

[[posts]]
code = "system"
unit = "city"
officer = "system"
title = { zh = "系统员", en = "System officer" }

[[posts]]
code = "audit"
unit = "city"
officer = "audit"
title = { zh = "审计员", en = "Audit officer" }
"""
ROLES = """
[[roles]]
code = "clerk"
title = { zh = "窗口", en = "Clerk" }
permissions = ["test.read", "test.write"]

[[grants]]
posts = ["clerk"]
role = "clerk"
scope = "market-food"
max_level = 1
"""


@pytest.fixture(autouse=True)
def _permissions():
    for code in ("test.read", "test.write", "test.decide"):
        api.declare_permission(code, Text(code, code))
    api.declare_permission("test.keys", Text("密钥", "keys"), officer_only="security")


@pytest.fixture
def package(tmp_path: Path):
    """Writes a package and returns the function that loads it."""

    def load(*, units: str = UNITS, roles: str = ROLES, name: str = "city", at: dt.datetime = AT) -> int:
        folder = tmp_path / name
        (folder / "units").mkdir(parents=True, exist_ok=True)
        (folder / "roles").mkdir(exist_ok=True)
        (folder / "system.toml").write_text(SYSTEM_TOML.replace('"city"', f'"{name}"', 1))
        (folder / "units" / f"{name}.toml").write_text(units)
        (folder / "roles" / f"{name}.toml").write_text(roles)
        return declarations.publish(declarations.read(folder), at=at)

    return load


@pytest.fixture
def city(db, package) -> None:
    package()


def subject(person: str, at: dt.datetime = AT) -> api.Subject:
    """An official with the posts that the person holds."""
    return api.Subject("official", person=person, name=person, posts=api.posts_of(person=person, at=at))


@pytest.fixture
def people(city):
    """A clerk, a chief, two security officers."""
    for person, post in (("li", "clerk"), ("wang", "chief"), ("zhao", "security"), ("qian", "security")):
        api.appoint(person=person, post=post, since=AT - DAY, at=AT, by=api.SYSTEM)
    return {name: subject(name) for name in ("li", "wang", "zhao", "qian")}


@pytest.fixture
def give(people):
    """Grants by the two security officers; terms as keywords."""

    def make(holder: str, **terms: object) -> int:
        values = {
            "permission": "" if "role" in terms else "test.decide", "scope_unit": "market", "since": AT - DAY,
            "reason": "test", "at": AT, "proposed_by": people["zhao"], "approved_by": people["qian"], **terms,
        }  # fmt: skip
        return api.grant(holder=holder, **values)

    return make
