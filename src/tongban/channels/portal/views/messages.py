"""The conversation with those who handle a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.trust.authority.api import RESIDENT, access, acting


@access(RESIDENT, methods=("GET", "POST"))
def thread(request: HttpRequest, number: str) -> HttpResponse:
    """Everything written and said about the case; what is new counts as read once it is shown."""
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    errors: list[dict[str, str]] = []
    try:
        if request.method == "POST":
            text, files = request.POST.get("text", "")[:5_001], request.FILES.getlist("files")
            key = request.POST.get("key", "")[:64].replace("\0", "") or uuid.uuid4().hex
            conversations.write(number=number, text=text, key=key, files=files, **who)
            messages.success(request, _("Your message was sent."))
            return redirect("portal:messages", number)
    except cases.NotFound:
        raise Http404(number) from None
    except conversations.ConversationError as error:
        errors = [{"id": error.field, "message": str(error)}]
    try:
        conversations.seen(number=number, **who)
        found = conversations.thread(number=number, **who)
    except cases.NotFound:
        raise Http404(number) from None
    facts = {
        "thread": found, "about": found.about, "case": found.about, "errors": errors, "posted": request.POST,
        "key": uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "portal/messages.html", facts, status=422 if errors else 200)
