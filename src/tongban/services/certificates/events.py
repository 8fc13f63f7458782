"""What happens to certificates, for whoever subscribes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class CertificateIssued:
    """A certificate was issued. `holder_tag` is the applicant's privacy tag, `credit_code` the company's or empty."""

    number: str
    document: str
    case: str
    unit: str
    holder_tag: str
    credit_code: str
    valid_to: dt.date | None
    replaces: str


@dataclass(frozen=True)
class CertificateRevoked:
    """A certificate was revoked; why is in its record, not here."""

    number: str
    document: str
    case: str
    unit: str
    holder_tag: str
    credit_code: str
