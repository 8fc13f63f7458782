"""What the pages of drafts share, whatever kind of text they change: the draft asked for, submitting, the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView
from tongban.kernel.web.api import number
from tongban.trust.authority.api import Subject, acting

LONGEST = 2_001
Facts = Callable[[HttpRequest, DraftView], dict[str, Any]]


@dataclass(frozen=True)
class Pages:
    """The pages of a kind of draft. `name` begins the names of its URLs (`desk:NAME`, `desk:NAME-draft`), `folder` is
    its list's and holds its templates; `facts` gives what both people look at; the texts say what happened.
    """

    kind: str
    name: str
    folder: str
    facts: Facts
    gone: Promise | str
    published: Promise | str

    def to(self, page: str, key: str) -> HttpResponse:
        """A redirect to one of the pages; an empty `page` is that of the text itself."""
        return redirect(f"desk:{self.name}-{page}" if page else f"desk:{self.name}", key)


def who(request: HttpRequest) -> tuple[Subject, dt.datetime]:
    """Who asks, and when."""
    return acting(request), timezone.now()


def draft_of(request: HttpRequest, kind: str, key: str) -> DraftView | None:
    """The draft under way for whoever may change or publish the text; None when there is none. Raises Denied."""
    by, at = who(request)
    drafts.require_either(kind=kind, key=key, by=by, at=at)
    return drafts.draft(kind=kind, key=key)


def seen(request: HttpRequest, name: str = "revision") -> int:
    """The revision that the person saw; -1, which none has, for anything else."""
    found = number(request.POST.get(name, ""), digits=9)
    return -1 if found is None else found


def common(request: HttpRequest, found: DraftView) -> dict[str, Any]:
    """What every page about submitting and publishing shows of a draft."""
    by, at = who(request)
    return {
        "key": found.key,
        "draft": found,
        "verdicts": drafts.verdicts(draft=found.id),
        "second": not found.open and drafts.second(draft=found, by=by, at=at),
        "mine": by.person in found.people,
        "posted": request.POST,
    }


def submit(request: HttpRequest, pages: Pages, key: str) -> HttpResponse:
    """The draft's author looks once more at what changes, says why, and submits."""
    found = draft_of(request, pages.kind, key)
    if found is None:
        return gone(request, pages, key)
    if not found.open:
        return pages.to("review", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        by, at = who(request)
        note = request.POST.get("note", "")[:LONGEST]
        try:
            drafts.submit(kind=pages.kind, key=key, note=note, revision=seen(request), by=by, at=at)
        except drafts.DraftError as error:
            errors = [{"id": error.field, "message": str(error)}]
        else:
            messages.success(request, _("The draft waits for somebody else to publish it."))
            return pages.to("review" if not found.base else "", key)
    return _page(request, pages, found, errors, "submit")


def review(request: HttpRequest, pages: Pages, key: str) -> HttpResponse:
    """The second person sees what changes, and publishes it or gives it back."""
    found = draft_of(request, pages.kind, key)
    if found is None:
        return gone(request, pages, key)
    if found.open:
        return pages.to("draft", key)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return _verdict(request, pages, found)
        except drafts.DraftError as error:
            errors = [{"id": error.field, "message": str(error)}]
    return _page(request, pages, found, errors, "review")


def _verdict(request: HttpRequest, pages: Pages, found: DraftView) -> HttpResponse:
    by, at = who(request)
    if request.POST.get("verdict") == "publish":
        drafts.publish(kind=pages.kind, key=found.key, revision=seen(request), by=by, at=at)
        messages.success(request, str(pages.published))
        return pages.to("", found.key)
    reason = request.POST.get("reason", "")[:LONGEST]
    drafts.give_back(kind=pages.kind, key=found.key, revision=seen(request), reason=reason, by=by, at=at)
    messages.success(request, _("The draft was returned to its owners."))
    return pages.to("" if found.base else "draft", found.key)


def _page(
    request: HttpRequest, pages: Pages, found: DraftView, errors: list[dict[str, str]], page: str
) -> HttpResponse:
    facts = common(request, found) | pages.facts(request, found)
    facts |= {"errors": errors, "wrong": {one["id"]: one["message"] for one in errors}}
    return render(request, f"desk/{pages.folder}/{page}.html", facts, status=422 if errors else 200)


def act(request: HttpRequest, pages: Pages, key: str) -> HttpResponse:
    """Undoes the last change, makes an earlier text the newest, follows a newer version, or gives the draft up."""
    by, at = who(request)
    of: dict[str, Any] = {"kind": pages.kind, "key": key, "by": by, "at": at}
    wanted, before = request.POST.get("act", ""), seen(request, "seen")
    try:
        if wanted == "discard":
            fresh = not drafts.discard(**of).base
            messages.success(request, _("The draft was given up."))
            return redirect(f"desk:{pages.folder}") if fresh else pages.to("", key)
        if wanted == "undo":
            drafts.undo(**of, seen=before)
            messages.success(request, _("The last change was undone."))
        if wanted == "restore":
            drafts.restore(**of, number=seen(request), seen=before)
            messages.success(request, _("The earlier text is the newest again."))
        if wanted == "rebase":
            drafts.rebase(**of, seen=before, version=request.POST.get("version", "")[:16])
            messages.success(request, _("The draft follows the version in force now."))
    except drafts.DraftError as error:
        messages.error(request, str(error))
    return pages.to("draft", key)


def gone(request: HttpRequest, pages: Pages, key: str) -> HttpResponse:
    """There is no draft (any more): back to the text."""
    messages.info(request, str(pages.gone))
    return pages.to("", key)
