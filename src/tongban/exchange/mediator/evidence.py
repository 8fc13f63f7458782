"""The evidence of each exchange: who asked what of whom, with which right, and what was said, provable later."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.exchange.catalogue.api import Agreement, Resource, resource
from tongban.exchange.mediator.models import Exchange
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy
from tongban.trust.signatures import api as signatures

LONGEST_KEY = 64


@dataclass(frozen=True)
class Request:
    """One question to a resource."""

    resource: str
    key: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    consumer: str
    case: str
    by: Subject
    at: dt.datetime
    agreement: Agreement | None = None

    def on(self, agreement: Agreement) -> Request:
        """The request with the agreement it rests on."""
        return dataclasses.replace(
            self, agreement=agreement, legal_basis=self.legal_basis or agreement.legal_basis
        )  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What the node can prove about one exchange. `result` is answered, or the code of the refusal."""

    id: str
    at: dt.datetime
    consumer: str
    resource: str
    provider: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    case: str
    actor: str
    result: str


def _subject(key: str, offered: Resource | None) -> str:
    """The blind index of the key asked for; a key of an unknown resource may be anybody's number, so it is one too."""
    if not usable(key):
        return ""
    if offered and offered.key == "credit_code":
        return privacy.tag("legal_entity", key)
    return key if offered and offered.key == "code" else privacy.tag("resident", key)


def usable(key: object) -> bool:
    """Whether a key may be looked up at all: short, printable text."""
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable()


def _line(text: str, length: int) -> str:
    return "".join(mark for mark in text[:length] if mark.isprintable())


def _provider(name: str) -> Resource | None:
    try:
        return resource(name)
    except LookupError:
        return None


def _commitment(values: Mapping[str, Any]) -> str:
    """A digest under the node's key: a plain one of a few personal values could be guessed in seconds."""
    digest = hashlib.sha256(signatures.canonical(dict(values))).hexdigest()
    return privacy.tag("resident", f"exchange answer {digest}")


def _signed(row: Exchange) -> dict[str, Any]:
    names = [field.attname for field in Exchange._meta.concrete_fields if field.name != "signature"]  # noqa: SLF001
    values = {name: getattr(row, name) for name in names}
    return {**values, "at": row.at.astimezone(dt.UTC).isoformat()}


def note(request: Request, *, result: str, values: Mapping[str, Any] | None = None) -> str:
    """Writes the evidence of an exchange in the caller's transaction; returns its id."""
    offered = _provider(request.resource)
    row = Exchange(
        id=uuid.uuid4().hex,
        at=request.at,
        consumer=_line(request.consumer, 100),
        resource=_line(request.resource, 100),
        provider=offered.provider if offered else "",
        fields=[_line(name, 100) for name in request.fields],
        purpose=_line(request.purpose, 60),
        legal_basis=_line(request.legal_basis, 300),
        case=_line(request.case, 40),
        actor=request.by.person or request.by.kind,
        agreement=request.agreement.id if request.agreement else None,
        subject_tag=_subject(request.key, offered),
        response_hash="" if values is None else _commitment(values),
        result=result,
    )
    asked = {"resource": row.resource, "subject": row.subject_tag, "fields": row.fields, "purpose": row.purpose}
    row.request_hash = hashlib.sha256(signatures.canonical(asked)).hexdigest()
    row.signature = signatures.sign_record(record=_signed(row), at=request.at).envelope()
    row.save(force_insert=True)
    audit.record(
        at=request.at,
        by=request.by,
        action="mediator.ask",
        object=f"exchange:{row.pk}",
        purpose=row.purpose,
        case=row.case,
        result=result,
        commitment=row.response_hash,
    )
    return row.pk


def _row(id_: str) -> Exchange:
    row = Exchange.objects.filter(pk=id_).first()
    if row is None:
        raise LookupError(f"no exchange {id_}")
    return row


def _evidence(row: Exchange) -> Evidence:
    return Evidence(
        id=row.pk,
        at=row.at,
        consumer=row.consumer,
        resource=row.resource,
        provider=row.provider,
        fields=tuple(row.fields),
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        case=row.case,
        actor=row.actor,
        result=row.result,
    )


def evidence(*, id: str) -> Evidence:  # noqa: A002 (the word of the field)
    """The evidence of one exchange. Raises LookupError."""
    return _evidence(_row(id))


def evidence_of(*, case: str) -> tuple[Evidence, ...]:
    """Every exchange of a case, oldest first."""
    return tuple(_evidence(row) for row in Exchange.objects.filter(case=case).order_by("at", "id"))


def matches(*, id: str, values: Mapping[str, Any]) -> bool:  # noqa: A002
    """Whether these are the values that were answered then. Raises LookupError."""
    row = _row(id)
    return row.result == "answered" and row.response_hash == _commitment(values)


def verify(*, id: str) -> bool:  # noqa: A002
    """Whether the row is as the node signed it. Raises LookupError."""
    row = _row(id)
    signature = signatures.RecordSignature.from_envelope(row.signature)
    return signatures.verify_record(record=_signed(row), signature=signature).status == "valid"
