"""Checking a certificate: by number and code, by the QR code's address, or by the PDF itself. For anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.web.api import BadInput, check_upload
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import PUBLIC, access, acting

LARGEST, LONGEST = 5_000_000, 60


@access(PUBLIC, methods=("GET", "POST"))
def verify(request: HttpRequest) -> HttpResponse:
    """The form; a posted file or number is judged at once and not kept."""
    number, code = (request.POST.get(name, request.GET.get(name, ""))[:LONGEST] for name in ("number", "code"))
    file = request.FILES.get("file")
    errors = []
    verdict = None
    if file is not None:
        try:
            check_upload(file, allowed=("pdf",), max_bytes=LARGEST)
            file.seek(0)
            verdict = certificates.verify_pdf(pdf=file.read(), at=timezone.now(), by=acting(request))
        except BadInput as error:
            errors.append({"id": "file", "message": str(error.message)})
    elif number:
        verdict = judged(request, number, code)
    elif request.method == "POST":
        errors.append({"id": "number", "message": _("Type the number of the certificate, or choose its file.")})
    facts = {"verdict": verdict, "errors": errors, "number": number, "code": code}
    return render(request, "portal/verify.html", facts, status=422 if errors else 200)


@access(PUBLIC, methods=("GET",))
def number(request: HttpRequest, number: str) -> HttpResponse:
    """Where the QR code leads."""
    code = request.GET.get("code", "")[:LONGEST]
    verdict = judged(request, number[:LONGEST], code)
    return render(request, "portal/verify.html", {"verdict": verdict, "number": number, "code": code})


def judged(request: HttpRequest, number: str, code: str) -> certificates.Verdict:
    """The verdict for who asks now."""
    by = acting(request)
    return certificates.verify_number(number=number, code=code, at=timezone.now(), by=by)
