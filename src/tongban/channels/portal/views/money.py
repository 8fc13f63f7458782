"""Bills: see, pay at the channel, come back, receipt."""

from __future__ import annotations

import contextlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tongban.kernel.web.api import allow_form_target, inert
from tongban.services.payments import api as payments
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET", "POST"))
def bill(request: HttpRequest, number: str) -> HttpResponse:
    """A bill with its items. Paying goes to the channel; whoever comes back sees what the channel says now."""
    by, at = acting(request), timezone.now()
    try:
        payments.bill_of(number=number, by=by, at=at)
        if request.method == "POST":
            back = reverse("portal:bill", args=[number])
            return redirect(payments.pay_url(bill=number, at=at, by=by, back=back))
        payments.refresh(bill=number, at=at)
        found = payments.bill_of(number=number, by=by, at=at)
    except LookupError:
        raise Http404(number) from None
    except (payments.PaymentError, payments.ChannelUnavailable) as error:
        messages.error(request, str(error))
        return redirect("portal:bill", number)
    response = render(request, "portal/bill.html", {"bill": found})
    if found.state == "open":
        with contextlib.suppress(payments.ChannelUnavailable):
            allow_form_target(response, payments.channel_address())
    return response


@access(RESIDENT, methods=("GET",))
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF."""
    try:
        data = payments.receipt(bill=number, by=acting(request), at=timezone.now())
    except (LookupError, payments.PaymentError):
        raise Http404(number) from None
    return inert(data, "application/pdf", f"{number}.pdf")
