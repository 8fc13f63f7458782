"""Changing a draft: its page, uploads and what the editor saves, earlier texts, giving up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.processes.common import draft_of, gone, picture, process_of, title_of, who
from tongban.channels.desk.views.processes.reading import attached
from tongban.governance.models import api as models
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import number
from tongban.kernel.xml import api as xml
from tongban.trust.authority.api import access

EITHER = ("models.edit", "models.publish")
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
    process_of(key)
    if request.method == "POST":
        models.open_draft(process=key, by=by, at=at)
        return redirect("desk:process-draft", key)
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if not found.open:
        return redirect("desk:process-review", key)
    return render(request, "desk/processes/draft.html", page(found))


def page(found: models.DraftView) -> dict[str, Any]:
    """What the page of a draft shows."""
    review = models.review(found.text, found.process)
    item = process_of(found.process)
    return {
        "key": found.process,
        "title": title_of(item),
        "draft": found,
        "changed": declarations.version_of(found.text) != found.base,
        "review": review,
        "picture": picture(review.scene) if review.scene is not None else "",
        "verdicts": models.verdicts(draft=found.id),
        "overtaken": item.version != found.base,
    }


@access(*EITHER, methods=("POST",))
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a BPMN file as the draft's next text, or says why not."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    file = request.FILES.get("file")
    try:
        text = _read(file.read(LARGEST + 1) if file is not None else b"")
    except models.ModelError as error:
        return _refused(request, found, error, "")
    return _saved(request, found, text, "uploaded")


def _read(data: bytes) -> str:
    if not data or len(data) > LARGEST:
        raise models.ModelError(_("Choose a BPMN file of at most 2 MB."), field="file")
    try:
        return xml.text(data)
    except xml.XmlError:
        raise models.ModelError(_("This is no text file."), field="file") from None


@access(*EITHER, methods=("GET", "POST"))
def draw(request: HttpRequest, key: str) -> HttpResponse:
    """The editor; a POST keeps what was drawn as the draft's next text."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    if not found.open:
        return redirect("desk:process-review", key)
    if request.method == "POST":
        return _saved(request, found, request.POST.get("text", "").replace("\r\n", "\n"), "drawn")
    facts = {"key": key, "title": title_of(process_of(key)), "draft": found, "text": found.text, "traits": TRAITS}
    return render(request, "desk/processes/draw.html", facts)


def _saved(request: HttpRequest, found: models.DraftView, text: str, kind: str) -> HttpResponse:
    """Keeps a text and goes back to the draft, or shows why it is not kept: nothing of it is lost."""
    by, at = who(request)
    seen = number(request.POST.get("seen", ""), digits=9)
    try:
        models.save(process=found.process, text=text, seen=-1 if seen is None else seen, kind=kind, by=by, at=at)
    except models.ModelError as error:
        return _refused(request, found, error, text)
    messages.success(request, _("The draft was saved."))
    return redirect("desk:process-draft", found.process)


def _refused(request: HttpRequest, found: models.DraftView, error: models.ModelError, text: str) -> HttpResponse:
    clash = error if isinstance(error, models.Clash) else None
    now = models.draft(process=found.process) or found
    facts = page(now) | {
        "errors": [{"id": error.field, "message": str(error)}],
        "clash": clash,
        "mine": text if clash else "",
    }
    return render(request, "desk/processes/draft.html", facts, status=409 if clash else 422)


@access(*EITHER, methods=("POST",))
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Makes an earlier text the newest again, or gives the draft up."""
    by, at = who(request)
    seen, place = (number(request.POST.get(name, ""), digits=9) for name in ("seen", "revision"))
    try:
        if request.POST.get("act") == "discard":
            models.discard(process=key, by=by, at=at)
            messages.success(request, _("The draft was given up."))
            return redirect("desk:process", key)
        if request.POST.get("act") == "restore" and seen is not None and place is not None:
            models.restore(process=key, number=place, seen=seen, by=by, at=at)
            messages.success(request, _("The earlier text is the newest again."))
    except models.ModelError as error:
        messages.error(request, str(error))
    return redirect("desk:process-draft", key)


@access(*EITHER, methods=("GET",))
def text(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as a file, or one of its earlier texts."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, key)
    wanted = number(request.GET.get("revision", ""), digits=9)
    try:
        kept = found.text if wanted is None else models.revision(process=key, number=wanted)
    except LookupError:
        raise Http404(key) from None
    return attached(kept, "application/xml", f"{key}-draft.bpmn")
