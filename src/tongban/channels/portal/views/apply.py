"""Applying: page by page, kept as it grows, checked as a whole, sent once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal import following
from tongban.channels.portal.views.guide import find, order
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import inert
from tongban.services.cases import api as cases
from tongban.services.offers.api import Offer
from tongban.trust.authority.api import RESIDENT, Subject, access, acting

SAVED, CHANGED = 200, 409


@dataclass(frozen=True)
class Trip:
    """One person's way through one form: the open draft if any, and the form in the draft's version."""

    offer: Offer
    owner: str
    draft: forms.Draft | None
    item: declarations.Item
    by: Subject
    at: dt.datetime
    move: forms.Move | None = None

    @property
    def form(self) -> forms.Form:
        found: forms.Form = self.item.value
        return found

    @property
    def values(self) -> Mapping[str, object]:
        return self.draft.values if self.draft else {}

    def prefilled(self) -> dict[str, forms.Prefilled]:
        """The registers' answers; each call is a recorded reading, so it is made where they are shown or sent."""
        return cases.prefill(offer=self.offer.key, form=self.form, by=self.by, at=self.at)

    def pages(self) -> tuple[forms.Page, ...]:
        return forms.visible_pages(self.form, self.values)


def trip(request: HttpRequest, key: str) -> Trip:
    """Where this person stands with this offer. Raises Http404 for an offer that is not online."""
    offer = find(key)
    if not offer.online:
        raise Http404(key)
    by: Subject = acting(request)
    owner = cases.draft_owner(by)
    draft, move, at = forms.open_draft(owner, key), None, timezone.now()
    if draft and request.method == "GET":  # what is being sent was written on the version that was shown
        draft, move = forms.renewed(draft=draft, at=at)
    item = (
        declarations.pinned("forms", draft.form_key, draft.form_version)
        if draft
        else declarations.current("forms", offer.form)
    )
    return Trip(offer, owner, draft, item, by, at, move)


def suits(offer: Offer, by: Subject) -> bool:
    """Whether the offer is for whom the person acts for now."""
    return ("company" if by.acting_for else "person") in offer.audience


@access(RESIDENT, methods=("GET",))
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Before the first page: what is needed, what is fetched, and the open draft first."""
    now = trip(request, key)
    facts = {"trip": now, "offer": now.offer, "suits": suits(now.offer, now.by), "first": now.pages()[0]}
    return render(request, "portal/begin.html", facts)


def show(
    request: HttpRequest,
    now: Trip,
    page: forms.Page,
    *,
    values: Mapping[str, object],
    errors: Sequence[forms.FieldError] = (),
    conflict: str = "",
    more: bool = False,
) -> HttpResponse:
    """A page of the form with these values; `more`: an answer brought questions that were not on it before."""
    view = forms.page_view(form=now.form, page=page, values=values, prefilled=now.prefilled(), errors=errors, at=now.at)
    pages = now.pages()
    names = [one.id for one in pages]
    place = names.index(page.id) if page.id in names else 0
    facts = {
        "offer": now.offer,
        "page": view,
        "steps": [str(one.title) for one in pages] + [_("Check and send")],
        "place": place + 1,
        "count": len(pages) + 1,
        "before": names[place - 1] if place else "",
        "revision": now.draft.revision if now.draft else 0,
        "saved": now.draft.updated if now.draft else None,
        "conflict": conflict,
        "more": more,
        "held": held(now, [one.name for one in view.fields]),
        "uploads": any(field.widget == "upload" for field in view.fields),
        "grows": any(field.grows for field in view.fields),
        "scripts": sorted({field.script for field in view.fields if field.script}),
    }
    return render(request, "portal/apply.html", facts, status=CHANGED if conflict else SAVED)


@access(RESIDENT, methods=("GET", "POST"))
def page(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """One page of the form: shown, or checked and kept."""
    now = trip(request, key)
    if not suits(now.offer, now.by):
        return redirect("portal:apply", key)
    wanted = next((one for one in now.pages() if one.id == page), None)
    if wanted is None:
        raise Http404(page)
    return keep(request, now, wanted) if request.method == "POST" else show(request, now, wanted, values=now.values)


def held(now: Trip, fields: Sequence[str]) -> list[tuple[str, cases.Held]]:
    """What the person holds already for the uploads of a page, with the upload into which each may be taken."""
    found = cases.held(offer=now.offer, fields=fields, by=now.by, at=now.at)
    return [(name, one) for name, ones in found.items() for one in ones]


def take(request: HttpRequest, now: Trip, page: forms.Page, name: str, key: str) -> HttpResponse:
    """Takes what is held into an upload of the page; what was written on the page is kept already."""
    try:
        if now.draft is None:
            raise cases.NotFound
        cases.reuse(draft=now.draft.id, offer=now.offer, field=name, key=key, by=now.by, at=now.at)
        messages.success(request, _("Taken. You need not send it again."))
    except cases.CaseError as error:
        messages.error(request, str(error))
    return redirect("portal:apply-page", now.offer.key, page.id)


def keep(request: HttpRequest, now: Trip, page: forms.Page) -> HttpResponse:
    """Saves what was written, right or wrong, and goes where the button leads."""
    revision = request.POST.get("revision", "")
    try:
        posted = forms.post_page(
            owner=now.owner, key=now.offer.key, form=now.form, form_key=now.item.key, form_version=now.item.version,
            page=page, posted=request.POST, files=request.FILES, prefilled=now.prefilled(),
            revision=int(revision) if now.draft and revision.isdigit() and len(revision) < 10 else None,  # noqa: PLR2004
            at=now.at,
        )  # fmt: skip
    except forms.DraftConflict as error:
        if "autosave" in request.POST:
            return JsonResponse({"revision": error.draft.revision, "conflict": True}, status=CHANGED)
        return show(request, now, page, values={**error.draft.values, **error.values}, conflict=str(error))
    if "autosave" in request.POST:
        return JsonResponse({"revision": posted.draft.revision})
    field, _colon, paper = request.POST.get("take", "").partition(":")
    after = Trip(now.offer, now.owner, posted.draft, now.item, now.by, now.at)
    if paper and any(one.name == field for one in page.fields):
        return take(request, after, page, field, paper[:100])
    return after_saving(request, after, page, posted.result)


def after_saving(request: HttpRequest, now: Trip, page: forms.Page, result: forms.PageResult) -> HttpResponse:
    """Where the button leads: away, to the same page with its errors, or onward."""
    if "later" in request.POST:
        messages.success(request, _("Saved. You find it under My cases."))
        return redirect("portal:cases")
    if request.POST.get("stay") == "more":  # the next level, more rows, what was found: no time to complain
        return redirect("portal:apply-page", now.offer.key, page.id)
    if result.errors:
        asked = request.POST.get("asked", "").split()
        errors = [error for error in result.errors if not asked or error.field in asked]
        return show(request, now, page, values=now.values, errors=errors, more=len(errors) < len(result.errors))
    if "stay" in request.POST:
        return redirect("portal:apply-page", now.offer.key, page.id)
    return onward(now, page)


def onward(now: Trip, page: forms.Page) -> HttpResponseRedirect:
    """The page after this one, or the check of everything."""
    names = [one.id for one in now.pages()]
    following = names[names.index(page.id) + 1 :] if page.id in names else names
    return (
        redirect("portal:apply-page", now.offer.key, following[0])
        if following
        else redirect("portal:check", now.offer.key)
    )


@access(RESIDENT, methods=("GET", "POST"))
def check(request: HttpRequest, key: str) -> HttpResponse:
    """All answers on one page, each with a way to change it; sending opens the case."""
    now = trip(request, key)
    if now.draft is None:
        return sent_before(now) or redirect("portal:apply", key)
    prefilled = now.prefilled()
    errors: Sequence[forms.FieldError] = ()
    missing: dict[str, str] = {}
    if request.method == "POST":
        try:
            said = following.accepted(request)
            case = cases.open_case(
                offer=key, draft=now.draft.id, prefilled=prefilled, later=said, by=now.by, at=now.at
            )  # fmt: skip
            return redirect("portal:received", case.number)
        except cases.Incomplete as error:
            missing = {error.field: str(error)}
        except forms.FormInvalid as error:
            errors = error.errors
        except cases.CaseError as error:
            messages.error(request, str(error))
    answers = forms.answers(now.form, now.draft.values, prefilled, at=now.at)
    pages = {one.id: str(one.title) for one in now.pages()}
    groups = [(page, title, [a for a in answers if a.page == page]) for page, title in pages.items()]
    where = {a.name: a.page for a in answers}
    facts = {
        "offer": now.offer,
        "groups": groups,
        "faults": [(where.get(e.field, next(iter(pages))), e) for e in errors] + following.faults(missing),
        "later": following.shown(request, now.offer, now.draft.values, missing, now.at),
        "fee": now.offer.fee,
        "order": order(now.offer),
    }
    return render(request, "portal/check.html", facts, status=422 if errors or missing else SAVED)


def sent_before(now: Trip) -> HttpResponseRedirect | None:
    """A second press of the button, when the draft is gone: to the case that it became, if it is only just made."""
    last = cases.my_cases(by=now.by, at=now.at, limit=1).cases
    fresh = last and last[0].offer == now.offer.key and now.at - last[0].opened_at < dt.timedelta(minutes=10)
    return redirect("portal:received", last[0].number) if fresh else None


@access(RESIDENT, methods=("POST",))
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throws the open draft away, files and all."""
    now = trip(request, key)
    if now.draft and forms.delete_draft(now.draft.id, now.owner):
        messages.success(request, _("The draft was deleted."))
    return redirect("portal:apply", key)


@access(RESIDENT, methods=("GET",))
def file(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """A file of one's own draft."""
    now = trip(request, key)
    try:
        found = forms.attachment(file, owner=now.owner)
    except LookupError:
        raise Http404(file) from None
    return inert(forms.open_attachment(found.id), found.media_type, found.name)
