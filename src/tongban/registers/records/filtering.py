"""Filters in FEEL over a register: what the database can judge goes by its indexes, the rest is asked row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from tongban.engines.rules import api as rules
from tongban.registers.records.models import Record as Row
from tongban.registers.records.types import INDEX_COLUMNS, Field, RecordError, RegisterType

MAX_COLUMN = 200
MAX_SEEN = 20_000
CHUNK = 500
NUMBERS = "numbers are kept as decimal text, which no database compares as numbers"
LISTS = "lists are not kept in a column"


@dataclass(frozen=True)
class Search:
    """How a filter is answered: `indexed` fields narrow the rows by an index; the `reasons` say why the engine looks
    at each row that is left, if it does.
    """

    indexed: tuple[str, ...]
    by_database: bool
    reasons: tuple[str, ...]


Sql = tuple[str, tuple[str | int, ...]]


class JsonText(Func):
    """A member of the record's data as text, null where it is missing or null; truth values as `true` and `false`."""

    output_field = TextField()

    def __init__(self, name: str, *, truth: bool = False) -> None:
        self.name, self.truth = name, truth
        super().__init__(F("data"))

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Sql:
        """SQLite: `->>` gives numbers for truth values, so their type is asked, which is their name."""
        del connection
        data, params = compiler.compile(self.source_expressions[0])
        sql = f"NULLIF(JSON_TYPE({data}, %s), 'null')" if self.truth else f"JSON_EXTRACT({data}, %s)"
        return sql, (*params, f'$."{self.name}"')

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> Sql:
        """PostgreSQL: `->>` gives null for a missing member and for null."""
        del connection
        data, params = compiler.compile(self.source_expressions[0])
        return f"({data} ->> %s)", (*params, self.name)


class ByCodePoint(Func):
    """An expression whose order is that of code points: SQLite's own, the collation C of PostgreSQL."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Sql:
        del connection
        sql, params = compiler.compile(self.source_expressions[0])
        return sql, tuple(params)

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> Sql:
        del connection
        sql, params = compiler.compile(Collate(self.source_expressions[0], "C"))
        return sql, tuple(params)


def columns(kind: RegisterType) -> dict[str, rules.Column]:
    """How each field of a register is found in the database."""
    indexed = dict(zip(kind.index, INDEX_COLUMNS, strict=False))
    return {one.name: _column(one, indexed.get(one.name, "")) for one in kind.fields}


def _column(one: Field, column: str) -> rules.Column:
    if one.type in ("number", "list"):
        return rules.Column(one.type, why=NUMBERS if one.type == "number" else LISTS)
    if one.type == "boolean":
        return rules.Column("boolean", JsonText(one.name, truth=True), None, lambda value: str(value).lower())
    place: Any = F(column) if column else JsonText(one.name)
    kind = "date" if one.type == "date" else "string"
    return rules.Column(kind, place, ByCodePoint(place), str, MAX_COLUMN if column else None)


def values(kind: RegisterType, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a record as FEEL sees it: days as days, numbers as numbers, every field at least null."""
    return {one.name: _value(one, data.get(one.name)) for one in kind.fields}


def _value(one: Field, value: Any) -> Any:
    if value is None:
        return None
    if one.type == "date":
        return dt.date.fromisoformat(value)
    return Decimal(value) if one.type == "number" else value


def plan(kind: RegisterType, where: str) -> rules.Plan:
    """Raises RecordError for a text that is no filter."""
    try:
        found = rules.plan_filter(where, columns=columns(kind))
    except rules.FeelError as error:
        raise RecordError(_("This is no filter in FEEL: %(reason)s") % {"reason": error}) from None
    for name in sorted(found.unknown):
        kind.field(name)
    return found


def search(kind: RegisterType, where: str) -> Search:
    """How a filter would be answered."""
    found = plan(kind, where)
    return Search(tuple(one for one in kind.index if one in found.names), found.rest is None, found.reasons)


def matching(kind: RegisterType, rows: QuerySet[Row], where: str, *, at: dt.datetime | None) -> Iterator[Row]:
    """The rows that pass, in order of their keys. Raises RecordError when too many would have to be looked at."""
    found = plan(kind, where)
    kept = rows.filter(found.condition or Q()).order_by("key")
    if found.rest is None:
        yield from kept.iterator(chunk_size=CHUNK)
        return
    for seen, row in enumerate(kept.iterator(chunk_size=CHUNK)):
        if seen >= MAX_SEEN:
            raise RecordError(
                _("More than %(limit)s records would have to be looked at. Ask for an indexed field too: %(fields)s.")
                % {"limit": MAX_SEEN, "fields": ", ".join(kind.index) or "-"}
            )
        if found.rest.evaluate(values(kind, row.data), at=at).value is True:
            yield row
