from __future__ import annotations

import pytest
from django.db import connection, transaction

from tongban.trust.audit import api as audit


@pytest.fixture()
def fill(db, at):
    """Writes and seals as many entries as are asked for."""

    def fill(count: int, *, limit: int = 500) -> audit.Checkpoint:
        with transaction.atomic():
            for number in range(count):
                audit.record(at=at, by="system", action="test.fill", object=f"thing:{number}", case=f"c{number % 3}")
        last = None
        while made := audit.seal(at=at, limit=limit):
            last = made
        assert last is not None
        return last

    return fill


@pytest.fixture()
def unguarded(db):
    """The database of an attacker who may do anything with it: the triggers are gone until the test ends."""
    names = [
        ("audit_leaf", "update"), ("audit_leaf", "delete"), ("audit_checkpoint", "update"),
        ("audit_checkpoint", "delete"), ("audit_tile", "update"), ("audit_tile", "delete"),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for table, event in names:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {table}_no_{event}{on}")
