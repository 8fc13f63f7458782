"""The form of a trip filled in page by page, as an applicant would; nothing reaches a register or a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.forms.publishing import EITHER
from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.trips import common
from tongban.governance.drafts.api import DraftError
from tongban.governance.formbooks.api import recording
from tongban.services.cases.api.trips import Filled
from tongban.trust.authority.api import access


@access(*EITHER, methods=("GET", "POST"))
def fill(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A page of the form; a POST keeps its answers and shows the next. What is wrong can be kept as what the form must
    refuse.
    """
    try:
        draft, kept, scenario = common.readable(request, key, name)
    except common.Elsewhere as other:
        return other.answer
    _by, at = who(request)
    asked = plain((request.POST if request.method == "POST" else request.GET).get("page", ""))

    def within(filled: Filled) -> recording.PageDone:
        if request.method == "POST" and asked in filled.course.pages:
            return recording.posted(filled, asked, request.POST, at)
        return recording.shown(filled, asked, at)

    try:
        found = recording.look(draft, name, recording.unplayed(scenario), at, within)
        done: recording.PageDone | None = found.extra
        if done is None:
            messages.error(request, "; ".join(one.message for one in found.problems))
            return redirect("desk:form-trip", key, name)
        if request.method == "POST" and not request.POST.get("stay"):
            if not done.errors:
                common.keep(request, key, name, recording.answered(scenario, done.answers), "answered")
                return _next(key, name, done)
            if request.POST.get("wrong"):
                common.keep(request, key, name, recording.tried(scenario, done), "tried")
                messages.success(request, _("Kept: the form must refuse this, in these words."))
                return redirect(_at(key, name, done.view.id))
    except DraftError as error:
        messages.error(request, str(error))
        return redirect("desk:form-trip", key, name)
    return common.page(
        request, "fill", draft, kept, _facts(request, done, scenario), status=422 if done.errors else 200
    )


def _facts(request: HttpRequest, done: recording.PageDone, scenario: Any) -> dict[str, Any]:
    files = {one.name for one in done.view.fields if one.widget == "upload"}
    names = {one: ", ".join(map(str, scenario.answers.get(one, ()))) for one in files}
    return {
        "page": done.view, "pages": done.pages, "errors": done.errors, "place": done.pages.index(done.view.id) + 1,
        "files": {one: request.POST.get(one, names[one]) for one in files},
        "fields": [(one, request.POST.get(one.name, names.get(one.name, ""))) for one in done.view.fields],
    }  # fmt: skip


def _next(key: str, name: str, done: recording.PageDone) -> HttpResponse:
    following = done.pages.index(done.view.id) + 1 if done.view.id in done.pages else len(done.pages)
    if following < len(done.pages):
        return redirect(_at(key, name, done.pages[following]))
    return redirect("desk:form-trip", key, name)


def _at(key: str, name: str, page: str) -> str:
    return f"{reverse('desk:form-trip-fill', args=(key, name))}?{urlencode({'page': page})}"
