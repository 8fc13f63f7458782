"""A person's own certificates, and for anybody whether a certificate is genuine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import Absent, endpoint, page, query
from tongban.channels.rest.offers import words
from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import BadInput
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import Subject

Json = dict[str, Any]
SCOPE, PDF = "certificates:read", "application/pdf"
LARGEST = 5_000_000
MISSING = "there is no certificate with this number, or it is not this person's"


@endpoint(
    "GET", "certificates", summary="The person's own certificates, the newest first", scope=SCOPE,
    returns=schemas.paged(schemas.CERTIFICATE), parameters={"after": schemas.WORD},
)  # fmt: skip
def listed(request: HttpRequest, *, by: Subject, at: dt.datetime) -> Json:
    after = query(request, "after", longest=20)
    found = certificates.wallet(by=by, at=at, after=after if after.isascii() and len(after) < 19 else "")  # noqa: PLR2004 (a key's digits)
    return page([row(one) for one in found.rows], found.next)


def row(one: certificates.Certificate) -> Json:
    """A certificate in a list; at `verification` anybody can check it."""
    return {
        "number": one.number,
        "title": words(one.title),
        "status": one.status,
        "holder": one.holder,
        "issuer": words(one.issuer),
        "case": one.case,
        "issued": one.issued_at,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "verification": certificates.address(one.number, one.code),
    }


@endpoint(
    "GET", "certificates/{number}/pdf", summary="The sealed PDF of one's own certificate", scope=SCOPE, gives=PDF,
    returns={"type": "string", "contentMediaType": PDF}, missing=MISSING,
)  # fmt: skip
def pdf(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> tuple[str, bytes]:  # noqa: ARG001 (a handler's signature)
    try:
        return f"{number}.pdf", certificates.pdf(number=number, by=by, at=at)
    except certificates.NotFound:
        raise Absent from None


@endpoint(
    "GET", "certificates/{number}/verification", limited=True, returns=schemas.VERDICT,
    summary="Whether a certificate is valid; with its code also what it says", parameters={"code": schemas.WORD},
)  # fmt: skip
def by_number(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> Json:
    code = query(request, "code", longest=60)
    return verdict(certificates.verify_number(number=number[:60], code=code, at=at, by=by))


@endpoint(
    "POST", "certificates/verification", limited=True, returns=schemas.VERDICT, takes=PDF,
    summary="Whether a file is a certificate issued here, unchanged and valid; it is not kept",
)  # fmt: skip
def by_file(request: HttpRequest, *, by: Subject, at: dt.datetime) -> Json:
    return verdict(certificates.verify_pdf(pdf=body(request), at=at, by=by))


def body(request: HttpRequest) -> bytes:
    """The posted file. Raises BadInput for another media type, nothing, or more than LARGEST bytes."""
    if request.content_type != PDF:
        raise BadInput(f"send the file as {PDF}", status=415)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise BadInput("say the length of the file (Content-Length)", status=411)
    if int(length[:20]) > LARGEST:
        raise BadInput(f"at most {LARGEST} bytes", status=413)
    data: bytes = request.read(LARGEST)
    if not data:
        raise BadInput("the body holds no file")
    return data


def verdict(found: certificates.Verdict) -> Json:
    """What can be said; null is what is unknown or not for strangers."""
    return {
        "status": found.status,
        "reasons": [words(one) for one in found.reasons],
        "checked": found.at,
        "number": found.number or None,
        "state": found.state or None,
        "title": said(found.title),
        "issuer": said(found.issuer),
        "holder": found.holder or None,
        "issued": found.issued_at,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "rows": [{"name": one.name, "label": words(one.label), "value": words(one.value)} for one in found.rows],
    }


def said(text: Text) -> Json | None:
    """A text, or null for none."""
    return words(text) if text.zh or text.en else None
