"""Certificates as the front door shows them, with their status at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.certificates import content
from tongban.services.certificates.declarations import Template
from tongban.services.certificates.models import Certificate as Stored
from tongban.services.certificates.models import Revocation as StoredRevocation
from tongban.services.certificates.rows import Row
from tongban.services.certificates.values import day_of
from tongban.trust.authority import api as authority

Status = Literal["valid", "not_yet", "expired", "replaced", "revoked"]


@dataclass(frozen=True)
class Revocation:
    """When and why a certificate was revoked."""

    at: dt.datetime
    reason: str
    legal_basis: str


@dataclass(frozen=True)
class Certificate:
    """An issued certificate as of a moment. `valid_to` is the last day, None without term; `code` verifies it.

    `ledger` names its entries in the ledger, `file` the SHA-256 of the sealed PDF.
    """

    number: str
    code: str
    title: Text
    document: str
    version: str
    status: Status
    holder: str
    credit_code: str
    rows: tuple[Row, ...]
    unit: str
    unit_path: str
    issuer: Text
    case: str
    issued_at: dt.datetime
    valid_from: dt.date
    valid_to: dt.date | None
    replaced_by: str
    revocation: Revocation | None
    file: str

    @property
    def ledger(self) -> str:
        return f"certificate:{self.number}"


def template_of(document: str, version: str) -> Template:
    """The template of a published document. Raises LookupError."""
    return cast("Template", declarations.pinned("documents", document, version).value)


def issuer_of(unit: str) -> Text:
    """The name of a unit; its code where the unit is no longer in the tree."""
    try:
        return authority.unit(unit).name
    except LookupError:
        return Text(unit)


def revocation_of(row: Stored) -> StoredRevocation | None:
    return getattr(row, "revocation", None)


def replacement_of(row: Stored) -> Stored | None:
    return getattr(row, "replaced_by", None)


def status_of(row: Stored, at: dt.datetime) -> Status:
    """The status at a moment: what was decided first, then the term."""
    revocation, replacement = revocation_of(row), replacement_of(row)
    if revocation is not None and revocation.at <= at:
        return "revoked"
    if replacement is not None and replacement.issued_at <= at:
        return "replaced"
    today = day_of(at)
    if row.valid_to is not None and row.valid_to < today:
        return "expired"
    return "not_yet" if today < row.valid_from else "valid"


def read_all(rows: Sequence[Stored], at: dt.datetime) -> tuple[Certificate, ...]:
    """Certificates with their content; a person's need an open privacy access, in which each read is noted."""
    names = {unit.code: unit.name for unit in authority.units()} if rows else {}
    return tuple(show(row, content.read(row), at, names.get(row.unit, Text(row.unit))) for row in rows)


def show(row: Stored, said: content.Content, at: dt.datetime, issuer: Text) -> Certificate:
    """A certificate whose content and issuer are known already."""
    revocation, replacement = revocation_of(row), replacement_of(row)
    return Certificate(
        number=row.number, code=row.code, title=template_of(row.document, row.version).document.title,
        document=row.document, version=row.version, status=status_of(row, at), holder=said.holder,
        credit_code=row.credit_code, rows=said.rows, unit=row.unit, unit_path=row.unit_path,
        issuer=issuer, case=row.case, issued_at=row.issued_at, valid_from=row.valid_from,
        valid_to=row.valid_to, replaced_by=replacement.number if replacement else "",
        revocation=Revocation(revocation.at, revocation.reason, revocation.legal_basis) if revocation else None,
        file=row.file,
    )  # fmt: skip
