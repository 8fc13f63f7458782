"""Who sees which certificate: the holder, and officials of the unit that issued it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tongban.services.certificates import files, showing
from tongban.services.certificates.errors import NotFound
from tongban.services.certificates.models import Certificate as Stored
from tongban.trust.authority import api as authority
from tongban.trust.privacy import api as privacy

LONGEST_PAGE = 100


@dataclass(frozen=True)
class Page:
    """Certificates, newest first. `next` is the key of the page after this one, or None."""

    rows: tuple[showing.Certificate, ...]
    next: str | None


def _rows() -> QuerySet[Stored]:
    return Stored.objects.select_related("revocation", "replaced_by", "replaces")


def _holding(by: authority.Subject) -> Q | None:
    """What makes a certificate the subject's own: the company represented, otherwise the person."""
    if by.acting_for:
        return Q(credit_code=by.acting_for)
    return Q(holder_tag=by.resident_tag) if by.resident_tag else None


def wallet(*, by: authority.Subject, at: dt.datetime, after: str, limit: int) -> Page:
    own = _holding(by)
    if own is None:
        return Page((), None)
    rows = _rows().filter(own).order_by("-pk")
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    size = min(max(limit, 1), LONGEST_PAGE)
    found = list(rows[: size + 1])
    with privacy.access(purpose="certificates.show", by=by, at=at):
        shown = showing.read_all(found[:size], at)
    return Page(shown, str(found[size - 1].pk) if len(found) > size else None)


def _allowed(number: str, by: authority.Subject, at: dt.datetime) -> tuple[Stored, str]:
    """The row and the purpose for which this subject may read it. Raises NotFound."""
    row = _rows().filter(number=number).first()
    if row is None:
        raise NotFound
    person = bool(by.resident_tag) and row.holder_tag == by.resident_tag
    if person or (by.acting_for and row.credit_code == by.acting_for):
        return row, "certificates.show"
    if authority.can(subject=by, permission="certificates.read", unit_path=row.unit_path, at=at):
        return row, "certificates.manage"
    raise NotFound


def certificate(*, number: str, by: authority.Subject, at: dt.datetime) -> showing.Certificate:
    row, purpose = _allowed(number, by, at)
    with privacy.access(purpose=purpose, case=row.case, by=by, at=at):
        return showing.read_all([row], at)[0]


def held(*, numbers: Sequence[str], by: authority.Subject, at: dt.datetime) -> tuple[showing.Certificate, ...]:
    own = Q(holder_tag=by.resident_tag) if by.resident_tag else Q(pk=None)
    if by.acting_for:
        own |= Q(credit_code=by.acting_for)
    rows = {row.number: row for row in _rows().filter(own, number__in=numbers)}
    with privacy.access(purpose="certificates.show", by=by, at=at):
        return showing.read_all([rows[number] for number in numbers if number in rows], at)


def pdf(*, number: str, by: authority.Subject, at: dt.datetime) -> bytes:
    row, purpose = _allowed(number, by, at)
    if row.personal:
        with privacy.access(purpose=purpose, case=row.case, by=by, at=at):
            privacy.read(subject_tag=row.holder_tag, resource="certificates", fields=["file"], record=number)
    return files.get(row.file)
