"""The wallet of certificates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.kernel.web.api import inert
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import OFFICIAL, RESIDENT, access, acting


@access(RESIDENT, methods=("GET",))
def wallet(request: HttpRequest) -> HttpResponse:
    """One's own certificates, newest first."""
    by, at = acting(request), timezone.now()
    page = certificates.wallet(by=by, at=at, after=request.GET.get("after", "")[:20])
    return render(request, "portal/wallet.html", {"page": page})


@access(RESIDENT, OFFICIAL, methods=("GET",))
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The sealed file, for the holder and the issuing unit."""
    try:
        data = certificates.pdf(number=number, by=acting(request), at=timezone.now())
    except certificates.NotFound:
        raise Http404(number) from None
    return inert(data, "application/pdf", f"{number}.pdf")
