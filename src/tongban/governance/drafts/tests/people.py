"""People of the tiny city who change texts and publish them, for the tests of every kind of draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

DAY = dt.timedelta(days=1)
ROLES = """
[[roles]]
code = "owner"
title = {{ zh = "负责人", en = "Owner" }}
permissions = ["{code}.edit"]
[[roles]]
code = "publisher"
title = {{ zh = "发布人", en = "Publisher" }}
permissions = ["{code}.publish"]
[[grants]]
posts = ["*.leader"]
scope = "own"
role = "owner"
[[grants]]
posts = ["c.mayor"]
scope = "*"
role = "publisher"
"""


def roles(code: str) -> str:
    """Leaders change the texts of a kind, the mayor publishes them."""
    return ROLES.format(code=code)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture()
def official(town: None, at: dt.datetime) -> Callable[..., Subject]:
    def make(post: str, name: str = "") -> Subject:
        person = name or post
        authority.appoint(person=person, post=f"c.{post}", since=at - 20 * DAY, at=at - 20 * DAY, by=SYSTEM)
        held = authority.posts_of(person=person, at=at)
        return Subject(kind="official", person=person, name=person.title(), posts=held)

    return make


@pytest.fixture()
def owner(official: Callable[..., Subject], office: str) -> Subject:
    return official(f"{office}.leader", "owner")


@pytest.fixture()
def other(official: Callable[..., Subject], office: str) -> Subject:
    return official(f"{office}.leader", "other")


@pytest.fixture()
def publisher(official: Callable[..., Subject]) -> Subject:
    return official("mayor", "publisher")
