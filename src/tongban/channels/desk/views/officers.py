"""Pages of the three officers: the ledger for audit, undelivered news for the system."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.outbox import api as outbox
from tongban.kernel.web.api import number
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import access, officer


@access(officer("audit"), methods=("GET",))
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger's entries with filters, its checkpoint, and on demand its proof."""
    asked = {name: request.GET.get(name, "")[:120] for name in ("actor", "case", "object")}
    after = request.GET.get("after", "")
    start = number(after)
    found = audit.entries(
        actor=asked["actor"] or None, case=asked["case"] or None, object=asked["object"] or None, after=start, limit=50
    )
    facts = {
        "entries": found,
        "asked": asked,
        "next": found[-1].index if len(found) == 50 else None,  # noqa: PLR2004 (the page's size)
        "checkpoint": audit.checkpoint(),
        "verdict": audit.verify() if "verify" in request.GET else None,
    }
    return render(request, "desk/ledger.html", facts)


@access(officer("system"), methods=("GET",))
def letters(request: HttpRequest) -> HttpResponse:
    """Events that a subscriber could not take after every attempt."""
    return render(request, "desk/letters.html", {"letters": outbox.dead_letters()})


@access(officer("system"), methods=("POST",))
def redrive(request: HttpRequest, letter: int) -> HttpResponseRedirect:
    """Gives one its attempts back."""
    try:
        outbox.redrive(letter=letter, at=timezone.now())
        messages.success(request, _("It is delivered again."))
    except LookupError:
        messages.info(request, _("It was delivered in the meantime."))
    return redirect("desk:letters")
