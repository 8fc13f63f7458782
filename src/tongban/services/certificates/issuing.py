"""Issue and revocation: each one transaction, each done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.services.certificates import content, files, numbers, rendering, showing
from tongban.services.certificates.declarations import Template
from tongban.services.certificates.errors import CertificateError, NotFound
from tongban.services.certificates.events import CertificateIssued, CertificateRevoked
from tongban.services.certificates.models import Certificate as Stored
from tongban.services.certificates.models import Revocation
from tongban.services.certificates.values import day_of, printable, rows_of
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.privacy import api as privacy
from tongban.trust.signatures import api as signatures

SEAL_REASON = "签发电子证照"
SEAL_NAME = "电子证照专用章"


@dataclass(frozen=True)
class Holder:
    """Who holds a certificate. `tag` is the applicant's privacy tag; with a credit code the holder is that company."""

    tag: str
    name: str
    credit_code: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be issued."""

    template: Template
    holder: Holder
    data: Mapping[str, Any]
    row: Stored
    issuer: authority.Unit


def template_for(document: tuple[str, str] | str) -> tuple[str, str, Template]:
    """Key, version and template of a document: pinned, or the one in force. Raises LookupError."""
    key, version = (document, "") if isinstance(document, str) else document
    version = version or declarations.current("documents", key).version
    return key, version, showing.template_of(key, version)


def order(
    *, document: tuple[str, str] | str, holder: Holder, data: Mapping[str, Any], case: str, unit: str,
    at: dt.datetime, number: str, valid_from: dt.date | None, valid_to: dt.date | None,
) -> Order:  # fmt: skip
    """Everything that can be settled before numbers are given and rows locked. Raises CertificateError."""
    key, version, template = template_for(document)
    if not case:
        raise CertificateError(_("A certificate is issued in a case: name its number."))
    issuer, term = authority.unit(unit), template.document.term
    first = valid_from or day_of(at)
    last = valid_to or (term.last_day(first) if term else None)
    if last is not None and last < first:
        raise CertificateError(_("The last day of validity lies before the first."))
    row = Stored(
        number=number, code=numbers.new_code(), document=key, version=version, case=case, unit=issuer.code,
        unit_path=issuer.path, holder_tag=holder.tag, credit_code=holder.credit_code, issued_at=at,
        valid_from=first, valid_to=last,
    )  # fmt: skip
    return Order(template, holder, data, row, issuer)


def issue(made: Order, *, replaces: str, by: authority.Subject) -> showing.Certificate:
    """Issues it, or returns what the case was given before; where that was revoked, another takes its place. Locks the
    counter of the prefix.
    """
    row = made.row
    authority.require(subject=by, permission="certificates.issue", unit_path=row.unit_path, at=row.issued_at)
    known = {"case": row.case, "document": row.document}
    with transaction.atomic():
        counter = numbers.counter(made.template.document.prefix, row.issued_at)
        before = Stored.objects.filter(**known).order_by("pk").last()  # after the lock: another may have been first
        if before is not None and showing.revocation_of(before) is None:
            return _issued_before(before, by, row.issued_at)
        row.number = row.number or numbers.take(counter)
        if Stored.objects.filter(number=row.number).exists():
            raise CertificateError(_("The number %(number)s is taken.") % {"number": row.number})
        row.replaces = _replaced(replaces, made) if replaces else before
        said = content.new(printable(made.holder.name), rows_of(made.template.document, made.data))
        row.file = files.put(_sealed(made, said))
        row.content = content.write(said, holder_tag=row.holder_tag, personal=row.personal)
        signature = signatures.sign_record(record=content.record(row, said), at=row.issued_at)
        row.signature = signature.envelope()
        row.save(force_insert=True)
        _tell_issued(row, signature, by)
        return showing.show(row, said, row.issued_at, showing.issuer_of(row.unit))


def _issued_before(row: Stored, by: authority.Subject, at: dt.datetime) -> showing.Certificate:
    with privacy.access(purpose="certificates.manage", case=row.case, by=by, at=at):
        return showing.read_all([row], at)[0]


def _replaced(number: str, made: Order) -> Stored:
    row = Stored.objects.select_for_update().filter(number=number, document=made.row.document).first()
    if row is None or (row.holder_tag, row.credit_code) != (made.holder.tag, made.holder.credit_code):
        raise CertificateError(_("%(number)s is no certificate of this kind and holder.") % {"number": number})
    if showing.replacement_of(row) is not None:
        raise CertificateError(_("%(number)s was replaced before.") % {"number": number})
    return row


def _sealed(made: Order, said: content.Content) -> bytes:
    document, row = made.template.document, made.row
    sheet = rendering.Sheet(
        title=document.title, number=row.number, code=row.code, holder=said.holder, issuer=made.issuer.name,
        issued=day_of(row.issued_at), rows=said.rows, valid_from=row.valid_from, valid_to=row.valid_to,
        term=rendering.prints_term(document, row.valid_to),
    )  # fmt: skip
    pdf = rendering.render(template=made.template, sheet=sheet, at=row.issued_at)
    return signatures.seal_pdf(
        pdf=pdf, at=row.issued_at, reason=SEAL_REASON, location=settings.CONFIG.publisher_zh, seal=made.issuer.code,
        owner=made.issuer.name.zh, stamp_text=f"{made.issuer.name.zh}\n{SEAL_NAME}",
        box=rendering.SEAL_BOX[document.layout],
    )  # fmt: skip


def _tell_issued(row: Stored, signature: signatures.RecordSignature, by: authority.Subject) -> None:
    replaced = row.replaces.number if row.replaces else ""
    detail = {
        "document": row.document, "version": row.version, "unit": row.unit, "digest": signature.digest,
        "replaces": replaced,
    }  # fmt: skip
    audit.record(
        at=row.issued_at, by=by, action="certificates.issue", object=f"certificate:{row.number}", case=row.case,
        detail=detail,
    )  # fmt: skip
    outbox.publish(
        CertificateIssued(
            row.number, row.document, row.case, row.unit, row.holder_tag, row.credit_code, row.valid_to, replaced
        ),
        at=row.issued_at,
    )


def revoke(*, number: str, reason: str, legal_basis: str, by: authority.Subject, at: dt.datetime) -> bool:
    """Revokes a certificate; False when it was revoked before. Raises NotFound, CertificateError, Denied."""
    with transaction.atomic():
        row = Stored.objects.select_for_update().filter(number=number).first()
        if row is None:
            raise NotFound
        authority.require(subject=by, permission="certificates.revoke", unit_path=row.unit_path, at=at)
        if not reason.strip() or not legal_basis.strip():
            raise CertificateError(_("Name the reason and the article on which the revocation rests."))
        if showing.revocation_of(row) is not None:
            return False
        Revocation.objects.create(
            certificate=row, at=at, person=by.person, reason=reason.strip(), legal_basis=legal_basis.strip()
        )
        audit.record(
            at=at, by=by, action="certificates.revoke", object=f"certificate:{number}", case=row.case,
            detail={"document": row.document, "unit": row.unit},
        )  # fmt: skip
        event = CertificateRevoked(number, row.document, row.case, row.unit, row.holder_tag, row.credit_code)
        outbox.publish(event, at=at)
        return True


def preview(document: tuple[str, str] | str, at: dt.datetime) -> bytes:
    """A specimen of a document: sample values, marked as such, not sealed."""
    _key, _version, template = template_for(document)
    sheet = replace(rendering.specimen(template.document), issued=day_of(at))
    return rendering.render(template=template, sheet=sheet, at=at)
