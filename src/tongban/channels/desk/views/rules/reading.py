"""Reading rules: the list, one rule with its tables and versions, what differs between two versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.rules.common import KIND, rule_of, sheet_view, title_of
from tongban.channels.desk.views.tables import day, sheet
from tongban.engines.rules import api as rules
from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Release
from tongban.services.offers.api import Offer
from tongban.trust.authority.api import OFFICIAL, access

HEAD = ("rule", "title", "services", "version", "changed_here", "in_force_since")
Row = tuple[str, str, tuple[Offer, ...], Release]


def _listed(request: HttpRequest, releases: Mapping[str, Release]) -> tuple[str, list[Row]]:
    """What was asked, and the rules that fit."""
    asked, uses = plain(request.GET.get("q", "")), rulebooks.uses()
    return asked, [
        (item.key, title_of(item), uses.get(item.key, ()), releases[item.key])
        for item in declarations.current_all(KIND)
        if _fits(item, [str(one.title) for one in uses.get(item.key, ())], asked)
    ]


@access(OFFICIAL, methods=("GET",))
def all_rules(request: HttpRequest) -> HttpResponse:
    """Every rule with the offers that use it, its version and since when; `q` looks in names, texts and offers."""
    releases = declarations.in_force(KIND)
    asked, rows = _listed(request, releases)
    by, at = who(request)
    facts = {
        "rows": rows,
        "asked": asked,
        "may_begin": drafts.may_edit(kind=KIND, key="", by=by, at=at),
        "fresh": [(key, state) for key, state in drafts.under_way(kind=KIND).items() if key not in releases],
    }
    return render(request, "desk/rules/rules.html", facts)


@access(OFFICIAL, methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV; no cell can be taken for a formula."""
    _asked, found = _listed(request, declarations.in_force(KIND))
    rows = (
        (key, title, "; ".join(str(one.title) for one in many), release.version, release.amended, day(release.since))
        for key, title, many, release in found
    )
    return sheet("rules.csv", HEAD, rows)


def _fits(item: Item, offers: list[str], asked: str) -> bool:
    texts = [item.key, item.value.name, *offers]
    texts += [cell for sheet in rulebooks.sheets(item.text) for line in sheet.lines for cell in line.cells]
    return all(any(word in text.casefold() for text in texts) for word in asked.casefold().split())


@access(OFFICIAL, methods=("GET",))
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule, in force or in an older version: tables, picture, uses, versions."""
    by, at = who(request)
    if drafts.draft(kind=KIND, key=key) is not None and not declarations.releases(KIND, key):
        return redirect("desk:rule-draft", key)  # a wholly new one: there is the draft only
    item = _version(key, request.GET.get("version", ""))
    made = drafts.makers(kind=KIND, key=key)
    releases = declarations.releases("rules", key)
    draft = drafts.draft(kind=KIND, key=key)
    facts: dict[str, Any] = {
        "key": key,
        "title": title_of(item),
        "version": item.version,
        "release": next(one for one in releases if one.version == item.version),
        "versions": [
            (one, made.get(one.version), older)
            for one, older in zip(releases, [*(next_.version for next_ in releases[1:]), ""], strict=True)
        ],
        "tables": [sheet_view(one) for one in rulebooks.sheets(item.text)],
        "picture": _picture(item.value),
        "uses": rulebooks.uses().get(key, ()),
        "draft": draft,
        "may_edit": drafts.may_edit(kind=KIND, key=key, by=by, at=at),
        "may_publish": drafts.may_publish(kind=KIND, by=by, at=at),
    }
    return render(request, "desk/rules/rule.html", facts)


def _version(key: str, version: str) -> Item:
    """A version of a rule, the one in force when none is named. Raises Http404."""
    if not version:
        return rule_of(key)
    try:
        return declarations.pinned("rules", key, plain(version))
    except LookupError:
        raise Http404(version) from None


def _picture(model: rules.Model) -> SafeString | str:
    """The requirement diagram, where there is more than one decision to draw."""
    if len(model.decisions) < 2:  # noqa: PLR2004 (one decision needs no map)
        return ""
    try:
        drawn = rules.picture(model, get_language() or "zh-hans")
    except rules.FeelError:
        return ""
    return mark_safe(drawn)  # noqa: S308 (the engine escapes every text of the model)


@access(OFFICIAL, methods=("GET",))
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What changed from one published version to another, cell by cell."""
    old, new = _version(key, request.GET.get("from", "")), _version(key, request.GET.get("to", ""))
    facts = {
        "key": key, "title": title_of(new), "old": old.version, "new": new.version,
        "found": rulebooks.compare(old.text, new.text),
    }  # fmt: skip
    return render(request, "desk/rules/compare.html", facts)


@access(OFFICIAL, methods=("GET",))
def dmn(request: HttpRequest, key: str) -> HttpResponse:
    """The text itself, to be taken into the package."""
    if drafts.draft(kind=KIND, key=key) is not None and not declarations.releases(KIND, key):
        return redirect("desk:rule-draft", key)  # a wholly new one: there is the draft only
    item = _version(key, request.GET.get("version", ""))
    answer = HttpResponse(item.text, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.dmn"'
    return answer
