"""Changing a draft piece by piece: a page, a question, a column; adding, moving, removing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.forms import entries
from tongban.channels.desk.views.forms.choices import choices_of, kept_of
from tongban.channels.desk.views.forms.common import draft_of, name_of
from tongban.channels.desk.views.forms.publishing import EITHER, PAGES
from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.governance.formbooks.api import Spot
from tongban.trust.authority.api import access

NAMES = ("page", "field", "column")
Piece = formbooks.Outline | formbooks.PageLine | formbooks.Question


def spot_of(given: Any) -> Spot:
    """The piece that an address or a posted page names."""
    return Spot(*(str(given.get(one, ""))[:200].replace("\0", "") for one in NAMES))


def find(found: formbooks.Outline, spot: Spot) -> Piece | None:
    """The piece as the text has it now."""
    if not spot.page:
        return found
    page = next((one for one in found.pages if one.id == spot.page), None)
    if page is None or not spot.field:
        return page
    question = next((one for one in page.questions if one.name == spot.field), None)
    if question is None or not spot.column:
        return question
    return next((one for one in question.columns if one.name == spot.column), None)


def at(key: str, spot: Spot) -> str:
    """Where the draft's page shows a piece."""
    place = f"q-{spot.field}" if spot.field else f"p-{spot.page}" if spot.page else "outline"
    return f"{reverse('desk:form-draft', args=[key])}#{place}"


@access(*EITHER, methods=("GET", "POST"))
def piece(request: HttpRequest, key: str) -> HttpResponse:
    """One piece with everything that can be said of it; a POST keeps it, and says at once what is wrong with it."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if not found.open:
        return redirect("desk:form-review", key)
    spot = spot_of(request.GET)
    now = find(formbooks.outline(found.text), spot)
    if now is None:
        messages.info(request, _("This was removed or renamed in the meantime."))
        return redirect("desk:form-draft", key)
    if request.method == "POST":
        return _kept(request, found, spot, now)
    return _page(request, found, spot, now)


def _kept(request: HttpRequest, found: DraftView, spot: Spot, now: Piece) -> HttpResponse:
    by, moment = who(request)
    depth = sum(map(bool, (spot.page, spot.field, spot.column)))
    said, wrong = entries.read(now.said, depth, request.POST)
    if wrong:
        return _page(request, found, spot, now, wrong)
    said = kept_of(now.said, said)
    seen = request.POST.get("mark", "")[:16] or "-"
    try:
        formbooks.set_keys(form=found.key, spot=spot, keys=said, seen=seen, by=by, at=moment)
    except drafts.DraftError as error:
        latest = drafts.draft(kind="forms", key=found.key) or found
        newer = find(formbooks.outline(latest.text), spot) or now
        return _page(request, latest, spot, newer, {"": str(error)}, error)
    named = str(said.get("name" if spot.field else "id") or "") or (spot.column or spot.field or spot.page)
    after = replace(spot, **{NAMES[depth - 1]: named}) if depth else spot
    messages.success(request, _("The draft was saved."))
    if request.POST.get("stay"):
        query = "&".join(f"{one}={getattr(after, one)}" for one in NAMES if getattr(after, one))
        return redirect(f"{reverse('desk:form-piece', args=[found.key])}?{query}")
    return redirect(at(found.key, after))


def _page(  # noqa: PLR0917 (what a page shows)
    request: HttpRequest, found: DraftView, spot: Spot, now: Piece, wrong: dict[str, str] | None = None,
    error: drafts.DraftError | None = None,
) -> HttpResponse:  # fmt: skip
    depth = sum(map(bool, (spot.page, spot.field, spot.column)))
    said = dict(now.said)
    if wrong:
        typed, _wrong = entries.read(now.said, depth, request.POST)
        said = {key: one for key, one in {**said, **typed}.items() if one is not None}
    asked = [
        replace(one, error=(wrong or {}).get(one.key, "")) for one in entries.entries(said, depth, choices_of(now.said))
    ]
    review = formbooks.review(found.text, found.key)
    clash = error if isinstance(error, formbooks.PieceClash) else None
    outline = formbooks.outline(found.text)
    facts = {
        "pages": [(one.id, one.title) for one in outline.pages],
        "key": found.key, "title": name_of(found), "draft": found, "spot": spot, "piece": now, "entries": asked,
        "mark": now.mark, "depth": depth, "clash": clash, "back": at(found.key, spot),
        "findings": [one for one in review.findings if one.spot == spot],
        "errors": [{"id": name, "message": words} for name, words in (wrong or {}).items()],
        "held": forms.shaping.held(),
    }  # fmt: skip
    return render(request, "desk/forms/piece.html", facts, status=409 if clash else 422 if wrong else 200)


@access(*EITHER, methods=("POST",))
def arrange(request: HttpRequest, key: str) -> HttpResponse:
    """Adds, moves or removes a page or a question."""
    by, moment = who(request)
    spot, wanted = spot_of(request.POST), request.POST.get("act", "")
    of: dict[str, Any] = {"form": key, "spot": spot, "by": by, "at": moment}
    try:
        if wanted == "remove":
            formbooks.remove(**of, seen=request.POST.get("mark", "")[:16] or "-")
            messages.success(request, _("It was removed. It can be undone."))
            return redirect("desk:form-draft", key)
        if wanted in ("up", "down", "to"):
            to = wanted if wanted != "to" else request.POST.get("to", "")[:60]
            formbooks.move(**of, to=to)
            return redirect(at(key, replace(spot, page=to) if wanted == "to" else spot))
        if wanted == "add-page":
            now = formbooks.add_page(**of)
            return redirect(at(key, now))
        if wanted == "add":
            kind = request.POST.get("kind", "")[:40]
            now = formbooks.add_question(**of, kind=kind)
            query = "&".join(f"{one}={getattr(now, one)}" for one in NAMES if getattr(now, one))
            return redirect(f"{reverse('desk:form-piece', args=[key])}?{query}")
    except drafts.DraftError as error:
        messages.error(request, str(error))
    return redirect("desk:form-draft", key)
