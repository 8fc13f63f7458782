"""The draft of a form: its outline and its text beside one another, findings, earlier texts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, seen, who
from tongban.channels.desk.views.forms.common import KIND, draft_of, form_of, name_of
from tongban.channels.desk.views.forms.publishing import EITHER, PAGES
from tongban.channels.desk.views.processes.reading import attached
from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access


@access(*EITHER, methods=("GET", "POST"))
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The draft with its outline, text, findings and earlier texts; a POST opens it."""
    by, at = who(request)
    if request.method == "POST":
        form_of(key)
        drafts.open_draft(kind=KIND, key=key, by=by, at=at)
        return redirect("desk:form-draft", key)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if not found.open:
        return redirect("desk:form-review", key)
    return render(request, "desk/forms/draft.html", page(found))


def page(found: DraftView) -> dict[str, Any]:
    """What the page of a draft shows."""
    now = form_of(found.key).version if found.base else ""
    return {
        "key": found.key,
        "title": name_of(found),
        "draft": found,
        "outline": formbooks.outline(found.text),
        "kinds": {one.name: one.title for one in forms.kinds()},
        "review": formbooks.review(found.text, found.key),
        "verdicts": drafts.verdicts(draft=found.id),
        "overtaken": now if now != found.base else "",
        "text": found.text,
    }


@access(*EITHER, methods=("GET", "POST"))
def text(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as a file, or one of its earlier texts; a POST keeps a whole text as the next one."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if request.method == "POST":
        return _saved(request, found, request.POST.get("text", "").replace("\r\n", "\n"))
    wanted = number(request.GET.get("revision", ""), digits=9)
    try:
        kept = found.text if wanted is None else drafts.revision(kind=KIND, key=key, number=wanted)
    except LookupError:
        raise Http404(key) from None
    return attached(kept, "application/toml", f"{key}-draft.toml")


def _saved(request: HttpRequest, found: DraftView, given: str) -> HttpResponse:
    """Keeps a text and goes back to the draft, or shows why it is not kept: nothing of it is lost."""
    by, at = who(request)
    try:
        if request.POST.get("act") == "tidy":
            formbooks.tidy(form=found.key, seen=seen(request, "seen"), by=by, at=at)
        else:
            drafts.save(kind=KIND, key=found.key, text=given, seen=seen(request, "seen"), how="written", by=by, at=at)
    except drafts.DraftError as error:
        clash = error if isinstance(error, drafts.Clash) else None
        now = drafts.draft(kind=KIND, key=found.key) or found
        facts = page(now) | {"errors": [{"id": "text", "message": str(error)}], "clash": clash, "mine": given}
        facts["text"] = now.text if clash else given
        return render(request, "desk/forms/draft.html", facts, status=409 if clash else 422)
    messages.success(request, _("The draft was saved."))
    return redirect("desk:form-draft", found.key)
