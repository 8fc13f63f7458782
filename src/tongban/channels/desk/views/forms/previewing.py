"""A draft as its applicant would see it, page by page, in both languages; nothing that is typed is kept."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.forms.common import draft_of, name_of
from tongban.channels.desk.views.forms.publishing import EITHER, PAGES
from tongban.engines.forms import api as forms
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import BadInput, decode_json
from tongban.trust.authority.api import access

LONGEST = 200_000
LANGUAGES = {"zh": "zh-hans", "en": "en"}
NAMES = (("zh", "中文"), ("en", "English"))
REGISTER = Text("登记的内容", "what the register holds")


@access(*EITHER, methods=("GET", "POST"))
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """A page of the draft; a POST judges what was typed and shows the next. `lang` is zh or en, `narrow` a phone."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    given = request.POST if request.method == "POST" else request.GET
    here = "en" if (translation.get_language() or "").startswith("en") else "zh"
    language = given.get("lang", "") if given.get("lang", "") in LANGUAGES else here
    form = formbooks.review(found.text, key).form
    facts: dict[str, Any] = {
        "key": key, "title": name_of(found), "draft": found, "form": form, "tongues": NAMES, "lang": language,
        "narrow": given.get("narrow", "") == "1",
    }  # fmt: skip
    if form is not None:
        with translation.override(LANGUAGES[language]):
            facts |= _shown(request, form)
    return render(request, "desk/forms/preview.html", facts)


def _shown(request: HttpRequest, form: forms.Form) -> dict[str, Any]:
    _by, at = who(request)
    values, fixed = _values(request), _fixed(form)
    pages = [one.id for one in forms.visible_pages(form, values, fixed)]
    asked = request.POST.get("page", "") or request.GET.get("page", "")
    page = asked if asked in pages else next(iter(pages), "")
    errors: tuple[forms.FieldError, ...] = ()
    done = not pages
    if request.method == "POST" and pages and not request.POST.get("stay"):
        result = forms.validate_page(form=form, page=page, posted=request.POST, values=values, prefilled=fixed, at=at)
        files = {one.name for one in form.fields() if one.of.widget == "upload"}
        values = {**values, **{name: one for name, one in result.values.items() if name not in files}}
        errors = tuple(one for one in result.errors if one.field not in files)
        pages = [one.id for one in forms.visible_pages(form, values, fixed)]
        if not errors and page in pages:
            done = page == pages[-1]
            page = page if done else pages[pages.index(page) + 1]
    view = (
        forms.page_view(form=form, page=page, values=values, errors=errors, prefilled=fixed, at=at) if pages else None
    )
    return {
        "page": view, "errors": errors, "values": json.dumps(values, ensure_ascii=False), "done": done, "pages": pages,
        "place": pages.index(page) + 1 if page in pages else 0,
        "answers": forms.answers(form, values, fixed, at=at) if done else (),
        "words": {"go": _("Save and continue"), "step": _("Step")},
    }  # fmt: skip


def _values(request: HttpRequest) -> dict[str, Any]:
    """What was answered on the pages before: it travels with the page."""
    try:
        found = decode_json(request.POST.get("values", "{}").encode(errors="replace")[:LONGEST], max_bytes=LONGEST)
    except BadInput:
        return {}
    return found if isinstance(found, dict) else {}


def _fixed(form: forms.Form) -> dict[str, forms.Prefilled]:
    """Bound questions as they look once a register has answered."""
    today = timezone.localdate()
    return {
        one.name: forms.Prefilled(f"({one.bind})", REGISTER, today, "")
        for one in form.fields()
        if one.bind and one.of.feel == "string" and one.of.widget == "text"
    }
