"""Statements for the hot path of the store: many rows at once, SQL text built once, the same on both databases.

The ORM defines the tables and reads them for views; here it would cost more than the game itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Row = Mapping[str, Any]
Model = type[models.Model]
Shape = tuple[tuple[str, int], ...]
Prepare = Callable[[Any, BaseDatabaseWrapper], Any]
CHUNK = 100


@lru_cache(maxsize=256)
def _columns(vendor: str, model: Model, names: tuple[str, ...]) -> tuple[tuple[str, Prepare | None], ...]:
    """Quoted column and preparing function of each field, by the name of its attribute."""
    del vendor  # quoting differs between databases, so the caches must
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 (Django's documented way to a model's fields)
    quote = connection.ops.quote_name
    return tuple((quote(str(fields[name].column)), _preparing(fields[name])) for name in names)


def _preparing(field: models.Field[Any, Any]) -> Prepare | None:
    """What the driver cannot take as it is; Django's whole way would cost more than the statement."""
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save
    if isinstance(field, models.DateTimeField):
        return lambda value, database: database.ops.adapt_datetimefield_value(value)
    return None


@lru_cache(maxsize=512)
def _insert(vendor: str, model: Model, names: tuple[str, ...], count: int) -> str:
    columns = ", ".join(column for column, _ in _columns(vendor, model, names))
    line = f"({', '.join(['%s'] * len(names))})"
    values = ", ".join([line] * count)
    return f"INSERT INTO {_table(model)} ({columns}) VALUES {values} RETURNING id"  # noqa: S608 (names of our own models)


@lru_cache(maxsize=512)
def _change(vendor: str, model: Model, names: tuple[str, ...], where: Shape) -> str:
    """An UPDATE of these columns, or without any a DELETE."""
    if not names:
        return f"DELETE FROM {_table(model)} WHERE {_where(vendor, model, where)}"  # noqa: S608 (names of our own models)
    changes = ", ".join(f"{column} = %s" for column, _ in _columns(vendor, model, names))
    return f"UPDATE {_table(model)} SET {changes} WHERE {_where(vendor, model, where)}"  # noqa: S608 (names of our own models)


@lru_cache(maxsize=512)
def _select(vendor: str, model: Model, names: tuple[str, ...], where: Shape, tail: str) -> str:
    columns = ", ".join(column for column, _ in _columns(vendor, model, names))
    return f"SELECT {columns} FROM {_table(model)} WHERE {_where(vendor, model, where)} ORDER BY id{tail}"  # noqa: S608 (names of our own models)


def _table(model: Model) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _where(vendor: str, model: Model, shape: Shape) -> str:
    columns = _columns(vendor, model, tuple(name for name, _ in shape))
    return " AND ".join(
        f"{column} IN ({', '.join(['%s'] * count)})" for (column, _), (_, count) in zip(columns, shape, strict=True)
    )


def _sought(where: Row) -> tuple[Shape, list[Any]]:
    shape: list[tuple[str, int]] = []
    values: list[Any] = []
    for name, value in where.items():
        many = value if isinstance(value, list) else (value,)
        shape.append((name, len(many)))
        values.extend(many)
    return tuple(shape), values


def _prepared(database: BaseDatabaseWrapper, model: Model, names: tuple[str, ...], row: Row) -> list[Any]:
    columns = _columns(database.vendor, model, names)
    return [
        row[name] if prepare is None else prepare(row[name], database)
        for name, (_, prepare) in zip(names, columns, strict=True)
    ]


def insert(model: Model, rows: Sequence[Row]) -> list[int]:
    """Inserts rows that name the same columns; returns their ids."""
    database, found = transaction.get_connection(), list[int]()
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        names = tuple(part[0])
        values = [value for row in part for value in _prepared(database, model, names, row)]
        with database.cursor() as cursor:
            cursor.execute(_insert(database.vendor, model, names, len(part)), values)
            found.extend(row[0] for row in cursor.fetchall())
    return found


def update(model: Model, changes: Row, where: Row) -> None:
    """Changes columns of the rows whose columns are, or are among, the values of `where`."""
    database, names, (shape, values) = transaction.get_connection(), tuple(changes), _sought(where)
    with database.cursor() as cursor:
        new = _prepared(database, model, names, changes)
        cursor.execute(_change(database.vendor, model, names, shape), [*new, *values])


def delete(model: Model, where: Row) -> None:
    """Removes the rows whose columns are, or are among, the values of `where`."""
    database, (shape, values) = transaction.get_connection(), _sought(where)
    with database.cursor() as cursor:
        cursor.execute(_change(database.vendor, model, (), shape), values)


def select(model: Model, names: tuple[str, ...], where: Row, *, lock: bool = False) -> list[tuple[Any, ...]]:
    """Columns of rows in the order of their ids; `lock` holds the rows until the transaction ends."""
    database, (shape, values) = transaction.get_connection(), _sought(where)
    tail = " FOR UPDATE" if lock and database.features.has_select_for_update else ""
    with database.cursor() as cursor:
        cursor.execute(_select(database.vendor, model, names, shape, tail), values)
        return list(cursor.fetchall())


def decoded(value: Any) -> Any:
    """A JSON column as either driver gives it."""
    return json.loads(value) if isinstance(value, str) else value


def moment(value: Any) -> dt.datetime | None:
    """A time column as either driver gives it: SQLite keeps UTC as text."""
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=dt.UTC) if isinstance(found, dt.datetime) and found.tzinfo is None else found
