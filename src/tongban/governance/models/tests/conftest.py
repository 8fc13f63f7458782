from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.utils import translation

from tongban.governance.models import api
from tongban.governance.models.tests.town import publish
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
    """A city whose market bureau takes the process `health`."""


def appointed(post: str, name: str, at: dt.datetime) -> Subject:
    authority.appoint(person=name, post=f"c.{post}", since=at - 20 * DAY, at=at - 20 * DAY, by=SYSTEM)
    held = authority.posts_of(person=name, at=at)
    return Subject(kind="official", person=name, name=name.title(), posts=held)


@pytest.fixture()
def official(town: None, at: dt.datetime) -> Callable[[str, str], Subject]:
    return lambda post, name: appointed(post, name, at)


@pytest.fixture()
def owner(official) -> Subject:
    return official("health.leader", "owner")


@pytest.fixture()
def other(official) -> Subject:
    return official("health.leader", "other")


@pytest.fixture()
def publisher(official) -> Subject:
    return official("mayor", "publisher")


@pytest.fixture()
def draft(owner, at) -> api.DraftView:
    return api.open_draft(process="health", by=owner, at=at)


@pytest.fixture()
def together(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., list[object]]]:
    """Runs functions in threads of their own over one database with the town: a file, or the server of the settings.

    Gives a function that starts them together and returns their results in order.
    """
    before = connections["default"]
    if before.vendor == "sqlite":
        with before.cursor() as cursor:
            schema = cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as copy:
            for name, sql in schema:
                known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).fetchone()
                if not known and not name.startswith("sqlite_"):  # a virtual table makes others of its own
                    copy.execute(sql)
            copy.commit()

    def connect() -> None:
        if before.vendor == "sqlite":
            own = connections.create_connection("default")
            own.settings_dict = {**own.settings_dict, "NAME": tmp_path / "shared.sqlite3"}
            connections["default"] = own

    def run(*work: Callable[[], object]) -> list[object]:
        def one(task: Callable[[], object]) -> object:
            connect()
            try:
                return task()
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(work)) as pool:
            return list(pool.map(one, work))

    connect()
    publish(tmp_path)
    yield run
    if before.vendor == "sqlite":
        connections["default"].close()
        connections["default"] = before
