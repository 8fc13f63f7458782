"""Reading forms: the list, one form with its questions, uses and versions, its text and its paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.forms.common import KIND, form_of, title_of
from tongban.channels.desk.views.processes.reading import attached
from tongban.channels.desk.views.ratings import plain
from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.kernel.web.api import inert
from tongban.trust.authority.api import OFFICIAL, access


@access(OFFICIAL, methods=("GET",))
def all_forms(request: HttpRequest) -> HttpResponse:
    """Every form of the node with its version in force; `q` looks in names and questions, `show` keeps those with a
    draft, or those that nothing asks with.
    """
    asked, show = plain(request.GET.get("q", "")), request.GET.get("show", "")
    releases, uses, states = declarations.in_force(KIND), formbooks.uses(), drafts.under_way(kind=KIND)
    rows = [
        {
            "key": item.key,
            "title": title_of(item),
            "release": releases[item.key],
            "uses": uses.get(item.key, ()),
            "questions": len(item.value.fields()),
            "draft": states.get(item.key, ""),
        }
        for item in declarations.current_all(KIND)
        if _fits(item, asked)
    ]
    by, at = who(request)
    facts = {
        "rows": [
            row
            for row in rows
            if show not in ("draft", "unused") or (row["draft"] if show == "draft" else not row["uses"])
        ],
        "asked": asked,
        "show": show,
        "may_begin": drafts.may_edit(kind=KIND, key="", by=by, at=at),
        "fresh": [(key, state) for key, state in states.items() if key not in releases],
    }
    return render(request, "desk/forms/forms.html", facts)


def _fits(item: Item, asked: str) -> bool:
    names = [item.value.title, *(one.label for one in item.value.fields())]
    texts = [item.key, *(text for name in names for text in (name.zh, name.en))]
    return all(any(word in text.casefold() for text in texts) for word in asked.casefold().split())


@access(OFFICIAL, methods=("GET",))
def form(request: HttpRequest, key: str) -> HttpResponse:
    """One form, in force or in an older version: pages and questions, uses, versions."""
    by, at = who(request)
    made, releases = drafts.makers(kind=KIND, key=key), declarations.releases(KIND, key)
    if not releases and drafts.draft(kind=KIND, key=key) is not None:
        return redirect("desk:form-draft", key)  # a wholly new one: there is the draft only
    item = form_of(key, plain(request.GET.get("version", "")))
    kinds = {one.name: one.title for one in forms.kinds()}
    facts: dict[str, Any] = {
        "key": key,
        "title": title_of(item),
        "version": item.version,
        "release": next(one for one in releases if one.version == item.version),
        "versions": [
            (one, made.get(one.version), older)
            for one, older in zip(releases, [*(before.version for before in releases[1:]), ""], strict=True)
        ],
        "pages": [(page, [(one, kinds[one.kind]) for one in page.fields]) for page in item.value.pages],
        "review": formbooks.review(item.text, key),
        "uses": formbooks.uses().get(key, ()),
        "draft": drafts.draft(kind=KIND, key=key),
        "may_edit": drafts.may_edit(kind=KIND, key=key, by=by, at=at),
        "may_publish": drafts.may_publish(kind=KIND, by=by, at=at),
    }
    return render(request, "desk/forms/form.html", facts)


@access(OFFICIAL, methods=("GET",))
def text(request: HttpRequest, key: str) -> HttpResponse:
    """The text itself, to be taken into the package."""
    item = form_of(key, plain(request.GET.get("version", "")))
    return attached(item.text, "application/toml", f"{key}.toml")


@access(OFFICIAL, methods=("GET",))
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The blank form on paper, as PDF."""
    item = form_of(key, plain(request.GET.get("version", "")))
    return inert(forms.on_paper(item.value, at=timezone.now()), "application/pdf", f"{key}.pdf")
