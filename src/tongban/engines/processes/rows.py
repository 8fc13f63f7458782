"""Statements for the hot path of the store: many rows at once, SQL text built once, the same on both databases.

The ORM defines the tables and reads them for views; here it would cost more than the game itself. On SQLite even
Django's cursor costs more than most statements: they go to the driver itself, unless somebody listens.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tongban.engines.processes import whole

Row = Mapping[str, Any]
Model = type[models.Model]
Shape = tuple[tuple[str, int], ...]
Prepare = Callable[[Any, BaseDatabaseWrapper], Any]
Prepares = tuple[tuple[str, Prepare | None], ...]
CHUNK = 100
NULL = -1  # in place of how many values are sought


@lru_cache(maxsize=256)
def _columns(vendor: str, model: Model, names: tuple[str, ...]) -> tuple[tuple[str, Prepare | None], ...]:
    """Quoted column and preparing function of each field, by the name of its attribute."""
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 (Django's documented way to a model's fields)
    quote = connection.ops.quote_name
    return tuple((quote(str(fields[name].column)), _preparing(vendor, fields[name])) for name in names)


def _preparing(vendor: str, field: models.Field[Any, Any]) -> Prepare | None:
    """What the driver cannot take as it is; Django's whole way would cost more than the statement."""
    if isinstance(field, models.JSONField):
        return _json if vendor == "sqlite" else field.get_db_prep_save
    if isinstance(field, models.DateTimeField):
        return _moment
    return None


def _json(value: Any, database: BaseDatabaseWrapper) -> str | None:
    del database
    if value is None:
        return None
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # whole numbers beyond 64 bits, halves of characters
        return json.dumps(value)


@lru_cache(maxsize=1024)
def _adapted(vendor: str, value: dt.datetime) -> Any:
    del vendor  # databases want it in different forms
    return connection.ops.adapt_datetimefield_value(value)


def _moment(value: dt.datetime | None, database: BaseDatabaseWrapper) -> Any:
    return None if value is None else _adapted(database.vendor, value)


@lru_cache(maxsize=512)
def _insert(vendor: str, model: Model, names: tuple[str, ...], count: int, tail: str) -> tuple[str, Prepares]:
    """The statement, and what prepares the values of each line."""
    found = _columns(vendor, model, names)
    columns = ", ".join(column for column, _ in found)
    line = f"({', '.join(['%s'] * len(names))})"
    values = ", ".join([line] * count)
    sql = f"INSERT INTO {_table(model)} ({columns}) VALUES {values}{tail}"  # noqa: S608 (names of our own models)
    return sql, tuple((name, prepare) for name, (_, prepare) in zip(names, found, strict=True))


@lru_cache(maxsize=512)
def _remove(vendor: str, model: Model, where: Shape) -> str:
    return f"DELETE FROM {_table(model)} WHERE {_where(vendor, model, where)}"  # noqa: S608 (names of our own models)


@lru_cache(maxsize=512)
def _change(
    vendor: str, model: Model, names: tuple[str, ...], where: Shape, returning: tuple[str, ...]
) -> tuple[str, Prepares]:
    """The statement, and what prepares the new values."""
    found = _columns(vendor, model, names)
    changes = ", ".join(f"{column} = %s" for column, _ in found)
    back = ", ".join(column for column, _ in _columns(vendor, model, returning))
    tail = f" RETURNING {back}" if back else ""
    sql = f"UPDATE {_table(model)} SET {changes} WHERE {_where(vendor, model, where)}{tail}"  # noqa: S608 (names of our own models)
    return sql, tuple((name, prepare) for name, (_, prepare) in zip(names, found, strict=True))


@lru_cache(maxsize=512)
def _select(vendor: str, model: Model, names: tuple[str, ...], where: Shape, tail: str) -> str:
    columns = ", ".join(column for column, _ in _columns(vendor, model, names))
    return f"SELECT {columns} FROM {_table(model)} WHERE {_where(vendor, model, where)} ORDER BY id{tail}"  # noqa: S608 (names of our own models)


def _table(model: Model) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _where(vendor: str, model: Model, shape: Shape) -> str:
    columns = _columns(vendor, model, tuple(name for name, _ in shape))
    return " AND ".join(
        f"{column} IN ({', '.join(['%s'] * count)})" if count != NULL else f"{column} IS NULL"
        for (column, _), (_, count) in zip(columns, shape, strict=True)
    )


def _sought(where: Row) -> tuple[Shape, list[Any]]:
    shape: list[tuple[str, int]] = []
    values: list[Any] = []
    for name, value in where.items():
        if isinstance(value, list):
            shape.append((name, len(value)))
            values.extend(value)
        elif value is None:
            shape.append((name, NULL))
        else:
            shape.append((name, 1))
            values.append(value)
    return tuple(shape), values


def _prepared(database: BaseDatabaseWrapper, prepares: Prepares, rows: Sequence[Row]) -> list[Any]:
    return [
        row[name] if prepare is None else prepare(row[name], database) for row in rows for name, prepare in prepares
    ]


@lru_cache(maxsize=2048)
def _plain(sql: str) -> str:
    """The statement with the driver's own marks."""
    return sql.replace("%s", "?")


def _ask(database: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Carries out a statement; the rows that it gives."""
    if whole.direct(database):
        if database.connection is None:
            database.ensure_connection()
        try:
            found: list[tuple[Any, ...]] = database.connection.execute(_plain(sql), values).fetchall()
        except sqlite3.Error:
            with database.wrap_database_errors:
                raise
        return found
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def insert(model: Model, rows: Sequence[Row]) -> list[int]:
    """Inserts rows that name the same columns; returns their ids."""
    return [row[0] for row in _write(model, rows, " RETURNING id")]


def add(model: Model, rows: Sequence[Row]) -> None:
    """Inserts rows that name the same columns."""
    if rows:
        _write(model, rows, "")


def _write(model: Model, rows: Sequence[Row], tail: str) -> list[tuple[Any, ...]]:
    database, found = whole.database(), list[tuple[Any, ...]]()
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        sql, prepares = _insert(database.vendor, model, tuple(part[0]), len(part), tail)
        found.extend(_ask(database, sql, _prepared(database, prepares, part)))
    return found


def update(model: Model, changes: Row, where: Row, *, returning: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Changes columns of the rows whose columns are, or are among, the values of `where`; what they then hold."""
    if not changes:
        raise ValueError("nothing to change")
    database, (shape, values) = whole.database(), _sought(where)
    sql, prepares = _change(database.vendor, model, tuple(changes), shape, returning)
    return _ask(database, sql, _prepared(database, prepares, (changes,)) + values)


def delete(model: Model, where: Row) -> None:
    """Removes the rows whose columns are, or are among, the values of `where`."""
    database, (shape, values) = whole.database(), _sought(where)
    _ask(database, _remove(database.vendor, model, shape), values)


def select(model: Model, names: tuple[str, ...], where: Row, *, lock: bool = False) -> list[tuple[Any, ...]]:
    """Columns of rows in the order of their ids; `lock` holds the rows until the transaction ends."""
    database, (shape, values) = whole.database(), _sought(where)
    tail = " FOR UPDATE" if lock and database.features.has_select_for_update else ""
    return _ask(database, _select(database.vendor, model, names, shape, tail), values)


def decoded(value: Any) -> Any:
    """A JSON column as either driver gives it."""
    return json.loads(value) if isinstance(value, str) else value


def moment(value: Any) -> dt.datetime | None:
    """A time column as either driver gives it: SQLite keeps UTC as text."""
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=dt.UTC) if isinstance(found, dt.datetime) and found.tzinfo is None else found
