"""Where I want to be told, and what I do not want to hear of outside the inbox."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.notices import api as notices
from tongban.trust.authority.api import RESIDENT, access, acting

LONGEST = 300


@access(RESIDENT, methods=("GET", "POST"))
def contact(request: HttpRequest) -> HttpResponse:
    """Mail, telephone, language, and the kinds that are kept to the inbox; what the law requires is always sent."""
    by = acting(request)
    if request.method == "GET":
        return page(request, notices.contact(by=by))
    post = request.POST
    mail, phone, language = (post.get(name, "")[:LONGEST] for name in ("mail", "phone", "language"))
    sent = set(post.getlist("sent")[:LONGEST])
    muted = tuple(kind.code for kind in notices.kinds() if not kind.required and kind.code not in sent)
    try:
        notices.save_contact(by=by, at=timezone.now(), mail=mail, phone=phone, language=language, muted=muted)
    except notices.ContactError as error:
        return page(request, notices.Contact(mail, phone, language, muted), error)
    messages.success(request, _("Saved. From now on we tell you this way."))
    return redirect("portal:contact")


def page(request: HttpRequest, found: notices.Contact, error: notices.ContactError | None = None) -> HttpResponse:
    """The form with what is known or was written."""
    kinds = notices.kinds()
    facts: dict[str, Any] = {
        "contact": found,
        "required": [kind for kind in kinds if kind.required],
        "optional": [(kind, kind.code not in found.muted) for kind in kinds if not kind.required],
        "wrong": {error.field: str(error)} if error else {},
        "errors": [{"id": error.field, "message": str(error)}] if error else [],
    }
    return render(request, "portal/contact.html", facts, status=422 if error else 200)
