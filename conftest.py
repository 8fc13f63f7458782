"""Fixtures for the whole suite: the node folder of the session, a fixed working time."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.utils import translation

# A busy machine must not fail a property: examples are counted, not timed.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

# What the blocks declare while the node starts. A test may declare more; nothing of that is left to the next one.
DECLARED = (
    ("tongban.channels.rest.endpoints", "ENDPOINTS"),
    ("tongban.engines.forms.checks", "HELD"),
    ("tongban.engines.forms.divisions", "SOURCE"),
    ("tongban.engines.processes.host", "_HOSTS"),
    ("tongban.exchange.catalogue.api", "_DECLARED"),
    ("tongban.exchange.letters.taking", "_RECEIVERS"),
    ("tongban.exchange.mediator.providers", "_PROVIDERS"),
    ("tongban.governance.drafts.draftable", "_DRAFTABLES"),
    ("tongban.kernel.declarations.api", "_KINDS"),
    ("tongban.kernel.outbox.api", "_KINDS"),
    ("tongban.kernel.outbox.api", "_SUBSCRIBERS"),
    ("tongban.kernel.web.menu", "_ENTRIES"),
    ("tongban.registers.records.types", "_TYPES"),
    ("tongban.services.archives.registry", "_FORGETTERS"),
    ("tongban.services.archives.registry", "_KEEPERS"),
    ("tongban.services.cases.operations.registry", "_OPERATIONS"),
    ("tongban.services.notices.links", "_LINKS"),
    ("tongban.trust.authority.attributes", "_DECLARED"),
    ("tongban.trust.authority.permissions", "_DECLARED"),
    ("tongban.trust.privacy.purposes", "_PURPOSES"),
)
NINE_ON_MONDAY = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)  # 09:00 in Changde


@pytest.fixture()
def at() -> dt.datetime:
    """Monday 23 November 2026, 09:00 in the node's zone."""
    return NINE_ON_MONDAY


@pytest.fixture()
def node() -> Path:
    """The node folder of the test session."""
    return settings.CONFIG.folder


@pytest.fixture(autouse=True)
def as_started():
    """Every test begins as a node that has just started: in the node's language, with what its blocks declare."""
    translation.activate(settings.LANGUAGE_CODE)
    importlib.import_module("tongban.kernel.declarations.api").pinned.cache_clear()
    importlib.import_module(settings.ROOT_URLCONF)  # what addresses declare is of the node, not of the first test
    with _kept():
        yield


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Nothing that is declared inside is left afterwards."""
    tables = [getattr(importlib.import_module(module), name) for module, name in DECLARED]
    kept = [table.copy() for table in tables]
    yield
    for table, before in zip(tables, kept, strict=True):
        if table != before:
            table.clear()
            (table.extend if isinstance(table, list) else table.update)(before)


@pytest.fixture(scope="session")
def keeping() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """What a fixture of a whole module that declares something opens around its `yield`."""
    return _kept


@pytest.fixture()
def own_node(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts modules as programs on a node and a database of their own, beside those of the suite, which are inside a
    transaction. Gives a function that starts one with its arguments; what it prints is piped.
    """
    address, name = settings.CONFIG.database, f"crowd_{os.getpid()}"
    own = urllib.parse.urlsplit(address)._replace(path=f"/{name}").geturl() if address else ""
    sources = str(Path(__file__).resolve().parent / "src")
    (tmp_path / "keys").mkdir()
    environment = os.environ | {
        "TONGBAN_NODE": str(tmp_path),
        "TONGBAN_DATABASE": own,
        "PYTHONPATH": os.pathsep.join([sources, os.environ.get("PYTHONPATH", "")]),
    }

    def start(module: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    if not address:
        yield start
        return
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield start
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers():
    """The flush after a transactional test empties append-only tables: their triggers step aside for its length."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        if self.connection.vendor == "sqlite":
            with self.connection.cursor() as cursor:
                rows = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            sql_list = [*(f'DROP TRIGGER "{name}"' for name, _ in rows), *sql_list, *(sql for _, sql in rows)]
        plain(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = plain
