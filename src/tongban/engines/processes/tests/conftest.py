"""A database that several threads really share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are looked at in the language of their msgids."""
    with translation.override("en"):
        yield


@pytest.fixture()
def shared(tmp_path: Path, django_db_blocker, request: pytest.FixtureRequest) -> Iterator[Callable[..., list[object]]]:
    """Runs functions in threads of their own over one database: a file, or the server of the settings.

    Gives a function that starts them together and returns their results in order.
    """
    if connection.vendor != "sqlite":
        request.node.add_marker(pytest.mark.django_db(transaction=True))
        request.getfixturevalue("db")
    before = connections["default"]

    def connect() -> None:
        if before.vendor == "sqlite":
            own = connections.create_connection("default")
            own.settings_dict = {**own.settings_dict, "NAME": tmp_path / "shared.sqlite3"}
            connections["default"] = own

    def together(*work: Callable[[], object]) -> list[object]:
        results: list[object] = [None] * len(work)
        gate = threading.Barrier(len(work))

        def one(index: int) -> None:
            connect()
            gate.wait()
            try:
                results[index] = work[index]()
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=one, args=(index,)) for index in range(len(work))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    with django_db_blocker.unblock():
        connect()
        if before.vendor == "sqlite":
            with connections["default"].schema_editor() as editor:
                for model in apps.get_app_config("processes").get_models():
                    editor.create_model(model)
        yield together
        connections["default"].close()
        connections["default"] = before
