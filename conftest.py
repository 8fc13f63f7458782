"""Fixtures for the whole suite: the node folder of the session, a fixed working time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# A busy machine must not fail a property: examples are counted, not timed.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

NINE_ON_MONDAY = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)  # 09:00 in Changde


@pytest.fixture()
def at() -> dt.datetime:
    """Monday 23 November 2026, 09:00 in the node's zone."""
    return NINE_ON_MONDAY


@pytest.fixture()
def node() -> Path:
    """The node folder of the test session."""
    return settings.CONFIG.folder


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
