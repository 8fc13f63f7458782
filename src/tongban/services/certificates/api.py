"""The front door of certificates.

A certificate is issued once for a case and a document: number, sealed PDF, signed record, ledger entry and event commit
together. It is legally valid like paper where law does not say otherwise (Administrative Licensing Law 33, 39;
Electronic Signature Law 13, 14); anybody can verify it by number and code, or by the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tongban.services.certificates import issuing, reading, rendering, verifying
from tongban.services.certificates.errors import CannotRender, CertificateError, Incomplete, NotFound
from tongban.services.certificates.files import FileDamaged
from tongban.services.certificates.issuing import Holder
from tongban.services.certificates.reading import Page
from tongban.services.certificates.rows import Row
from tongban.services.certificates.showing import Certificate, Revocation, Status
from tongban.services.certificates.verifying import Verdict
from tongban.trust.authority.api import ANONYMOUS, Subject

__all__ = [
    "CannotRender", "Certificate", "CertificateError", "FileDamaged", "Holder", "Incomplete", "NotFound", "Page",
    "Revocation", "Row", "Status", "Verdict", "address", "certificate", "held", "issue", "pdf", "preview", "revoke",
    "verify_number", "verify_pdf", "wallet",
]  # fmt: skip


def issue(
    *,
    document: tuple[str, str] | str,
    holder: Holder,
    data: Mapping[str, Any],
    case: str,
    unit: str,
    at: dt.datetime,
    by: Subject,
    number: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    replaces: str = "",
) -> Certificate:
    """Issues a certificate, or returns the one that the case was given before for this document. What was
    revoked is not returned: a new one takes its place.

    `document` is a key of documents/*.typ, or key and version; `data` holds at least the values that its fields name
    (dotted paths; text, numbers, dates, yes and no, Money, Text, lists). `number` is given only where law gives it (a
    credit code); otherwise it is prefix, division, year, running number without gaps, check character. The term is the
    document's unless `valid_to` is named. `replaces` names the certificate that this one takes the place of.
    Raises LookupError (document or unit), Incomplete, CannotRender, CertificateError, authority.Denied.
    """
    made = issuing.order(
        document=document, holder=holder, data=data, case=case, unit=unit, at=at, number=number,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    return issuing.issue(made, replaces=replaces, by=by)


def revoke(*, number: str, reason: str, legal_basis: str, by: Subject, at: dt.datetime) -> bool:
    """Revokes a certificate from `at` on; False when it was revoked before (Administrative Licensing Law 69).

    Raises NotFound, CertificateError without reason or article, authority.Denied.
    """
    return issuing.revoke(number=number, reason=reason, legal_basis=legal_basis, by=by, at=at)


def wallet(*, by: Subject, at: dt.datetime, after: str = "", limit: int = 50) -> Page:
    """The subject's own certificates, newest first: those of the company represented, otherwise of the person."""
    return reading.wallet(by=by, at=at, after=after, limit=limit)


def held(*, numbers: Sequence[str], by: Subject, at: dt.datetime) -> tuple[Certificate, ...]:
    """Those of the named certificates that the subject, or the company represented, holds; in the order named."""
    return reading.held(numbers=numbers, by=by, at=at)


def certificate(*, number: str, by: Subject, at: dt.datetime) -> Certificate:
    """One certificate, for its holder and for officials of its unit (`certificates.read`). Raises NotFound."""
    return reading.certificate(number=number, by=by, at=at)


def pdf(*, number: str, by: Subject, at: dt.datetime) -> bytes:
    """The sealed PDF, for the same. Raises NotFound, FileDamaged."""
    return reading.pdf(number=number, by=by, at=at)


def verify_number(*, number: str, code: str = "", at: dt.datetime, by: Subject = ANONYMOUS) -> Verdict:
    """Whether a certificate is valid at `at`, for anybody. Never raises for any input.

    With the right code the public rows and the holder (a person's name masked) are shown, without code only kind,
    issuer, term and status; a wrong code tells nothing.
    """
    return verifying.by_number(number=number, code=code, by=by, at=at)


def verify_pdf(*, pdf: bytes, at: dt.datetime, by: Subject = ANONYMOUS) -> Verdict:
    """Whether a file is a certificate issued here, unchanged, and valid at `at`. Never raises for any input."""
    return verifying.by_pdf(pdf=pdf, by=by, at=at)


def preview(*, document: tuple[str, str] | str, at: dt.datetime) -> bytes:
    """A specimen of a document as PDF, marked as such and not sealed. Raises LookupError, CannotRender."""
    return issuing.preview(document, at)


def address(number: str, code: str = "") -> str:
    """Where anybody can verify a certificate: what its QR code says."""
    return rendering.address(number, code)
