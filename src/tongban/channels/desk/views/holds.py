"""Legal holds: cases that are kept while somebody has reason to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.web.api import number
from tongban.services.archives import api as archives
from tongban.services.cases import api as cases
from tongban.trust.authority.api import access, acting


@access(archives.HOLD, methods=("GET", "POST"))
def holds(request: HttpRequest) -> HttpResponse:
    """The holds in reach, the newest first; one is set by receipt number and reason, and lifted with a reason."""
    by, at = acting(request), timezone.now()
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        reason, hold = request.POST.get("reason", "")[:501], number(request.POST.get("hold", ""), digits=15)
        try:
            if hold is not None:
                archives.lift_hold(hold=hold, reason=reason, by=by, at=at)
                messages.success(request, _("The hold is lifted."))
            else:
                case = cases.tidy_number(request.POST.get("case", "")[:60])
                archives.set_hold(case=case, reason=reason, by=by, at=at)
                messages.success(request, _("The case is kept until the hold is lifted."))
            return redirect("desk:holds")
        except archives.ArchiveError as error:
            errors = [{"id": error.field if hold is None else "", "message": str(error)}]
        except cases.NotFound as error:
            errors = [{"id": "case", "message": str(error)}]
    before = number(request.GET.get("before", ""), digits=15)
    rows, after = archives.holds(by=by, at=at, after=before)
    facts = {"rows": rows, "next": after, "errors": errors, "posted": request.POST}
    return render(request, "desk/holds.html", facts, status=422 if errors else 200)
