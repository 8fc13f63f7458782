"""What is known of me and who looked at it; notices to me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.services.notices import api as notices_
from tongban.trust.authority.api import RESIDENT, access
from tongban.trust.privacy import api as privacy

PAGE = 20


def cursor(text: str) -> int | None:
    """A key of the database, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004


@access(RESIDENT, methods=("GET",))
def data(request: HttpRequest) -> HttpResponse:
    """Who looked at my data: each reading with unit, post, purpose, article, case and fields."""
    by, at = request.subject, timezone.now()  # type: ignore[attr-defined]
    found = privacy.accesses_of(
        subject_tag=by.resident_tag, after=cursor(request.GET.get("after", "")), limit=PAGE + 1, at=at
    )
    facts = {"accesses": found[:PAGE], "next": found[PAGE - 1].id if len(found) > PAGE else None}
    return render(request, "portal/data.html", facts)


@access(RESIDENT, methods=("GET", "POST"))
def notices(request: HttpRequest) -> HttpResponse:
    """The inbox; reading it all at once is one button."""
    by, at = request.subject, timezone.now()  # type: ignore[attr-defined]
    if request.method == "POST":
        chosen = request.POST.get("notice")
        if chosen is None or cursor(chosen) is not None:
            notices_.mark_read(by=by, at=at, notice=None if chosen is None else cursor(chosen))
        return redirect("portal:notices")
    page = notices_.inbox(by=by, after=request.GET.get("after", "")[:30])
    return render(request, "portal/notices.html", {"page": page, "unread": notices_.unread(by=by)})
