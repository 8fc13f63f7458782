"""Reading a register: the current state, both histories. Every personal read is noted for the person."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.registers.records import filtering
from tongban.registers.records import history as times
from tongban.registers.records.loading import stored_key
from tongban.registers.records.lookup import Found, look_up
from tongban.registers.records.models import Event
from tongban.registers.records.models import Record as Row
from tongban.registers.records.types import INDEX_COLUMNS, NotRegistered, RecordError, RegisterType, register_type
from tongban.trust.privacy import api as privacy

MAX_FOUND = 200


@dataclass(frozen=True)
class Record:
    """The current state. `reference` proves later what was read: record and the number of its last event."""

    register: str
    key: str
    data: dict[str, Any]
    as_of: dt.date
    seq: int
    reference: str
    generated: bool = False


@dataclass(frozen=True)
class Past:
    """The state at a valid date as known at a time."""

    register: str
    key: str
    data: dict[str, Any]
    valid: dt.date
    known: dt.datetime


@dataclass(frozen=True)
class Version:
    """One event of a record's history. `kind` is declare, change, or correct (valid from before a known entry)."""

    seq: int
    kind: str
    old: dict[str, Any]
    new: dict[str, Any]
    valid_from: dt.date
    recorded_at: dt.datetime
    unit: str
    legal_basis: str
    actor: str
    case: str


def rows_of(kind: RegisterType, **where: str) -> QuerySet[Row]:
    """The records of a register; raises OutsideAccess for a personal one outside an access context."""
    rows = Row.objects if kind.personal else Row.shared
    return rows.filter(register=kind.code, **where)


def row_of(kind: RegisterType, key: str, *, lock: bool = False) -> Row:
    """The row of a record, locked if it is to be changed. Raises NotRegistered."""
    rows = rows_of(kind, key=stored_key(kind, key))
    found = list(rows.select_for_update() if lock else rows)  # the key is unique: no order, no limit
    return found[0] if found else _nothing(kind)


def _nothing(kind: RegisterType) -> NoReturn:
    raise NotRegistered(_("Nothing is registered under this key in “%(title)s”.") % {"title": kind.title})


def _note_read(kind: RegisterType, row: Row | Found, data: Mapping[str, Any], resource: str) -> None:
    """Tells privacy of a personal read: of the record's own subject, or of the person that a field names."""
    name = resource or kind.code
    reference = _reference(row)
    if kind.personal:
        privacy.read(subject_tag=row.key, resource=name, fields=tuple(data), record=reference)
        return
    for field in kind.fields:
        if field.personal and data.get(field.name):
            privacy.require_context()
            tag = privacy.tag("resident", data[field.name])
            privacy.read(subject_tag=tag, resource=name, fields=(field.name,), record=reference)


def _reference(row: Row | Found) -> str:
    return f"{row.register}:{row.pk}@{row.seq}"


def _record(kind: RegisterType, row: Row | Found, fields: Sequence[str] | None, resource: str) -> Record:
    names = [kind.field(name).name for name in fields] if fields is not None else list(row.data)
    data = {name: row.data.get(name) for name in names}
    _note_read(kind, row, data, resource)
    as_of = timezone.localdate(row.updated)
    return Record(kind.code, row.key, data, as_of, row.seq, _reference(row), row.generated)


def get(*, register: str, key: str, fields: Sequence[str] | None = None, resource: str = "") -> Record:
    """The current state of a record: the named fields, or all.

    Raises NotRegistered; RecordError for an unknown register or field; privacy.OutsideAccess for a personal one read
    outside an access context.
    """
    kind = register_type(register)
    if kind.personal:
        privacy.require_context()
    found = look_up(kind.code, stored_key(kind, key))
    return _record(kind, found, fields, resource) if found else _nothing(kind)


def find(
    *, register: str, where: Mapping[str, str] | str, fields: Sequence[str] | None = None, after: str = "",
    limit: int = 20, at: dt.datetime | None = None,
) -> tuple[Record, ...]:  # fmt: skip
    """Records by indexed fields, or by a filter in FEEL over any fields (`grade = "A" and capital > 100`), in order of
    their stored keys; `after` is the last key of the page before, `at` what a filter's `today()` says.

    Raises RecordError when a field is not indexed, or when a filter is none or would look at too many records. In a
    personal register every record found is a noted read.
    """
    kind = register_type(register)
    if isinstance(where, str):
        rows = filtering.matching(kind, rows_of(kind, key__gt=after), where, at=at)
        return tuple(_record(kind, row, fields, "") for row in itertools.islice(rows, max(1, min(limit, MAX_FOUND))))
    columns = dict(zip(kind.index, INDEX_COLUMNS, strict=False))
    if kind.division:
        columns.setdefault(kind.division, "division")
    unknown = [name for name in where if name not in columns]
    if unknown or not where:
        raise RecordError(
            _("Register “%(register)s” can be searched by: %(known)s.")
            % {"register": kind.code, "known": ", ".join(columns)}
        )
    found = rows_of(kind, **{columns[name]: value for name, value in where.items()}, key__gt=after)
    return tuple(_record(kind, row, fields, "") for row in found.order_by("key")[: min(limit, MAX_FOUND)])


def search(*, register: str, where: str) -> filtering.Search:
    """How `find` answers a filter in FEEL: which indexes narrow it, what the engine must look at and why. Raises
    RecordError for a text that is no filter of this register.
    """
    return filtering.search(register_type(register), where)


def count(*, register: str) -> int:
    """How many records a register holds: a number that tells of nobody, so it needs no access context."""
    return Row.shared.filter(register=register_type(register).code).count()


def base_of(row: Row) -> times.Base | None:
    return times.Base(row.batch.valid_from, row.batch.recorded_at) if row.batch else None


def entries_of(row: Row) -> list[times.Entry]:
    events = Event.shared.filter(record_id=row.pk).order_by("id")
    return [times.Entry(e.pk, e.valid_from, e.recorded_at, e.old, e.new) for e in events]


def as_of(*, register: str, key: str, valid: dt.date, known: dt.datetime, resource: str = "") -> Past:
    """The state at the valid date, as the register knew it at `known`; raises NotRegistered when it knew nothing."""
    kind = register_type(register)
    row = row_of(kind, key)
    data = times.state(row.data, base_of(row), entries_of(row), valid=valid, known=known)
    if not data:
        raise NotRegistered(_("Nothing was known under this key in “%(title)s” then.") % {"title": kind.title})
    _note_read(kind, row, data, resource)
    return Past(kind.code, row.key, data, valid, known)


def history(*, register: str, key: str, resource: str = "") -> tuple[Version, ...]:
    """Every event of a record, oldest first. Raises NotRegistered."""
    kind = register_type(register)
    row = row_of(kind, key)
    _note_read(kind, row, row.data, resource)
    return tuple(
        Version(
            seq=e.pk,
            kind=e.kind,
            old=e.old,
            new=e.new,
            valid_from=e.valid_from,
            recorded_at=e.recorded_at,
            unit=e.unit,
            legal_basis=e.legal_basis,
            actor=e.actor,
            case=e.case,
        )
        for e in Event.shared.filter(record_id=row.pk).order_by("id")
    )
