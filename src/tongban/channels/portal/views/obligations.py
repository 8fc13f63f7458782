"""What the person owes in a case by pledge or tolerated gap: read, and proved."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal.views.cases import own
from tongban.kernel.web.api import BadInput
from tongban.services.cases import api
from tongban.trust.authority.api import RESIDENT, access, acting

MOST = 10


@access(RESIDENT, methods=("GET", "POST"))
def obligation(request: HttpRequest, number: str, obligation: int) -> HttpResponse:
    """Statement, last day and what follows; while it is open the proof is sent here."""
    view = own(request, number)
    owed = next((one for one in view.obligations if one.id == obligation), None)
    if owed is None:
        raise Http404(obligation)
    error = ""
    if request.method == "POST":
        try:
            send(request, number, owed.id)
            messages.success(request, _("Thank you. The authority checks it and tells you."))
            return redirect("portal:case", number)
        except (api.Incomplete, BadInput) as wrong:
            error = str(wrong.message)
        except api.CaseError as wrong:
            messages.error(request, str(wrong))
            return redirect("portal:case", number)
    errors = [{"id": "files", "message": error}] if error else []
    facts = {"case": view, "owed": owed, "error": error, "errors": errors}
    return render(request, "portal/obligation.html", facts, status=422 if error else 200)


def send(request: HttpRequest, number: str, obligation: int) -> None:
    """Files are kept only with the proof that they belong to. Raises BadInput, CaseError."""
    by, at = acting(request), timezone.now()
    with transaction.atomic():
        kept = [
            api.add_file(number=number, field="obligation", file=one, by=by, at=at, closed=True).id
            for one in request.FILES.getlist("files")[:MOST]
        ]
        api.supply(number=number, obligation=obligation, attachments=kept, by=by, at=at)
