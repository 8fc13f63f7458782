"""Changing a draft: its page, uploads and what the editor saves, earlier texts, giving up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, seen, who
from tongban.channels.desk.views.processes.common import KIND, draft_of, name_of, picture, process_of
from tongban.channels.desk.views.processes.publishing import EITHER, PAGES
from tongban.channels.desk.views.processes.reading import attached
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView
from tongban.governance.models import api as models
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import number
from tongban.kernel.xml import api as xml
from tongban.trust.authority.api import access

WORK = "UserTask ManualTask"
ASKING = "ServiceTask SendTask BusinessRuleTask"
# What the editor's panel offers of an element: the attribute, its label, the elements that have it ("": all).
TRAITS = (
    ("name", gettext_lazy("Name"), ""),
    ("name-en", gettext_lazy("Name in English"), ""),
    ("post", gettext_lazy("Post that does it"), WORK),
    ("unit", gettext_lazy("Unit (else the one responsible)"), WORK),
    ("act", gettext_lazy("Kind of work"), WORK),
    ("form", gettext_lazy("Form"), WORK),
    ("due", gettext_lazy("Time for it, such as P3D"), WORK),
    ("operation", gettext_lazy("Operation of the system"), ASKING),
    ("rule", gettext_lazy("Rule"), ASKING),
    ("decision", gettext_lazy("Decision of the rule"), ASKING),
    ("outputs", gettext_lazy("Names that it writes"), f"{WORK} {ASKING} ScriptTask ReceiveTask CallActivity"),
    ("condition", gettext_lazy("Condition (FEEL)"), "SequenceFlow"),
    ("time", gettext_lazy("When, such as P3D or a date"), ""),
)
LARGEST = 2_000_000


@access(*EITHER, methods=("GET", "POST"))
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The draft with its diagram, findings and earlier texts; a POST opens it."""
    by, at = who(request)
    if request.method == "POST":
        process_of(key)
        drafts.open_draft(kind=KIND, key=key, by=by, at=at)
        return redirect("desk:process-draft", key)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if not found.open:
        return redirect("desk:process-review", key)
    return render(request, "desk/processes/draft.html", page(found))


def page(found: DraftView) -> dict[str, Any]:
    """What the page of a draft shows."""
    review = models.review(found.text, found.key)
    now = process_of(found.key).version if found.base else ""
    return {
        "key": found.key,
        "title": name_of(found),
        "draft": found,
        "changed": declarations.version_of(found.text) != found.base,
        "review": review,
        "picture": picture(review.scene) if review.scene is not None else "",
        "verdicts": drafts.verdicts(draft=found.id),
        "overtaken": now if now != found.base else "",
    }


@access(*EITHER, methods=("POST",))
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a BPMN file as the draft's next text, or says why not."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    file = request.FILES.get("file")
    try:
        text = _read(file.read(LARGEST + 1) if file is not None else b"")
    except drafts.DraftError as error:
        return _refused(request, found, error, "")
    return _saved(request, found, text, "uploaded")


def _read(data: bytes) -> str:
    if not data or len(data) > LARGEST:
        raise drafts.DraftError(_("Choose a BPMN file of at most 2 MB."), field="file")
    try:
        return xml.text(data)
    except xml.XmlError:
        raise drafts.DraftError(_("This is no text file."), field="file") from None


@access(*EITHER, methods=("GET", "POST"))
def draw(request: HttpRequest, key: str) -> HttpResponse:
    """The editor; a POST keeps what was drawn as the draft's next text."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if not found.open:
        return redirect("desk:process-review", key)
    facts = {"key": key, "title": name_of(found), "draft": found}
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        lost: tuple[models.Lost, ...] = ()
        if request.POST.get("drawn"):  # what was typed is meant as it stands
            text, lost = models.keep_comments(_seen_text(request, found), text)
        if lost and request.POST.get("without") != str(len(lost)):
            return render(request, "desk/processes/comments.html", facts | {"text": text, "lost": lost}, status=422)
        return _saved(request, found, text, "drawn")
    words = "draw.zh.json" if (get_language() or "").startswith("zh") else ""
    return render(request, "desk/processes/draw.html", facts | {"text": found.text, "traits": TRAITS, "words": words})


def _seen_text(request: HttpRequest, found: DraftView) -> str:
    """The text that the person had before them."""
    try:
        return drafts.revision(kind=KIND, key=found.key, number=seen(request, "seen"))
    except LookupError:
        return found.text


def _saved(request: HttpRequest, found: DraftView, text: str, how: str) -> HttpResponse:
    """Keeps a text and goes back to the draft, or shows why it is not kept: nothing of it is lost."""
    by, at = who(request)
    before = seen(request, "seen")
    try:
        drafts.save(kind=KIND, key=found.key, text=text, seen=before, how=how, by=by, at=at)
    except drafts.DraftError as error:
        return _refused(request, found, error, text)
    messages.success(request, _("The draft was saved."))
    return redirect("desk:process-draft", found.key)


def _refused(request: HttpRequest, found: DraftView, error: drafts.DraftError, text: str) -> HttpResponse:
    clash = error if isinstance(error, drafts.Clash) else None
    now = drafts.draft(kind=KIND, key=found.key) or found
    facts = page(now) | {
        "errors": [{"id": error.field, "message": str(error)}],
        "clash": clash,
        "mine": text if clash else "",
    }
    return render(request, "desk/processes/draft.html", facts, status=409 if clash else 422)


@access(*EITHER, methods=("GET",))
def text(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as a file, or one of its earlier texts."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    wanted = number(request.GET.get("revision", ""), digits=9)
    try:
        kept = found.text if wanted is None else drafts.revision(kind=KIND, key=key, number=wanted)
    except LookupError:
        raise Http404(key) from None
    return attached(kept, "application/xml", f"{key}-draft.bpmn")
