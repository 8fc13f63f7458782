"""What is known of me and who looked at it; notices to me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.exchange.catalogue import api as catalogue
from tongban.kernel.web.api import number
from tongban.services.notices import api as notices_
from tongban.trust.authority.api import RESIDENT, access, acting
from tongban.trust.privacy import api as privacy

PAGE = 20


def cursor(text: str) -> int | None:
    """A key of the database, or None for anything else."""
    return number(text)


def title(resource: str) -> str:
    """What was read, in words: an information resource by its title, else by its id."""
    own = {
        "cases.facts": _("What you sent, and what the case has brought"),
        "cases.files": _("A file of your case"),
        "certificates": _("One of your certificates"),
        "identity.person": _("Your account's resident number"),
    }
    if resource in own:
        return own[resource]
    try:
        return str(catalogue.resource(resource).title)
    except LookupError:
        return resource


@access(RESIDENT, methods=("GET",))
def data(request: HttpRequest) -> HttpResponse:
    """Who looked at my data: each reading with unit, post, purpose, article, case and fields."""
    by, at = acting(request), timezone.now()
    found = privacy.accesses_of(
        subject_tag=by.resident_tag, after=cursor(request.GET.get("after", "")), limit=PAGE + 1, at=at
    )
    rows = [(one, title(one.resource)) for one in found[:PAGE]]
    facts = {"accesses": rows, "next": found[PAGE - 1].id if len(found) > PAGE else None}
    return render(request, "portal/data.html", facts)


@access(RESIDENT, methods=("GET", "POST"))
def notices(request: HttpRequest) -> HttpResponse:
    """The inbox; reading it all at once is one button."""
    by, at = acting(request), timezone.now()
    if request.method == "POST":
        chosen = request.POST.get("notice")
        if chosen is None or cursor(chosen) is not None:
            notices_.mark_read(by=by, at=at, notice=None if chosen is None else cursor(chosen))
        return redirect("portal:notices")
    page = notices_.inbox(by=by, after=request.GET.get("after", "")[:30])
    return render(request, "portal/notices.html", {"page": page, "unread": notices_.unread(by=by)})
