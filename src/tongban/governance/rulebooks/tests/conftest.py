from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.utils import translation

from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests.town import publish
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        publish(tmp_path_factory.mktemp("town"))
        yield
        transaction.set_rollback(True)


@pytest.fixture()
def town(_town: None, db: None) -> None:
    """A city with the rule `fees`, which the food licence of the market bureau uses."""


@pytest.fixture()
def official(town: None, at: dt.datetime) -> Callable[[str, str], Subject]:
    def make(post: str, name: str = "") -> Subject:
        person = name or post
        authority.appoint(person=person, post=f"c.{post}", since=at - 20 * DAY, at=at - 20 * DAY, by=SYSTEM)
        held = authority.posts_of(person=person, at=at)
        return Subject(kind="official", person=person, name=person.title(), posts=held)

    return make


@pytest.fixture()
def owner(official) -> Subject:
    return official("market.leader", "owner")


@pytest.fixture()
def other(official) -> Subject:
    return official("market.leader", "other")


@pytest.fixture()
def publisher(official) -> Subject:
    return official("mayor", "publisher")


@pytest.fixture()
def draft(owner, at) -> api.DraftView:
    return api.open_draft(rule="fees", by=owner, at=at)
