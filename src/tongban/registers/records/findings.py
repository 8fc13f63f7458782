"""Doubts about a field, raised by a unit that may not change it, settled by the one that may (疑义核校)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.registers.records.models import Finding, Record
from tongban.registers.records.types import Field, RecordError
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Doubt:
    """An open or settled finding, without the proposed value: that is the record's, and read with it."""

    id: int
    register: str
    record: str
    field: str
    valid_from: dt.date
    recorded_at: dt.datetime
    unit: str
    authority: str
    case: str
    state: str


def note_finding(
    row: Record,
    field: Field,
    value: Any,
    *,
    valid_from: dt.date,
    unit: str,
    basis: str,
    by: Subject,
    at: dt.datetime,
    case: str,
) -> int:
    """Opens a finding in the transaction of the change that was not allowed."""
    finding = Finding.shared.create(
        record=row,
        register=row.register,
        field=field.name,
        proposed=value,
        valid_from=valid_from,
        recorded_at=at,
        unit=unit,
        authority=field.authority,
        legal_basis=basis,
        actor=by.person,
        case=case,
    )
    detail = {"field": field.name, "unit": unit, "authority": field.authority}
    audit.record(at=at, by=by, action="records.doubt", object=f"finding:{finding.pk}", case=case, detail=detail)
    return finding.pk


def findings(*, authority: str, state: str = "open", after: int = 0, limit: int = 50) -> tuple[Doubt, ...]:
    """The findings that wait for an authority, oldest first. Holds no values, so it needs no access context."""
    rows = Finding.shared.filter(authority=authority, state=state, id__gt=after).select_related("record")
    return tuple(
        Doubt(
            id=row.pk,
            register=row.register,
            record=row.record.key,
            field=row.field,
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            unit=row.unit,
            authority=row.authority,
            case=row.case,
            state=row.state,
        )
        for row in rows.order_by("id")[: min(limit, 200)]
    )


def lock_finding(finding: int, *, by_unit: str) -> Finding:
    """The open finding, locked. Raises RecordError when it is settled, unknown, or another authority's."""
    row = Finding.shared.select_for_update(of=("self",)).select_related("record").filter(pk=finding).first()
    if row is None or row.state != "open":
        raise RecordError(_("Finding %(id)s is not open.") % {"id": finding})
    if row.authority != by_unit:
        raise RecordError(_("Only %(unit)s may settle this finding.") % {"unit": row.authority})
    return row
