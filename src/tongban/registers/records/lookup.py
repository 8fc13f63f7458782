"""The one lookup that every prefilled field of every form begins with: one prepared statement, no query compiler."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

COLUMNS = "id, register, key, data, seq, updated, generated"
QUERY = f"SELECT {COLUMNS} FROM records_record WHERE register = %s AND key = %s"  # noqa: S608 (constants)


@dataclass(frozen=True)
class Found:
    """A record's row, as far as reading its current state needs it."""

    pk: int
    register: str
    key: str
    data: dict[str, Any]
    seq: int
    updated: dt.datetime
    generated: bool


def look_up(register: str, key: str) -> Found | None:
    """The row of a stored key. SQLite gives times without their zone, which is UTC."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, (register, key))
        row = cursor.fetchone()
    if row is None:
        return None
    pk, register, key, data, seq, updated, generated = row
    if connection.vendor != "postgresql":
        updated = updated.replace(tzinfo=dt.UTC)
    return Found(pk, register, key, json.loads(data), seq, updated, generated)
