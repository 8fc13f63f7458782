"""The conversation of a case at the desk, and the texts that a unit often answers with."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.web.api import number as whole
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.trust.authority.api import OFFICIAL, Denied, access, acting

LONGEST = 5_001
SIDES = {"phone-in": ("phone", "applicant"), "phone-out": ("phone", "authority"),
         "window-in": ("window", "applicant"), "window-out": ("window", "authority")}  # fmt: skip


@access(OFFICIAL, methods=("GET", "POST"))
def thread(request: HttpRequest, number: str) -> HttpResponse:
    """What applicant and authorities wrote to one another; an answer, or a note of a call or visit."""
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    errors: list[dict[str, str]] = []
    try:
        if request.method == "POST":
            _write(request, number, who)
            return redirect("desk:messages", number)
    except cases.NotFound:
        raise Http404(number) from None
    except conversations.ConversationError as error:
        errors = [{"id": error.field, "message": str(error)}]
    try:
        found = conversations.thread(number=number, **who)
    except cases.NotFound:
        raise Http404(number) from None
    ready = conversations.snippets(**who) if found.may_write else ()
    chosen = next((one for one in ready if str(one.id) == request.GET.get("snippet", "")), None)
    text = request.POST.get("text", "")[:LONGEST] or (conversations.filled(chosen, found.about) if chosen else "")
    facts = {
        "thread": found, "about": found.about, "snippets": ready, "chosen": chosen, "text": text, "errors": errors,
        "posted": request.POST, "key": uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "desk/messages.html", facts, status=422 if errors else 200)


def _write(request: HttpRequest, number: str, who: dict[str, Any]) -> None:
    posted = request.POST
    text, key = posted.get("text", "")[:LONGEST], posted.get("key", "")[:64].replace("\0", "") or uuid.uuid4().hex
    way = SIDES.get(posted.get("way", ""))
    if way is not None:
        conversations.note(number=number, channel=way[0], side=way[1], text=text, key=key, **who)
        messages.success(request, _("The note was kept; the applicant can read it."))
        return
    urgent = posted.get("way") == "urgent"
    files = request.FILES.getlist("files")
    conversations.write(number=number, text=text, key=key, files=files, urgent=urgent, **who)
    messages.success(request, _("Your message was sent."))


@access(OFFICIAL, methods=("POST",))
def seen(request: HttpRequest, number: str) -> HttpResponse:
    """Marks what the applicant wrote as read."""
    try:
        conversations.seen(number=number, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(number) from None
    return redirect("desk:messages", number)


@access(OFFICIAL, methods=("GET", "POST"))
def snippets(request: HttpRequest) -> HttpResponse:
    """The unit's texts; one is added, or replaced under its title."""
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            title, text = request.POST.get("title", "")[:200], request.POST.get("text", "")[:LONGEST]
            conversations.save_snippet(title=title, text=text, **who)
            return redirect("desk:snippets")
        except conversations.ConversationError as error:
            errors = [{"id": error.field, "message": str(error)}]
        except Denied as error:
            messages.error(request, str(error))
            return redirect("desk:snippets")
    chosen = whole(request.GET.get("edit", ""), digits=9)
    found = conversations.snippets(**who)
    edit = next((one for one in found if one.id == chosen), None)
    facts = {
        "snippets": found, "errors": errors, "edit": edit,
        "title": request.POST.get("title", "")[:200] or (edit.title if edit else ""),
        "text": request.POST.get("text", "")[:LONGEST] or (edit.text if edit else ""),
    }  # fmt: skip
    return render(request, "desk/snippets.html", facts, status=422 if errors else 200)


@access(OFFICIAL, methods=("POST",))
def drop(request: HttpRequest, snippet: int) -> HttpResponse:
    """Removes one of the unit's texts."""
    try:
        conversations.drop_snippet(snippet=snippet, by=acting(request), at=timezone.now())
    except LookupError:
        raise Http404(str(snippet)) from None
    return redirect("desk:snippets")
