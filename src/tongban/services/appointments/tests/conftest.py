from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.appointments import api as appointments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

UNITS = """
units = [
  { code = "t", name = { zh = "市", en = "City" }, division = "430700", kind = "government" },
  { code = "t.hall", name = { zh = "政务大厅", en = "Hall" }, division = "430700", kind = "bureau", parent = "t" },
  { code = "t.tax", name = { zh = "税务局", en = "Tax" }, division = "430700", kind = "bureau", parent = "t" },
]
posts = [
  { code = "t.hall.desk", unit = "t.hall", title = { zh = "窗口", en = "Desk" } },
  { code = "t.tax.desk", unit = "t.tax", title = { zh = "窗口", en = "Desk" } },
]
"""
ROLES = """
[[roles]]
code = "desk"
title = { zh = "窗口", en = "Desk" }
permissions = ["appointments.desk", "appointments.manage"]
[[grants]]
posts = ["t.hall.desk"]
scope = "t.hall"
role = "desk"
[[grants]]
posts = ["t.tax.desk"]
scope = "t.tax"
role = "desk"
"""
WINDOW = appointments.Resource(
    code="hall-1",
    unit="t.hall",
    title=Text("一号窗口", "Window 1"),
    place=Text("大厅一层", "Ground floor"),
    openings=(appointments.Opening(dt.time(9), dt.time(12), minutes=60, seats=2),),
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture()
def window(db: None, tmp_path: Path, at: dt.datetime) -> appointments.Resource:
    (tmp_path / "units").mkdir()
    (tmp_path / "roles").mkdir()
    (tmp_path / "system.toml").write_text('id = "t"\nversion = "1"\ntitle = { zh = "城", en = "City" }\n')
    (tmp_path / "units" / "t.toml").write_text(UNITS)
    (tmp_path / "roles" / "t.toml").write_text(ROLES)
    declarations.publish(declarations.read(tmp_path), at=at - dt.timedelta(days=30))
    appointments.save_resource(resource=WINDOW, by=SYSTEM, at=at)
    return WINDOW


@pytest.fixture()
def clerk(window, at):
    def _clerk(post: str) -> Subject:
        authority.appoint(person=post, post=post, since=at - dt.timedelta(days=9), at=at, by=SYSTEM)
        return Subject("official", person=post, name=post, posts=authority.posts_of(person=post, at=at))

    return _clerk


def person(name: str) -> Subject:
    return Subject("resident", person=name, name=name)
