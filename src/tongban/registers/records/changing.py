"""Writing to a register: records and changes by the authority of each field, loads of many records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.registers.records import history as times
from tongban.registers.records.findings import lock_finding, note_finding
from tongban.registers.records.loading import load_rows, row_key
from tongban.registers.records.models import Batch, Event
from tongban.registers.records.models import Record as Row
from tongban.registers.records.reading import base_of, entries_of, row_of
from tongban.registers.records.types import RecordError, RegisterType, register_type
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM, Subject
from tongban.trust.privacy import api as privacy


@dataclass(frozen=True)
class Change:
    """What became of a change: `seq` of the event (0 when nothing was changed), the fields set, findings opened."""

    seq: int
    applied: tuple[str, ...]
    findings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Load:
    """A bulk load: how many records, and the SHA-256 over their data in order."""

    batch: int
    count: int
    digest: str


def _check_date(valid_from: dt.date, at: dt.datetime) -> None:
    if valid_from > timezone.localdate(at):
        raise RecordError(
            _("A change is recorded when it takes effect: %(date)s lies in the future.") % {"date": valid_from}
        )


def create(
    *,
    register: str,
    data: Mapping[str, Any],
    valid_from: dt.date,
    by_unit: str,
    legal_basis: str,
    by: Subject,
    at: dt.datetime,
    case: str = "",
) -> Change:
    """Registers a new record; its key is among the data.

    Raises RecordError when the key is taken or wrong, a value does not fit, a date lies in the future, or the unit is
    not the authority of every field given.
    """
    kind = register_type(register)
    values = kind.clean(data)
    key = row_key(kind, values)
    if kind.check_key is not None:
        kind.check_key(str(values[kind.key]))
    _check_date(valid_from, at)
    foreign = [name for name in values if kind.field(name).authority != by_unit]
    if foreign:
        raise RecordError(
            _("Unit %(unit)s is not the authority of: %(fields)s.") % {"unit": by_unit, "fields": ", ".join(foreign)}
        )
    try:
        with transaction.atomic():
            columns = kind.columns(values)
            row = Row.shared.create(register=kind.code, key=key, data=values, updated=at, **columns)
            act = _Act(valid_from, by_unit, legal_basis, by, at, case)
            seq = _append(row, "declare", {}, values, act)
    except IntegrityError as error:
        raise RecordError(_("This key is already registered in “%(title)s”.") % {"title": kind.title}) from error
    return Change(seq, tuple(values))


@dataclass(frozen=True)
class _Act:
    valid_from: dt.date
    unit: str
    legal_basis: str
    by: Subject
    at: dt.datetime
    case: str


def _append(row: Row, kind: str, old: Mapping[str, Any], new: Mapping[str, Any], act: _Act) -> int:
    event = Event.shared.create(
        record=row,
        register=row.register,
        kind=kind,
        old=old,
        new=new,
        valid_from=act.valid_from,
        recorded_at=act.at,
        unit=act.unit,
        legal_basis=act.legal_basis,
        actor=act.by.person,
        case=act.case,
    )
    row.seq = event.pk
    row.updated = act.at
    row.save(update_fields=["seq", "updated", "data", "division", "c1", "c2", "c3", "c4"])
    audit.record(
        at=act.at,
        by=act.by,
        action=f"records.{kind}",
        object=f"record:{row.register}:{row.pk}",
        case=act.case,
        detail={"fields": ",".join(sorted(new))[:200], "unit": act.unit, "seq": event.pk},
    )
    return event.pk


def change(
    *,
    register: str,
    key: str,
    changes: Mapping[str, Any],
    valid_from: dt.date,
    by_unit: str,
    legal_basis: str,
    by: Subject,
    at: dt.datetime,
    case: str = "",
) -> Change:
    """Changes or corrects fields from a valid date on, which may lie before what is known (a retroactive correction).

    Only a field's authority changes it; what another unit asks for becomes a finding for the authority to check. A
    value equal to the present one is recorded all the same: it says that the field was so on that date.
    Raises NotRegistered; RecordError for a wrong field or value, the key itself, or a date in the future.
    """
    kind = register_type(register)
    values = kind.clean(changes)
    if kind.key in values or not values:
        raise RecordError(_("A change names fields other than the key “%(key)s”.") % {"key": kind.key})
    _check_date(valid_from, at)
    own = {name: value for name, value in values.items() if kind.field(name).authority == by_unit}
    act = _Act(valid_from, by_unit, legal_basis, by, at, case)
    with transaction.atomic():
        row = row_of(kind, key, lock=True)
        doubts = tuple(
            note_finding(row, kind.field(name), value, valid_from=valid_from, unit=by_unit, basis=legal_basis, by=by,
                         at=at, case=case)
            for name, value in values.items()
            if name not in own
        )  # fmt: skip
        seq = _apply(kind, row, own, act) if own else 0
    return Change(seq, tuple(own), doubts)


def _apply(kind: RegisterType, row: Row, own: Mapping[str, Any], act: _Act) -> int:
    base, entries = base_of(row), entries_of(row)
    old, data = times.plan(row.data, base, entries, valid_from=act.valid_from, new=own)
    retroactive = act.valid_from < times.latest(base, entries, default=act.valid_from)
    row.data = data
    for column, value in kind.columns(data).items():
        setattr(row, column, value)
    return _append(row, "correct" if retroactive else "change", old, own, act)


def settle_finding(
    *, finding: int, accept: bool, by_unit: str, legal_basis: str, by: Subject, at: dt.datetime
) -> Change:
    """The authority accepts a finding, which makes it a change, or rejects it. Raises RecordError; once only."""
    with transaction.atomic():
        doubt = lock_finding(finding, by_unit=by_unit)
        act = _Act(doubt.valid_from, by_unit, legal_basis, by, at, doubt.case)
        doubt.state = "accepted" if accept else "rejected"
        doubt.settled_at, doubt.settled_by = at, by.person
        doubt.save(update_fields=["state", "settled_at", "settled_by"])
        audit.record(
            at=at,
            by=by,
            action="records.settle",
            object=f"finding:{finding}",
            case=doubt.case,
            detail={"state": doubt.state},
        )
        if not accept:
            return Change(0, ())
        row = Row.shared.select_for_update().get(pk=doubt.record_id)
        seq = _apply(register_type(doubt.register), row, {doubt.field: doubt.proposed}, act)
    return Change(seq, (doubt.field,))


def bulk_load(
    *,
    register: str,
    rows: Iterable[Mapping[str, Any]],
    unit: str,
    at: dt.datetime,
    source: str,
    valid_from: dt.date | None = None,
    generated: bool = False,
    by: Subject = SYSTEM,
    progress: Callable[[int], None] | None = None,
) -> Load:
    """Loads new records, all or nothing: their first state, without an event each; `progress` gets the count so far.

    `valid_from` is the date since which the rows hold (the day of loading by default); `unit` answers for the source.
    Raises RecordError for a value that does not fit, a wrong key, or a key that exists.
    """
    kind = register_type(register)
    start = valid_from or timezone.localdate(at)
    _check_date(start, at)
    batch = Batch(
        register=kind.code, source=source, unit=unit, valid_from=start, recorded_at=at, count=0, digest=""
    )  # fmt: skip
    with transaction.atomic(), privacy.unchecked(reason="registers.load", by=by, at=at):
        load_rows(kind, rows, batch=batch, generated=generated, progress=progress)
        audit.record(
            at=at,
            by=by,
            action="records.load",
            object=f"batch:{batch.pk}",
            detail={"register": kind.code, "count": batch.count, "digest": batch.digest},
        )
    return Load(batch.pk, batch.count, batch.digest)
