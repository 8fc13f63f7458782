"""Many records at once: one statement a thousand rows, on either database."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from tongban.registers.records.models import Batch, Record
from tongban.registers.records.types import RecordError, RegisterType
from tongban.trust.privacy import api as privacy

CHUNK = 5000
LONGEST_KEY = 64
COLUMNS = ("register", "key", "division", "c1", "c2", "c3", "c4", "data", "seq", "batch_id", "generated", "updated")
Row = tuple[Any, ...]


def insert_rows(rows: list[Row]) -> None:
    """Inserts records given as tuples of COLUMNS. SQLite takes prepared statements best, PostgreSQL its COPY."""
    table = connection.ops.quote_name(Record._meta.db_table)  # noqa: SLF001 (Django's public name for it)
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 (constants)


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def row_key(register: RegisterType, values: Mapping[str, Any]) -> str:
    """The stored key of a record. Raises RecordError when the key is missing or not one."""
    key = values.get(register.key)
    if not isinstance(key, str) or not key or not stored_key(register, key):
        raise RecordError(
            _("A record of “%(register)s” needs its key “%(key)s”.") % {"register": register.code, "key": register.key}
        )
    return stored_key(register, key)


def stored_key(register: RegisterType, key: str) -> str:
    """The key as it is stored: a blind index where the key is a resident number. Nothing, for what can be no key."""
    if not key.isprintable() or len(key) > LONGEST_KEY:
        return ""
    return privacy.tag("resident", key) if register.personal else key


def load_rows(
    register: RegisterType,
    rows: Iterable[Mapping[str, Any]],
    *,
    batch: Batch,
    generated: bool,
    progress: Callable[[int], None] | None,
) -> None:
    """Writes the rows of a batch and fills in its count and digest, in one transaction: all or nothing."""
    digest = hashlib.sha256()
    updated = connection.ops.adapt_datetimefield_value(batch.recorded_at)
    count = 0
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            for chunk in _chunks(rows):
                written = [_row(register, values, batch, generated=generated, updated=updated) for values in chunk]
                for row in written:
                    digest.update(row[COLUMNS.index("data")].encode() + b"\n")
                insert_rows(written)
                count += len(written)
                if progress is not None:
                    progress(count)
            batch.count, batch.digest = count, digest.hexdigest()
            batch.save(update_fields=["count", "digest"])
    except IntegrityError as error:
        raise RecordError(
            _("The load holds a key twice, or one that register “%(register)s” already has.")
            % {"register": register.code}
        ) from error


def _row(
    register: RegisterType,
    values: Mapping[str, Any],
    batch: Batch,
    *,
    generated: bool,
    updated: dt.datetime | str | None,
) -> Row:
    data = register.clean(values)
    if register.check_key is not None:
        register.check_key(str(data.get(register.key)))
    c = register.columns(data)
    text = json.dumps(data, ensure_ascii=False)
    key = row_key(register, data)
    return (
        register.code, key, c["division"], c["c1"], c["c2"], c["c3"], c["c4"], text, 0, batch.pk, generated, updated,
    )  # fmt: skip
