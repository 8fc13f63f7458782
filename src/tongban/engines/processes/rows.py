"""Statements for the hot path of the store: many rows at once, SQL text built once, the same on both databases.

The ORM defines the tables and reads them for views; here it would cost more than the game itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]
CHUNK = 100


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@lru_cache(maxsize=64)
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[str, Callable[..., Any]], ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return tuple((fields[name].column, fields[name].get_db_prep_save) for name in names)


@lru_cache(maxsize=256)
def _statement(vendor: str, shape: str, model: type[models.Model], names: tuple[str, ...], count: int) -> str:
    del vendor  # quoting differs between databases, so the cache must
    table = _quoted(model._meta.db_table)
    columns = [_quoted(column) for column, _ in _columns(model, names)]
    if shape == "insert":
        line = f"({', '.join(['%s'] * len(columns))})"
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([line] * count)} RETURNING id"  # noqa: S608 (names of our own models)
    if shape == "update":
        return f"UPDATE {table} SET {', '.join(f'{column} = %s' for column in columns)} WHERE "  # noqa: S608
    return f"DELETE FROM {table} WHERE "  # noqa: S608


def _prepared(model: type[models.Model], names: tuple[str, ...], row: Row) -> list[Any]:
    return [prepare(row[name], connection) for name, (_, prepare) in zip(names, _columns(model, names), strict=True)]


def insert(model: type[models.Model], rows: Sequence[Row]) -> list[int]:
    """Inserts rows that name the same columns; returns their ids in order."""
    found: list[int] = []
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        names = tuple(part[0])
        values = [value for row in part for value in _prepared(model, names, row)]
        with connection.cursor() as cursor:
            cursor.execute(_statement(connection.vendor, "insert", model, names, len(part)), values)
            found.extend(row[0] for row in cursor.fetchall())
    return found


def _where(model: type[models.Model], where: Row) -> tuple[str, list[Any]]:
    parts, values = [], []
    for name, value in where.items():
        column = _quoted(_columns(model, (name,))[0][0])
        many = list(value) if isinstance(value, list | tuple | set) else [value]
        parts.append(f"{column} = %s" if len(many) == 1 else f"{column} IN ({', '.join(['%s'] * len(many))})")
        values.extend(many)
    return " AND ".join(parts), values


def update(model: type[models.Model], changes: Row, where: Row) -> None:
    """Changes columns of the rows whose columns equal, or are among, the values of `where`."""
    names = tuple(changes)
    text, values = _where(model, where)
    statement = _statement(connection.vendor, "update", model, names, 0) + text
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_prepared(model, names, changes), *values])


def delete(model: type[models.Model], where: Row) -> None:
    """Removes the rows whose columns equal, or are among, the values of `where`."""
    text, values = _where(model, where)
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, "delete", model, (), 0) + text, values)


def select(model: type[models.Model], names: tuple[str, ...], where: Row, *, lock: bool = False) -> list[tuple[Any, ...]]:
    """Columns of rows in the order of their ids; `lock` holds the rows until the transaction ends."""
    text, values = _where(model, where)
    columns = ", ".join(_quoted(column) for column, _ in _columns(model, names))
    tail = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    statement = f"SELECT {columns} FROM {_quoted(model._meta.db_table)} WHERE {text} ORDER BY id{tail}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def decoded(value: Any) -> Any:
    """A JSON column as the database's own driver gives it."""
    return json.loads(value) if isinstance(value, str) else value
