"""`transaction.atomic()` for commands: the same promises, at the cost of its statements.

Almost every command runs inside the transaction of the act that it belongs to, so it is a savepoint; on SQLite Django
spends several times on one what SQLite does. A thread's connection is looked up once for each command as well.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


class _Now(threading.local):
    database: BaseDatabaseWrapper | None = None


_NOW = _Now()


def database() -> BaseDatabaseWrapper:
    """This thread's connection."""
    return _NOW.database or transaction.get_connection()


def direct(found: BaseDatabaseWrapper) -> bool:
    """Whether statements may go to SQLite's driver itself: nobody listens to them."""
    return found.vendor == "sqlite" and not found.execute_wrappers and not found.force_debug_cursor


class Whole:
    """What the body does happens whole or not at all."""

    def __enter__(self) -> None:
        self.before, self.database = _NOW.database, transaction.get_connection()
        self.atomic: AbstractContextManager[Any] | None = None
        found = self.database
        if found.in_atomic_block and not found.needs_rollback and direct(found):
            found.connection.execute("SAVEPOINT command")  # of several of one name the innermost is meant
            found.savepoint_state += 1
            found.savepoint_ids.append(f"command{found.savepoint_state}")  # what is left for the commit is known by it
        else:
            whole = self.atomic = transaction.atomic()
            whole.__enter__()
        _NOW.database = found

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _NOW.database = self.before
        if self.atomic is not None:
            self.atomic.__exit__(kind, error, trace)
            return
        found = self.database
        mark = found.savepoint_ids.pop()
        if found.closed_in_transaction:
            return
        failed, found.needs_rollback = kind is not None or found.needs_rollback, False
        try:
            if failed:
                found.connection.execute("ROLLBACK TO SAVEPOINT command")
                found.run_on_commit = [one for one in found.run_on_commit if mark not in one[0]]
            found.connection.execute("RELEASE SAVEPOINT command")
        except sqlite3.Error:
            found.needs_rollback = True
            if not failed:
                with found.wrap_database_errors:
                    raise
